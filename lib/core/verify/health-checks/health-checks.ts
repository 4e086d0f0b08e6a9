import type { Site } from '../../site.ts';
import { type Check, fail, judgeAll, listed, pass, unreadable, warn } from '../check.ts';
import type { Finding } from '../finding.ts';
import { pairOf } from '../pair.ts';
import type { HealthCheck, RecordSet, Snapshot } from '../snapshot.ts';
import type { HealthChecksView } from '../views.ts';
import { CHECKER_CHECKS } from './checkers-check.ts';
import { ENDPOINT_CHECKS } from './endpoint-check.ts';
import { REQUEST_CHECKS } from './endpoint-request.ts';
import { EXISTING_CHECKS } from './existing-check.ts';
import { SETTING_CHECKS } from './settings-check.ts';
import { STRING_MATCH_CHECKS } from './string-match.ts';
import { isSwitch, SWITCH_CHECKS } from './switch-check.ts';

/** Whether the health checks on the primary will make Route 53 fail over, by itself and by the switch. */
export function verifyHealthChecks(site: Site, snapshot: Snapshot): Finding[] {
  const { records, healthChecks } = snapshot;
  if (!records.ok) return [notReadable(site, records.why)];
  if (!healthChecks.ok) return [notReadable(site, healthChecks.why)];
  const { primary } = pairOf(site, records.value);
  if (primary === null) return [];
  return judgeAll(
    HEALTH_CHECK_CHECKS,
    healthChecksView(site, snapshot, primary, healthChecks.value),
  );
}

const exists: Check<HealthChecksView> = {
  id: 'health-checks.exists',
  severity: 'fail',
  rule: 'The health check that the PRIMARY record names exists.',
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-deleting.html',
  ],
  why: 'A record with a health check that is gone is always taken for healthy: the failover never comes.',
  judge: ({ site, primary, top }) => {
    if (primary.healthCheckId === null) return null;
    return top === null
      ? fail(
          `health check ${primary.healthCheckId} does not exist${site.zoneRoleArn === null ? '' : ' in the account of the stack'}`,
          `Deploy to create the health checks, then attach the new one to the PRIMARY record of ${site.name}.`,
        )
      : pass(`health check ${top.id} of type ${top.type}`);
  },
};

const childrenExist: Check<HealthChecksView> = {
  id: 'health-checks.children-exist',
  severity: 'fail',
  rule: 'Every child of the calculated check exists.',
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html',
  ],
  why: 'Without the child nobody watches its half: either the primary itself, or the switch.',
  judge: ({ top, missingIds }) => {
    if (top?.type !== 'CALCULATED') return null;
    return missingIds.length === 0
      ? pass(`${top.childIds.length} children: ${listed(top.childIds)}`)
      : fail(
          `child ${listed(missingIds)} of ${top.id} does not exist`,
          `aws route53 update-health-check --health-check-id ${top.id} --child-health-checks ID ID, with the checks that exist.`,
        );
  },
};

const threshold: Check<HealthChecksView> = {
  id: 'health-checks.threshold',
  severity: 'fail',
  rule: 'The calculated check wants the switch and one address: one vote more than the switch has, so that neither the switch nor the addresses reach the threshold alone. With one check of each that is "all of". Threshold 0 is always healthy, one above the number of children never.',
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html',
  ],
  why: 'With a lower threshold an unhealthy child is outvoted and visitors stay on the broken primary; with a higher one they never get the primary.',
  judge: ({ top, endpoints, switches, missingIds }) => {
    if (top?.type !== 'CALCULATED' || missingIds.length > 0 || endpoints.length === 0) return null;
    const votes = top.healthThreshold ?? 0;
    const seen = `${votes} of ${top.childIds.length} children must be healthy: ${endpoints.length} on the primary, ${switches.length} on the switch`;
    const isBroken =
      votes <= switches.length ||
      votes > top.childIds.length ||
      (switches.length > 0 && votes <= endpoints.length);
    if (isBroken) return fail(seen, setThreshold(top.id, endpoints.length, switches.length));
    return votes === switches.length + 1
      ? pass(seen)
      : warn(
          seen,
          setThreshold(top.id, endpoints.length, switches.length),
          'One unhealthy address fails over although visitors could still use the others.',
        );
  },
};

export const HEALTH_CHECK_CHECKS: readonly Check<HealthChecksView>[] = [
  exists,
  childrenExist,
  threshold,
  ...EXISTING_CHECKS,
  ...ENDPOINT_CHECKS,
  ...REQUEST_CHECKS,
  ...STRING_MATCH_CHECKS,
  ...SWITCH_CHECKS,
  ...SETTING_CHECKS,
  ...CHECKER_CHECKS,
];

function healthChecksView(
  site: Site,
  snapshot: Snapshot,
  primary: RecordSet,
  checks: readonly HealthCheck[],
): HealthChecksView {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const top = byId.get(primary.healthCheckId ?? '') ?? null;
  const leaves =
    top?.type === 'CALCULATED'
      ? top.childIds.flatMap((id) => byId.get(id) ?? [])
      : top === null
        ? []
        : [top];
  return {
    site,
    snapshot,
    primary,
    top,
    endpoints: leaves.filter((check) => !isSwitch(site, check)),
    switches: leaves.filter((check) => isSwitch(site, check)),
    missingIds: top?.childIds.filter((id) => !byId.has(id)) ?? [],
  };
}

const notReadable = (site: Site, why: string): Finding =>
  unreadable(
    'health-checks',
    `the health checks of ${site.name} could not be read: ${why}`,
    'aws route53 list-health-checks shows whether they can be read with these credentials.',
  );

/** With fewer checks on the switch than on the primary no threshold is right: deploying makes the checks. */
const setThreshold = (id: string, endpoints: number, switches: number): string =>
  switches > 0 && switches < endpoints
    ? `Deploy to create ${endpoints} checks on the switch, as many as there are addresses.`
    : `aws route53 update-health-check --health-check-id ${id} --health-threshold ${switches + 1}`;
