import { HEALTHY_SHARE } from '../core/checkers.ts';
import type { HealthCheck } from '../core/verify/snapshot.ts';

/** What one checker has concluded about one endpoint, and the run of equal results it is on. */
export type CheckerState = {
  readonly isHealthy: boolean;
  readonly run: { readonly isHealthy: boolean; readonly length: number };
};

/** Route 53's own default, for a check that names no threshold. */
const FAILURE_THRESHOLD_DEFAULT = 3;

/** A checker without data says healthy, so that a new check does not fail over; inverted, that is unhealthy. */
export const newChecker = (isHealthy = true): CheckerState => ({
  isHealthy,
  run: { isHealthy, length: 0 },
});

/** Follows one result: as many equal results in a row as the threshold says change the conclusion, either way. */
export function followChecker(
  state: CheckerState,
  isHealthy: boolean,
  failureThreshold: number | null,
): CheckerState {
  const length = state.run.isHealthy === isHealthy ? state.run.length + 1 : 1;
  const isReached = length >= (failureThreshold ?? FAILURE_THRESHOLD_DEFAULT);
  return { isHealthy: isReached ? isHealthy : state.isHealthy, run: { isHealthy, length } };
}

/** The share of checkers that say healthy, before inversion; a check without checkers has no data, so 1. */
export const healthyShare = (checkers: readonly CheckerState[]): number =>
  checkers.length === 0
    ? 1
    : checkers.filter(({ isHealthy }) => isHealthy).length / checkers.length;

type Check = Pick<HealthCheck, 'type' | 'inverted' | 'disabled' | 'childIds' | 'healthThreshold'>;

/**
 * Whether Route 53 calls the check healthy. A disabled check counts as healthy, then inversion is
 * applied; so disabled and inverted is unhealthy
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html).
 */
export function isCheckHealthy(
  check: Check,
  checkers: readonly CheckerState[],
  isChildHealthy: (id: string) => boolean,
): boolean {
  const isHealthy =
    check.disabled ||
    (check.type === 'CALCULATED'
      ? check.childIds.filter(isChildHealthy).length >= (check.healthThreshold ?? 0)
      : healthyShare(checkers) > HEALTHY_SHARE);
  return isHealthy !== check.inverted;
}
