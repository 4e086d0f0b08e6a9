import { type Check, fail, listed, pass, warn } from '../check.ts';
import type { HealthCheck } from '../snapshot.ts';
import type { HealthChecksView } from '../views.ts';

const enabled: Check<HealthChecksView> = {
  id: 'health-checks.enabled',
  severity: 'fail',
  rule: 'No check is disabled: a disabled check counts as healthy, and inverted as unhealthy, for ever.',
  sources: ['https://docs.aws.amazon.com/Route53/latest/APIReference/API_UpdateHealthCheck.html'],
  why: 'A disabled check looks at nothing: the failover never comes, or if it is inverted it never ends.',
  judge: ({ top, endpoints, switches }) => {
    if (top === null) return null;
    const disabled = unique([top, ...endpoints, ...switches]).filter((check) => check.disabled);
    return disabled.length === 0
      ? pass('no health check is disabled')
      : fail(`${idsOf(disabled)} is disabled`, updateEach(disabled, '--no-disabled'));
  },
};

const notInverted: Check<HealthChecksView> = {
  id: 'health-checks.not-inverted',
  severity: 'fail',
  rule: 'Neither the endpoint check nor the calculated check is inverted; only the switch is.',
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html',
  ],
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

const quick: Check<HealthChecksView> = {
  id: 'health-checks.speed',
  severity: 'warn',
  rule: 'Checks are quick: every 10 seconds, believed after at most 3 failures. The interval of a check cannot be changed once it exists.',
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html',
  ],
  why: 'Visitors get errors for as long as the checks take to believe in an outage: about 30 s at best, minutes at worst.',
  judge: ({ endpoints, switches }) => {
    const checks = [...endpoints, ...switches].filter((check) => check.intervalSeconds !== null);
    if (checks.length === 0) return null;
    const slow = checks.filter(
      ({ intervalSeconds, failureThreshold }) =>
        (intervalSeconds ?? 0) > INTERVAL_SECONDS_MAX ||
        (failureThreshold ?? FAILURES_DEFAULT) > FAILURES_MAX,
    );
    return slow.length === 0
      ? pass(listed(checks.map(speedOf)))
      : warn(
          listed(slow.map(speedOf)),
          `Set the failure threshold to ${FAILURES_MAX} (aws route53 update-health-check --failure-threshold ${FAILURES_MAX}); a shorter interval needs a new check.`,
        );
  },
};

const regions: Check<HealthChecksView> = {
  id: 'health-checks.regions',
  severity: 'fail',
  rule: 'A check runs from at least 3 regions, or from all of them when none is named.',
  sources: ['https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html'],
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

export const SETTING_CHECKS: readonly Check<HealthChecksView>[] = [
  enabled,
  notInverted,
  quick,
  regions,
];

const INTERVAL_SECONDS_MAX = 10;
const FAILURES_MAX = 3;
/** What Route 53 takes where nothing is said. */
const FAILURES_DEFAULT = 3;
const REGIONS_MIN = 3;

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

const idsOf = (checks: readonly HealthCheck[]): string => listed(checks.map(({ id }) => id));

const speedOf = ({ id, intervalSeconds, failureThreshold }: HealthCheck): string =>
  `${id} every ${intervalSeconds} s, believed after ${failureThreshold ?? FAILURES_DEFAULT}`;

const updateEach = (checks: readonly HealthCheck[], option: string): string =>
  checks
    .map(({ id }) => `aws route53 update-health-check --health-check-id ${id} ${option}`)
    .join(' && ');
