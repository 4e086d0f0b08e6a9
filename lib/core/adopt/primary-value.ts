import { canonicalAddress, isIpv6 } from '../canonical-address.ts';
import { plainLoadBalancerName } from '../load-balancer-name.ts';
import type { Site } from '../site.ts';
import { listed } from '../verify/check.ts';
import { isCloudFront } from '../verify/pair.ts';
import type { AliasTarget, RecordSet } from '../verify/snapshot.ts';
import type { Block } from './plan.ts';

/**
 * Why a record does not lead to the primary of sites.yml, which is the one that is watched; null when
 * it does. A records must be exactly its IPv4 addresses; AAAA records may be some of its IPv6 ones.
 */
export function valueBlock(site: Site, record: RecordSet, secondary: AliasTarget): Block | null {
  const { where } = site.primary;
  if (isCloudFront(record) && secondary.hostedZoneId === record.alias?.hostedZoneId)
    return twoDistributions(site, record);
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

function loadBalancerBlock(site: Site, record: RecordSet, dnsName: string): Block | null {
  if (record.alias === null) return differs(site, record, dnsName);
  const isSame = plainLoadBalancerName(record.alias.dnsName) === plainLoadBalancerName(dnsName);
  return isSame ? null : elsewhere(site, record, dnsName);
}

/**
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html: failover aliases cannot lead to
 * CloudFront on both sides.
 */
const twoDistributions = (site: Site, { type, alias }: RecordSet): Block => ({
  id: 'two-distributions',
  site: site.name,
  what: `the ${type} record is an alias to ${alias?.dnsName}, and the secondary is behind CloudFront, too: a name can belong to one distribution only, so the secondary's could never have ${site.name}`,
  mend: `Give the distribution of ${site.name} an origin group with the bucket as its second origin: then CloudFront itself fails over. Or lead ${site.name} past CloudFront to the primary first.`,
});

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
      ? `${target}, in front of whatever the primary is; sites.yml has ${expected}, which is what the health checks watch`
      : `${target}; sites.yml has ${expected}, which is what the health checks watch`,
    mend: isCloudFront(record)
      ? `Let CloudFront fail over by itself (an origin group), or lead ${site.name} to the primary of sites.yml first.`
      : `Correct the primary of ${site.name} in sites.yml and deploy, or correct the record; then plan again.`,
  };
}
