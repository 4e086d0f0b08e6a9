import { canonicalAddress, isIpv6 } from '../canonical-address.ts';
import type { Site } from '../site.ts';
import { type Check, fail, type Judgement, listed, pass, warn } from './check.ts';
import type { RecordSet } from './snapshot.ts';
import type { RecordsView } from './views.ts';

/**
 * Something tells Route 53 that the primary is unhealthy: a health check on the record, or for an
 * alias the health of its target.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html
 */
const primaryHasHealthCheck: Check<RecordsView> = {
  id: 'records.primary-has-health-check',
  why: 'Without it Route 53 always takes the primary for healthy and never sends visitors to the secondary.',
  judge: ({ site, primary }) => {
    if (primary === null) return null;
    if (primary.healthCheckId !== null) return pass(`health check ${primary.healthCheckId}`);
    if (primary.alias?.evaluateTargetHealth === true) return pass('EvaluateTargetHealth is on');
    return primary.alias === null
      ? fail(
          'no health check on the PRIMARY record',
          `Attach the site's health check to the PRIMARY record of ${site.name}.`,
        )
      : fail(
          'no health check on the PRIMARY record, and EvaluateTargetHealth is off',
          `Set EvaluateTargetHealth to true on the PRIMARY record of ${site.name}.`,
        );
  },
};

/** The PRIMARY record answers with the primary that sites.yml names, and with nothing else. */
const primaryValue: Check<RecordsView> = {
  id: 'records.primary-value',
  why: 'Understudy probes the primary of sites.yml: if visitors are sent elsewhere, nobody watches what they get.',
  judge: ({ site, primary }) => {
    if (primary === null) return null;
    const { where } = site.primary;
    return where.kind === 'addresses'
      ? judgeAddresses(site, primary, where.addresses)
      : judgeLoadBalancer(site, primary, where.dnsName);
  },
};

/**
 * The PRIMARY record lives 60 seconds or less in the caches of resolvers. An alias has the TTL of
 * its target, which AWS keeps short.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/best-practices-dns.html
 */
const ttl: Check<RecordsView> = {
  id: 'records.ttl',
  why: 'Resolvers go on answering with the broken primary until the TTL is over, however quick the failover is.',
  judge: ({ site, primary }) => {
    if (primary === null) return null;
    if (primary.ttlSeconds === null) return pass('an alias: the TTL is that of its target');
    const seen = `TTL of ${primary.ttlSeconds} s`;
    return primary.ttlSeconds <= TTL_SECONDS_MAX
      ? pass(seen)
      : warn(seen, `Set the TTL of the PRIMARY record of ${site.name} to ${TTL_SECONDS_MAX}.`);
  },
};

export const PRIMARY_RECORD_CHECKS: readonly Check<RecordsView>[] = [
  primaryHasHealthCheck,
  primaryValue,
  ttl,
];

const TTL_SECONDS_MAX = 60;

/** An A record holds the IPv4 addresses; IPv6 ones belong to an AAAA pair. */
function judgeAddresses(site: Site, primary: RecordSet, addresses: readonly string[]): Judgement {
  const expected = addresses.map(canonicalAddress).filter((address) => !isIpv6(address));
  const values = primary.values.map(canonicalAddress);
  const seen =
    primary.alias === null
      ? `${listed(values)}; sites.yml names ${listed(expected)}`
      : `an alias to ${primary.alias.dnsName}; sites.yml names ${listed(expected)}`;
  const isSame =
    values.length === expected.length && values.every((value) => expected.includes(value));
  return isSame && primary.alias === null ? pass(seen) : wrongPrimary(site, seen);
}

/** The console writes `dualstack.` before a load balancer's name; it is the same load balancer. */
function judgeLoadBalancer(site: Site, primary: RecordSet, dnsName: string): Judgement {
  const target = primary.alias?.dnsName.replace(/^dualstack\./, '') ?? null;
  const expected = dnsName.toLowerCase().replace(/^dualstack\./, '');
  const seen =
    target === null
      ? `${listed(primary.values)}, not an alias; sites.yml names ${expected}`
      : `an alias to ${target}; sites.yml names ${expected}`;
  return target === expected ? pass(seen) : wrongPrimary(site, seen);
}

const wrongPrimary = (site: Site, seen: string): Judgement =>
  fail(seen, `Correct the primary of ${site.name} in sites.yml, or its PRIMARY record.`);
