import { canonicalAddress, isIpv6 } from '../canonical-address.ts';
import type { Site } from '../site.ts';
import { listed } from '../verify/check.ts';
import { isCloudFront } from '../verify/pair.ts';
import type { RecordSet } from '../verify/snapshot.ts';
import type { Block } from './plan.ts';

/**
 * Why a record does not lead to the primary of sites.yml, which is the one that is watched; null when
 * it does. A records must be exactly its IPv4 addresses; AAAA records may be some of its IPv6 ones.
 */
export function valueBlock(site: Site, record: RecordSet): Block | null {
  const { where } = site.primary;
  return where.kind === 'addresses'
    ? addressesBlock(site, record, where.addresses)
    : loadBalancerBlock(site, record, where.dnsName);
}

function addressesBlock(site: Site, record: RecordSet, all: readonly string[]): Block | null {
  if (record.alias !== null) return elsewhere(site, record, listed(all));
  const isV6 = record.type === 'AAAA';
  const configured = all.map(canonicalAddress).filter((address) => isIpv6(address) === isV6);
  const values = record.values.map(canonicalAddress);
  const isKnown = values.length > 0 && values.every((value) => configured.includes(value));
  if (isKnown && (isV6 || values.length === configured.length)) return null;
  return differs(site, record, listed(configured));
}

/** The console writes `dualstack.` before a load balancer's name; it is the same load balancer. */
function loadBalancerBlock(site: Site, record: RecordSet, dnsName: string): Block | null {
  if (record.alias === null) return differs(site, record, dnsName);
  const plain = (name: string) => name.toLowerCase().replace(/^dualstack\./, '');
  return plain(record.alias.dnsName) === plain(dnsName) ? null : elsewhere(site, record, dnsName);
}

const differs = (site: Site, { type, values }: RecordSet, expected: string): Block => ({
  id: 'values-differ',
  site: site.name,
  what: `the ${type} record has ${listed(values)}; sites.yml has ${expected}, which is what the health checks watch`,
  mend: `Correct the primary of ${site.name} in sites.yml and deploy, or correct the record; then plan again.`,
});

function elsewhere(site: Site, record: RecordSet, expected: string): Block {
  const target = `the ${record.type} record is an alias to ${record.alias?.dnsName ?? 'nothing'}`;
  return {
    id: 'alias-elsewhere',
    site: site.name,
    what: isCloudFront(record)
      ? `${target}: a failover pair cannot have CloudFront as its primary when its secondary is CloudFront too, and sites.yml has ${expected}`
      : `${target}; sites.yml has ${expected}, which is what the health checks watch`,
    mend: isCloudFront(record)
      ? `Let CloudFront fail over by itself (an origin group), or lead ${site.name} to the primary of sites.yml first.`
      : `Correct the primary of ${site.name} in sites.yml and deploy, or correct the record; then plan again.`,
  };
}
