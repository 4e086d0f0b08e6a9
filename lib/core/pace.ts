import { type Health, isInDoubt } from './health.ts';
import type { ProbeResult } from './probe.ts';
import { stableHash } from './shard.ts';
import type { Policy } from './site.ts';
import { type EpochMs, epochMs } from './time.ts';

/** In doubt the next probe comes after this share of the interval. */
const DOUBT_SHARE = 0.5;
/** What was missed is made up for in this share of the interval. */
const CATCH_UP_SHARE = 0.5;
/** A probe off the grid is followed by the next moment of the grid that is at least so far away. */
const SPACING_SHARE = 0.4;
const JITTER_SHARE = 0.05;
const JITTER_MS_MAX = 250;

/** What to send next to an address, and how long after the previous probe was due. */
export type NextProbe = { readonly fresh: boolean; readonly afterMs: number };

/**
 * A pooled failure is confirmed at once on a fresh connection. While health and run disagree every
 * probe is fresh and comes sooner, since a verdict is only a few probes away. Otherwise one in
 * `freshEvery` is fresh, so that a dead listener cannot hide behind sockets that it still serves.
 * `pooledInARow` counts the pooled probes since the last fresh one, the latest included.
 */
export function nextProbe(
  health: Health,
  latest: ProbeResult,
  pooledInARow: number,
  policy: Pick<Policy, 'intervalMs' | 'freshEvery'>,
): NextProbe {
  if (!latest.fresh && latest.verdict !== 'healthy') return { fresh: true, afterMs: 0 };
  if (isInDoubt(health)) return { fresh: true, afterMs: policy.intervalMs * DOUBT_SHARE };
  const isFreshDue = health.status !== 'healthy' || pooledInARow + 1 >= policy.freshEvery;
  return { fresh: isFreshDue, afterMs: policy.intervalMs };
}

/** The moments at which an address is due, on the monotonic clock. */
export type Grid = { readonly anchorMs: number; readonly intervalMs: number };

/**
 * When that next probe is due. A moment that was missed is missed: the next one of the grid counts,
 * so that slow answers cause no drift and a stalled window sends no burst. Only in doubt is a late
 * probe sent at once.
 */
export function nextDueMs(grid: Grid, dueAtMs: number, { afterMs }: NextProbe, nowMs: number) {
  if (afterMs < grid.intervalMs) return Math.max(dueAtMs + afterMs, nowMs);
  const earliestMs = Math.max(dueAtMs + afterMs * SPACING_SHARE, nowMs);
  const steps = Math.ceil((earliestMs - grid.anchorMs) / grid.intervalMs);
  return grid.anchorMs + steps * grid.intervalMs;
}

/**
 * Time until the grid's next moment. Every address has its own phase in the interval, and the grid is
 * tied to the clock, so that targets are spread evenly and successive windows are on the same grid.
 */
export const untilGridMs = (key: string, intervalMs: number, now: EpochMs): number =>
  (((stableHash(key) - now) % intervalMs) + intervalMs) % intervalMs;

/** The first probe of a window. */
export type FirstProbe = {
  readonly delayMs: number;
  /** How long ago the moment was that it makes up for; 0 when its moment is still to come. */
  readonly overdueMs: number;
};

/**
 * When the first probe of a window is due: at the first moment of the grid from `lookedUntil` on, when
 * the last window stopped. Moments that fell between the two windows are made up for, in the order
 * and nearly at the pace in which they were missed, so that a thousand of them are no burst. In doubt
 * or unknown the grid is twice as dense; who was never looked at is overdue from the beginning.
 */
export function firstProbe(
  key: string,
  health: Health | undefined,
  {
    intervalMs,
    lookedUntil,
  }: { readonly intervalMs: number; readonly lookedUntil: EpochMs | null },
  now: EpochMs,
): FirstProbe {
  const isSettled = health !== undefined && !isInDoubt(health);
  const stepMs = isSettled ? intervalMs : intervalMs * DOUBT_SHARE;
  if (lookedUntil === null) return { delayMs: untilGridMs(key, stepMs, now), overdueMs: stepMs };
  const since = epochMs(Math.min(lookedUntil, now));
  const holeMs = now - since;
  const afterMs = untilGridMs(key, stepMs, since);
  if (afterMs >= holeMs) return { delayMs: afterMs - holeMs, overdueMs: 0 };
  const paceShare = Math.min(1, (stepMs * CATCH_UP_SHARE) / Math.min(holeMs, stepMs));
  return { delayMs: afterMs * paceShare, overdueMs: holeMs - afterMs };
}

/** A probe comes up to so much later than the grid says, by chance, so that it keeps step with nothing. */
export const jitterMsMax = (intervalMs: number): number =>
  Math.min(intervalMs * JITTER_SHARE, JITTER_MS_MAX);
