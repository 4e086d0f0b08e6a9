import { canonicalAddress } from '../canonical-address.ts';
import { plainLoadBalancerName } from '../load-balancer-name.ts';
import { websiteEndpoint, websiteRegions } from '../s3-website.ts';
import type { RecordSet } from '../verify/snapshot.ts';
import type { Accepts, LeftOut, LeftOutReason, NameFound, RecordNote } from './found.ts';

/** All that was read of the zone, and what may be written of it. */
export type ZoneSeen = { readonly records: readonly RecordSet[]; readonly accepts: Accepts };

/** Finds the primary that the records at a name lead to, or the reason why it gets no entry. */
export function findAt(name: string, seen: ZoneSeen): NameFound {
  const leave = leaving(name);
  if (!seen.accepts.siteName(name)) return leave('name-cannot-be-a-bucket');
  const target = targetAt(name, seen, []);
  if ('reason' in target) return leave(target.reason, target.detail);
  const { notes, secondaryRegion } = target;
  if (target.where.kind === 'load-balancer')
    return { kind: 'site', name, where: target.where, notes, secondaryRegion };
  const v6 = ipv6At(name, seen, target.where.addresses.length);
  const addresses = [...target.where.addresses, ...v6.addresses];
  const where = { kind: 'addresses', addresses } as const;
  return { kind: 'site', name, where, notes: [...notes, ...v6.notes], secondaryRegion };
}

type Site = Extract<NameFound, { kind: 'site' }>;
type Target = Pick<Site, 'where' | 'notes' | 'secondaryRegion'> | Omit<LeftOut, 'kind' | 'name'>;

const leaving =
  (name: string) =>
  (reason: LeftOutReason, detail = ''): LeftOut => ({ kind: 'left-out', name, reason, detail });

const leave = (reason: LeftOutReason, detail = ''): Target => ({ reason, detail });

const siteAt = (where: Site['where']): Target => ({ where, notes: [], secondaryRegion: null });

/** `path` holds the names that led here, so that two records that name each other end. */
function targetAt(name: string, seen: ZoneSeen, path: readonly string[]): Target {
  const here = seen.records.filter((record) => record.name === name);
  const cnames = here.filter(({ type }) => type === 'CNAME');
  const records = cnames.length > 0 ? cnames : here.filter(({ type }) => type === 'A');
  if (records.length === 0)
    return leave(here.some(({ type }) => type === 'AAAA') ? 'ipv6-only' : 'no-record');
  const other = records.find(({ routing }) => routing !== 'simple' && routing !== 'failover');
  if (other !== undefined) return leave('other-routing', other.routing);
  const primary = primaryOf(records);
  if (primary === null) return leave('broken-pair');
  const target = targetOf(primary, seen, [...path, name]);
  if ('reason' in target || primary.failover === null || path.length > 0) return target;
  return {
    ...target,
    notes: [{ note: 'failover-pair' }, ...target.notes],
    secondaryRegion: websiteRegionOf(records.find(({ failover }) => failover === 'SECONDARY')),
  };
}

/** The one plain record, or the PRIMARY of a whole pair. */
function primaryOf(records: readonly RecordSet[]): RecordSet | null {
  const [first, ...others] = records;
  if (first?.routing === 'simple') return others.length === 0 ? first : null;
  const primary = records.find(({ failover }) => failover === 'PRIMARY');
  const secondaries = records.filter(({ failover }) => failover === 'SECONDARY');
  const isPair = records.length === 2 && secondaries.length === 1;
  return isPair ? (primary ?? null) : null;
}

function targetOf(record: RecordSet, seen: ZoneSeen, path: readonly string[]): Target {
  if (record.type === 'CNAME') return behindCname(record, seen, path);
  if (record.alias === null) return atAddresses(record.values, seen.accepts);
  return (
    behindName(record.alias.dnsName, seen, path) ?? leave('alias-elsewhere', record.alias.dnsName)
  );
}

function behindCname(record: RecordSet, seen: ZoneSeen, path: readonly string[]): Target {
  const name = plain(record.values[0] ?? '');
  const target = behindName(name, seen, path) ?? leave('cname-elsewhere', name);
  if ('reason' in target) return target;
  return { ...target, notes: [{ note: 'cname', target: name }, ...target.notes] };
}

/** What stands at a name that a record leads to; null when it cannot be told. */
function behindName(dnsName: string, seen: ZoneSeen, path: readonly string[]): Target | null {
  if (dnsName.endsWith('.cloudfront.net')) return leave('cloudfront', dnsName);
  if (regionOfWebsite(dnsName) !== null) return leave('s3-website', dnsName);
  if (seen.accepts.loadBalancer(dnsName)) return atLoadBalancer(dnsName);
  const isRead = seen.records.some(({ name }) => name === dnsName) && !path.includes(dnsName);
  if (!isRead) return null;
  const target = targetAt(dnsName, seen, path);
  if ('reason' in target) return target;
  return { ...target, notes: [{ note: 'same-as', target: dnsName }, ...target.notes] };
}

function atLoadBalancer(dnsName: string): Target {
  const own = plainLoadBalancerName(dnsName);
  return own.startsWith('internal-')
    ? leave('internal-load-balancer', own)
    : siteAt({ kind: 'load-balancer', dnsName: own });
}

function atAddresses(values: readonly string[], accepts: Accepts): Target {
  const addresses = differing(values);
  const refused = addresses.find((address) => !accepts.address(address));
  if (refused !== undefined) return leave('address-not-public', refused);
  if (addresses.length === 0) return leave('no-record');
  if (addresses.length > accepts.addressesMax)
    return leave('too-many-addresses', `${addresses.length}`);
  return siteAt({ kind: 'addresses', addresses });
}

/** The addresses of the AAAA record at the name itself, where there is room for them. */
function ipv6At(
  name: string,
  { records, accepts }: ZoneSeen,
  taken: number,
): { readonly addresses: readonly string[]; readonly notes: readonly RecordNote[] } {
  const found = records.filter((record) => record.name === name && record.type === 'AAAA');
  if (found.length === 0) return { addresses: [], notes: [] };
  const plainOne = found.length === 1 && found[0]?.routing === 'simple' ? found[0] : null;
  const addresses = differing((plainOne ?? primaryOf(found))?.values ?? []);
  const fits = addresses.length > 0 && taken + addresses.length <= accepts.addressesMax;
  return fits && addresses.every(accepts.address)
    ? { addresses, notes: [{ note: 'ipv6' }] }
    : { addresses: [], notes: [{ note: 'ipv6-left-out' }] };
}

const websiteRegionOf = (record: RecordSet | undefined): string | null =>
  regionOfWebsite(record?.alias?.dnsName ?? '');

/** The region of an S3 website's name, with or without a bucket before it; null for any other name. */
const regionOfWebsite = (dnsName: string): string | null =>
  websiteRegions().find((region) => {
    const endpoint = websiteEndpoint(region)?.dnsName ?? '';
    return dnsName === endpoint || dnsName.endsWith(`.${endpoint}`);
  }) ?? null;

const differing = (addresses: readonly string[]): readonly string[] => [
  ...new Map(addresses.map((address) => [canonicalAddress(address), address.trim()])).values(),
];

const plain = (name: string): string => name.trim().toLowerCase().replace(/\.$/, '');
