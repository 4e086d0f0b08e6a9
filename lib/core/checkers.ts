import type { CheckerObservation } from './verify/snapshot.ts';

/** More than this share of the checkers makes a check healthy, and an inverted one unhealthy. */
export const HEALTHY_SHARE = 0.18;

/**
 * Whether enough checkers see an answer for Route 53 to call the check healthy: 3 of 16. For the
 * switch check, which is inverted, that means a failover. Null without checkers.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export function isHealthyByCheckers(checkers: readonly CheckerObservation[]): boolean | null {
  if (checkers.length === 0) return null;
  const seeing = checkers.filter(({ isHealthy }) => isHealthy).length;
  return seeing / checkers.length > HEALTHY_SHARE;
}
