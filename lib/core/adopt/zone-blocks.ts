import { canonicalAddress } from '../canonical-address.ts';
import type { Site } from '../site.ts';
import { listed } from '../verify/check.ts';
import type { RecordSet } from '../verify/snapshot.ts';
import { namesBetween } from './names.ts';
import type { Block } from './plan.ts';
import type { ZoneSeen } from './seen.ts';

/** What keeps any record at the site's name from being the one that visitors go by. */
export const zoneBlocks = (seen: ZoneSeen, site: Site): readonly Block[] => [
  ...wrongZone(seen, site),
  ...delegatedAway(seen.records, site),
];

/** Routing that a failover pair cannot stand beside, and that no batch of ours could put back. */
export function routingBlocks(records: readonly RecordSet[], site: Site): readonly Block[] {
  const cname = records.find(isCname);
  return [
    ...(cname === undefined ? [] : [cnameBlock(site, cname)]),
    ...records
      .filter(isRouted)
      .slice(0, 1)
      .map((record) => routingBlock(site, record)),
  ];
}

/** Whether there is nothing that only a person can replace first. */
export const isPlain = (records: readonly RecordSet[]): boolean =>
  !records.some((record) => isCname(record) || isRouted(record));

const isCname = ({ type }: RecordSet): boolean => type === 'CNAME';

const isRouted = ({ routing }: RecordSet): boolean =>
  routing !== 'simple' && routing !== 'failover';

/**
 * DNS may lead to another zone of the same name, in this account or elsewhere. When it cannot be asked
 * it is the day that blocks, and not the zone.
 */
function wrongZone(
  { zone, nameServers, zoneServerAddresses }: ZoneSeen,
  site: Site,
): readonly Block[] {
  if (!nameServers.ok) return [];
  const names = new Set(zone.nameServers.map((name) => name.toLowerCase()));
  const addresses = new Set(zoneServerAddresses.map(canonicalAddress));
  const strangers = nameServers.value.filter(
    ({ name, address }) =>
      !names.has(name.toLowerCase()) && !addresses.has(canonicalAddress(address)),
  );
  if (nameServers.value.length > 0 && strangers.length === 0) return [];
  const seen =
    nameServers.value.length === 0
      ? 'DNS names no name server for it'
      : `DNS leads to ${listed(strangers.map(({ name }) => name))}`;
  return [
    {
      id: 'wrong-zone',
      site: site.name,
      what: `the zone ${zone.name} (${zone.id}) is not the one that visitors are led to: ${seen}, the zone has ${listed(zone.nameServers)}`,
      mend: `Set the name servers of ${zone.name} at its registrar to those of the zone, or delete the zone that nobody asks.`,
    },
  ];
}

function delegatedAway(records: readonly RecordSet[], site: Site): readonly Block[] {
  const names = [site.name, ...namesBetween(site)].filter((name) => name !== site.hostedZone);
  const delegation = records.find(({ name, type }) => type === 'NS' && names.includes(name));
  if (delegation === undefined) return [];
  return [
    {
      id: 'delegated',
      site: site.name,
      what: `NS records at ${delegation.name} delegate it to ${listed(delegation.values)}, so records of ${site.hostedZone} do not count there`,
      mend: `Name the zone ${delegation.name} as the hostedZone of ${site.name} in sites.yml.`,
    },
  ];
}

const cnameBlock = (site: Site, { values }: RecordSet): Block => ({
  id: 'cname',
  site: site.name,
  what: `a CNAME leads from ${site.name} to ${listed(values)}, and nothing else can stand beside a CNAME`,
  mend: `Replace the CNAME by an A record with the address of the primary, or by an alias to its load balancer, then plan again.`,
});

const routingBlock = (site: Site, { type, routing }: RecordSet): Block => ({
  id: 'routing',
  site: site.name,
  what: `${ROUTING_WORD[routing]} ${type} records send visitors of ${site.name} to several places, and Route 53 takes no failover records beside them`,
  mend: `Replace them by one plain ${type} record, or keep them and leave ${site.name} out of sites.yml.`,
});

const ROUTING_WORD: Readonly<Record<RecordSet['routing'], string>> = {
  simple: 'plain',
  failover: 'failover',
  weighted: 'weighted',
  latency: 'latency',
  geolocation: 'geolocation',
  geoproximity: 'geoproximity',
  multivalue: 'multivalue',
  cidr: 'CIDR',
  'traffic-policy': 'traffic-policy',
};
