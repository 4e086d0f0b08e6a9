import type { Site } from '../../site.ts';
import type { HealthCheck } from '../snapshot.ts';
import { isSwitch } from './switch-check.ts';

/** Route 53 has five calls a second for the whole account, and means these for diagnosis. */
const ENDPOINTS_MAX = 3;
/** A verification is made every few minutes: each address gets its turn. */
const TURN_MS = 300_000;

/**
 * IDs of the checks whose checkers are asked in one verification: one of the switch, since all of them
 * watch the same object, and up to three of the addresses, by turns.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHealthCheckStatus.html
 */
export function checkersToAsk(
  site: Site,
  checks: readonly Omit<HealthCheck, 'checkers'>[],
  nowMs: number,
): readonly string[] {
  const leaves = checks.filter(({ type }) => type !== 'CALCULATED');
  const isOfSwitch = (check: Omit<HealthCheck, 'checkers'>) =>
    isSwitch(site, { ...check, checkers: null });
  const endpoints = leaves.filter((check) => !isOfSwitch(check));
  const [first] = leaves.filter(isOfSwitch);
  const turn = endpoints.length <= ENDPOINTS_MAX ? 0 : Math.floor(nowMs / TURN_MS);
  const chosen = endpoints
    .slice(0, ENDPOINTS_MAX)
    .flatMap((_, index) => endpoints[(turn * ENDPOINTS_MAX + index) % endpoints.length] ?? []);
  return [...chosen, ...(first === undefined ? [] : [first])].map(({ id }) => id);
}
