import type { Site } from '../../site.ts';
import { type Check, fail, listed, pass } from '../check.ts';
import { DEPLOY_COMMAND } from '../mends.ts';
import type { HealthCheck } from '../snapshot.ts';
import type { HealthChecksView } from '../views.ts';

const existing: Check<HealthChecksView> = {
  id: 'health-checks.existing',
  severity: 'fail',
  rule: 'A health check that sites.yml names exists in the account of the stack, is an endpoint check, and is a child of the calculated check. A calculated check cannot contain another one, and of an alarm or a routing control no checker tells whether it is healthy before it decides.',
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html',
    'https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHealthCheckStatus.html',
  ],
  why: 'Route 53 does not watch the primary as sites.yml says: an outage while Understudy is dead leaves visitors with errors.',
  judge: ({ site, top, snapshot: { healthChecks } }) => {
    const ids = site.primary.healthCheckIds;
    if (ids.length === 0 || !healthChecks.ok) return null;
    const found = healthChecks.value.filter(({ id }) => ids.includes(id));
    const missing = ids.filter((id) => !found.some((check) => check.id === id));
    if (missing.length > 0)
      return fail(
        `there is no health check ${listed(missing)} in this account`,
        `Set primary.healthCheck of ${site.name} in sites.yml to one that aws route53 list-health-checks shows, or leave it out: the stack makes its own. Then deploy.`,
      );
    const others = found.filter(({ type }) => !OF_ENDPOINTS.test(type));
    if (others.length > 0)
      return fail(
        listed(others.map(({ id, type }) => `${id} is of type ${type}`)),
        `Set primary.healthCheck of ${site.name} in sites.yml to the check on the address itself, or leave it out: the stack makes its own. Then deploy.`,
      );
    if (top?.type !== 'CALCULATED') return null;
    const outside = found.filter(({ id }) => !top.childIds.includes(id));
    return outside.length === 0
      ? pass(`${idsOf(found)} is a child of ${top.id}`)
      : fail(`${idsOf(outside)} is not a child of ${top.id}`, `Deploy: ${DEPLOY_COMMAND}`);
  },
};

export const EXISTING_CHECKS: readonly Check<HealthChecksView>[] = [existing];

/** Whether the check was there before the stack, so that others may rely on how it is. */
export const isExisting = ({ primary }: Site, { id }: Pick<HealthCheck, 'id'>): boolean =>
  primary.healthCheckIds.includes(id);

/** How to be rid of a check that others may rely on, without changing it. */
export const ownCheckMend = ({ name }: Site): string =>
  `leave primary.healthCheck of ${name} out of sites.yml and deploy, and the stack makes its own`;

const OF_ENDPOINTS = /^(HTTPS?(_STR_MATCH)?|TCP)$/;

const idsOf = (checks: readonly HealthCheck[]): string => listed(checks.map(({ id }) => id));
