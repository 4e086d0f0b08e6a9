import { HEALTHY_SHARE } from '../checkers.ts';
import { type Check, fail, listed, pass, unknown, warn } from './check.ts';
import type { HealthCheck } from './snapshot.ts';
import type { HealthChecksView } from './views.ts';

/**
 * No check is disabled: a disabled check counts as healthy, and inverted as unhealthy, for ever.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_UpdateHealthCheck.html
 */
const enabled: Check<HealthChecksView> = {
  id: 'health-checks.enabled',
  why: 'A disabled check looks at nothing: the failover never comes, or if it is inverted it never ends.',
  judge: ({ top, endpoints, switches }) => {
    if (top === null) return null;
    const disabled = unique([top, ...endpoints, ...switches]).filter((check) => check.disabled);
    return disabled.length === 0
      ? pass('no health check is disabled')
      : fail(`${idsOf(disabled)} is disabled`, updateEach(disabled, '--no-disabled'));
  },
};

/**
 * Neither the endpoint check nor the calculated check is inverted; only the switch is.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
 */
const notInverted: Check<HealthChecksView> = {
  id: 'health-checks.not-inverted',
  why: 'Inverted, a healthy primary counts as unhealthy: visitors get the secondary on every good day and errors on every bad one.',
  judge: ({ top, endpoints, switches }) => {
    if (top === null) return null;
    const inverted = unique([top, ...endpoints]).filter(
      (check) => check.inverted && !switches.includes(check),
    );
    return inverted.length === 0
      ? pass('neither the endpoint check nor its parent is inverted')
      : fail(`${idsOf(inverted)} is inverted`, updateEach(inverted, '--no-inverted'));
  },
};

/**
 * Checks are quick: every 10 seconds, believed after at most 3 failures. The interval of a check
 * cannot be changed once it exists.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
 */
const quick: Check<HealthChecksView> = {
  id: 'health-checks.speed',
  why: 'Visitors get errors for as long as the checks take to believe in an outage: about 30 s at best, minutes at worst.',
  judge: ({ endpoints, switches }) => {
    const checks = [...endpoints, ...switches].filter((check) => check.intervalSeconds !== null);
    if (checks.length === 0) return null;
    const slow = checks.filter(
      ({ intervalSeconds, failureThreshold }) =>
        (intervalSeconds ?? 0) > INTERVAL_SECONDS_MAX || (failureThreshold ?? 0) > FAILURES_MAX,
    );
    return slow.length === 0
      ? pass(listed(checks.map(speedOf)))
      : warn(
          listed(slow.map(speedOf)),
          `Set the failure threshold to ${FAILURES_MAX} (aws route53 update-health-check --failure-threshold ${FAILURES_MAX}); a shorter interval needs a new check.`,
        );
  },
};

/**
 * A check runs from at least 3 regions, or from all of them when none is named.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
 */
const regions: Check<HealthChecksView> = {
  id: 'health-checks.regions',
  why: 'With few places to look from, one broken network path decides for every visitor.',
  judge: ({ endpoints, switches }) => {
    const checks = [...endpoints, ...switches];
    if (checks.length === 0) return null;
    const few = checks.filter(
      (check) => check.regions.length > 0 && check.regions.length < REGIONS_MIN,
    );
    return few.length === 0
      ? pass(`each check runs from ${REGIONS_MIN} regions or more`)
      : fail(
          listed(few.map((check) => `${check.id} runs from ${listed(check.regions)}`)),
          updateEach(few, '--reset-elements Regions'),
        );
  },
};

/**
 * What Route 53's checkers see, as information: more than 18 % of them make a check healthy.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
const checkers: Check<HealthChecksView> = {
  id: 'health-checks.checkers',
  why: 'If the checkers see another primary than Understudy does, a firewall may keep them out: that ends in a failover on a good day.',
  judge: ({ endpoints }) => {
    if (endpoints.length === 0) return null;
    const unseen = endpoints.filter((check) => (check.checkers ?? []).length === 0);
    return unseen.length === 0
      ? pass(listed(endpoints.map(share)))
      : unknown(
          `no checker has reported on ${idsOf(unseen)}`,
          `aws route53 get-health-check-status --health-check-id ${unseen[0]?.id ?? ''}`,
        );
  },
};

export const SETTING_CHECKS: readonly Check<HealthChecksView>[] = [
  enabled,
  notInverted,
  quick,
  regions,
  checkers,
];

const INTERVAL_SECONDS_MAX = 10;
const FAILURES_MAX = 3;
const REGIONS_MIN = 3;

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

const idsOf = (checks: readonly HealthCheck[]): string => listed(checks.map(({ id }) => id));

const speedOf = ({ id, intervalSeconds, failureThreshold }: HealthCheck): string =>
  `${id} every ${intervalSeconds} s, believed after ${failureThreshold}`;

const updateEach = (checks: readonly HealthCheck[], option: string): string =>
  checks
    .map(({ id }) => `aws route53 update-health-check --health-check-id ${id} ${option}`)
    .join(' && ');

/** How many checkers say healthy, and what Route 53 makes of that. */
function share({ id, checkers: seen }: HealthCheck): string {
  const all = seen?.length ?? 0;
  const healthy = seen?.filter(({ isHealthy }) => isHealthy).length ?? 0;
  const verdict = healthy > all * HEALTHY_SHARE ? 'healthy' : 'unhealthy';
  return `${healthy} of ${all} checkers find ${id} healthy: to Route 53 it is ${verdict}`;
}
