import type { Served } from '../failover.ts';
import type { HealthStatus } from '../probing/health.ts';
import type { EpochMs } from '../time.ts';

/** How many of Route 53's checkers find the primary healthy, when they were last asked. */
export type CheckersSeen = {
  readonly healthy: number;
  readonly total: number;
  readonly at: EpochMs;
};

/** What the failover function saw last, for whoever tells people and cannot look for themselves. */
export type Seen = {
  readonly at: EpochMs;
  readonly served: Served;
  readonly secondary: HealthStatus;
  /** Null where they were never asked, or could not be. */
  readonly checkers: CheckersSeen | null;
};

/** The record as it was while nothing is new: what is seen every minute is not written every minute. */
export const isSameView = (before: Seen | null, now: Pick<Seen, 'served' | 'secondary'>): boolean =>
  before !== null && before.served === now.served && before.secondary === now.secondary;
