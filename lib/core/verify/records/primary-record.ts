import { canonicalAddress, isIpv6 } from '../../canonical-address.ts';
import { plainLoadBalancerName } from '../../load-balancer-name.ts';
import type { Site } from '../../site.ts';
import { type Check, fail, type Judgement, listed, pass, warn } from '../check.ts';
import { isCloudFront, LEADING_TYPES } from '../pair.ts';
import type { RecordSet } from '../snapshot.ts';
import type { RecordsView } from '../views.ts';

const primaryHasHealthCheck: Check<RecordsView> = {
  id: 'records.primary-has-health-check',
  severity: 'fail',
  rule: 'Something tells Route 53 that the primary is unhealthy: a health check on the record, or for an alias the health of its target.',
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html',
  ],
  why: 'Without it Route 53 always takes the primary for healthy and never sends visitors to the secondary.',
  judge: ({ site, primary }) => {
    if (primary === null) return null;
    if (primary.healthCheckId !== null) return pass(`health check ${primary.healthCheckId}`);
    if (primary.alias?.evaluateTargetHealth === true) return pass('EvaluateTargetHealth is on');
    return primary.alias === null || isCloudFront(primary)
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

const primaryValue: Check<RecordsView> = {
  id: 'records.primary-value',
  severity: 'fail',
  rule: 'The PRIMARY record answers with the primary that sites.yml names, and with nothing else.',
  sources: [],
  why: 'Understudy probes the primary of sites.yml: if visitors are sent elsewhere, nobody watches what they get.',
  judge: ({ site, primary }) => {
    if (primary === null) return null;
    const { where } = site.primary;
    return where.kind === 'addresses'
      ? judgeAddresses(site, primary, where.addresses)
      : judgeLoadBalancer(site, primary, where.dnsName);
  },
};

const evaluatesTarget: Check<RecordsView> = {
  id: 'records.primary-evaluates-target',
  severity: 'warn',
  rule: 'A PRIMARY record that is an alias has EvaluateTargetHealth on, as failover aliases must, but for CloudFront, where it cannot be.',
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html',
    'https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html',
  ],
  why: 'Route 53 does not ask the load balancer whether anything behind it is healthy: visitors go on to it when nothing is.',
  judge: ({ site, primary }) => {
    if (primary?.alias == null || isCloudFront(primary)) return null;
    if (primary.alias.evaluateTargetHealth) return pass('EvaluateTargetHealth is on');
    return primary.healthCheckId === null
      ? null
      : warn(
          `EvaluateTargetHealth is off for the alias to ${primary.alias.dnsName}`,
          `Set EvaluateTargetHealth to true on the PRIMARY record of ${site.name}.`,
        );
  },
};

const ttl: Check<RecordsView> = {
  id: 'records.ttl',
  severity: 'warn',
  rule: 'Failover records live 60 seconds or less in the caches of resolvers, those of AAAA and HTTPS pairs too. An alias has the TTL of its target, which AWS keeps short.',
  sources: ['https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/best-practices-dns.html'],
  why: 'Resolvers go on answering with the broken primary until the TTL is over, however quick the failover is.',
  judge: ({ site, primary, records }) => {
    if (primary === null) return null;
    const long = records.filter(
      ({ type, failover, ttlSeconds }) =>
        failover !== null && LEADING_TYPES.includes(type) && (ttlSeconds ?? 0) > TTL_SECONDS_MAX,
    );
    if (long.length > 0)
      return warn(
        listed(long.map(({ type, ttlSeconds }) => `TTL of ${ttlSeconds} s on ${type}`)),
        `Set the TTL of the failover records of ${site.name} to ${TTL_SECONDS_MAX}.`,
      );
    return primary.ttlSeconds === null
      ? pass('an alias: the TTL is that of its target')
      : pass(`TTL of ${primary.ttlSeconds} s`);
  },
};

export const PRIMARY_RECORD_CHECKS: readonly Check<RecordsView>[] = [
  primaryHasHealthCheck,
  primaryValue,
  evaluatesTarget,
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

function judgeLoadBalancer(site: Site, primary: RecordSet, dnsName: string): Judgement {
  const target = primary.alias === null ? null : plainLoadBalancerName(primary.alias.dnsName);
  const expected = plainLoadBalancerName(dnsName);
  const seen =
    target === null
      ? `${listed(primary.values)}, not an alias; sites.yml names ${expected}`
      : `an alias to ${target}; sites.yml names ${expected}`;
  return target === expected ? pass(seen) : wrongPrimary(site, seen);
}

const wrongPrimary = (site: Site, seen: string): Judgement =>
  fail(seen, `Correct the primary of ${site.name} in sites.yml, or its PRIMARY record.`);
