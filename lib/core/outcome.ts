import type { Evidence } from './failover.ts';
import { isSettled } from './flip.ts';
import type { OrderRuling } from './order.ts';
import type { Target } from './site.ts';

/**
 * What came of an order. `not-yet-served`: it is begun, and the name servers have not followed in the
 * time that there was. `served-without-flip`: visitors get the target all the same, because Route 53
 * moved by itself, and the switch does not keep them there.
 */
export type FlipOutcome =
  | 'flipped'
  | 'already'
  | 'not-yet-served'
  | 'served-without-flip'
  | 'blocked'
  | 'would-flip'
  | 'superseded';

export function outcomeOf(
  target: Target,
  ruling: OrderRuling['kind'],
  latest: Evidence,
  isDryRun: boolean,
): FlipOutcome {
  if (ruling === 'begun' && isDryRun) return 'would-flip';
  // The switch stands there, but not for long: a flip the other way or a drill is under way.
  if (ruling === 'blocked' && latest.switched === target) return 'blocked';
  if (isSettled(latest, target)) return ruling === 'begun' ? 'flipped' : 'already';
  if (ruling !== 'begun' && latest.served === target) return 'served-without-flip';
  return ruling === 'blocked' ? 'blocked' : 'not-yet-served';
}
