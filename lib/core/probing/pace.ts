import type { Policy } from '../site.ts';
import { type EpochMs, epochMs } from '../time.ts';
import { type Health, isInDoubt } from './health.ts';
import type { ProbeResult } from './probe.ts';
import { stableHash } from './shard.ts';

/** In doubt the next probe comes after this share of the interval, but not in less than a moment. */
const DOUBT_SHARE = 0.25;
const DOUBT_MS_MIN = 500;
/** A probe is silent when it has not been answered within the longest of these. */
const SILENCE_SHARE_OF_WITHIN = 0.25;
const SILENCE_SHARE_OF_INTERVAL = 0.1;
const SILENCE_TIMES_USUAL = 2;
/** However slow the target usually is. */
const SILENCE_SHARE_OF_WITHIN_MAX = 0.6;
/** Who was never judged is probed so much sooner: soon known, and a thousand of them are no burst. */
const UNKNOWN_SHARE = 0.5;
/** What was missed is made up for in this share of the interval. */
const CATCH_UP_SHARE = 0.5;
/** A probe off the grid is followed by the next moment of the grid that is at least so far away. */
const SPACING_SHARE = 0.2;
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
  if (health.status === 'unknown')
    return { fresh: true, afterMs: policy.intervalMs * UNKNOWN_SHARE };
  if (isInDoubt(health)) return { fresh: true, afterMs: doubtMs(policy.intervalMs) };
  const isFreshDue = health.status !== 'healthy' || pooledInARow + 1 >= policy.freshEvery;
  return { fresh: isFreshDue, afterMs: policy.intervalMs };
}

/**
 * How quickly a doubt is followed up: several times in an interval, but slowly enough that the
 * failures of a verdict span an outage and not a hiccup (a server that is restarted, for example).
 */
export const doubtMs = (intervalMs: number): number =>
  Math.min(intervalMs / 2, Math.max(DOUBT_MS_MIN, intervalMs * DOUBT_SHARE));

/**
 * After so long without an answer a probe counts as silent: the next one is sent beside it, on a
 * connection of its own, because waiting for each deadline in turn would make a silent death the
 * one that is found last. It grows with what the target usually takes, so that a slow one is not
 * asked twice, and with the interval, so that a calm monitor stays calm.
 */
export const silenceMs = (intervalMs: number, withinMs: number, usualMs: number): number =>
  Math.max(
    intervalMs * SILENCE_SHARE_OF_INTERVAL,
    withinMs * SILENCE_SHARE_OF_WITHIN,
    Math.min(usualMs * SILENCE_TIMES_USUAL, withinMs * SILENCE_SHARE_OF_WITHIN_MAX),
  );

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
 * and nearly at the pace in which they were missed, so that a thousand of them are no burst. For
 * the unknown and, more so, for a doubt the grid is denser; who was never looked at is overdue from
 * the beginning.
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
  const stepMs = firstStepMs(health, intervalMs);
  if (lookedUntil === null) return { delayMs: untilGridMs(key, stepMs, now), overdueMs: stepMs };
  const since = epochMs(Math.min(lookedUntil, now));
  const holeMs = now - since;
  const afterMs = untilGridMs(key, stepMs, since);
  if (afterMs >= holeMs) return { delayMs: afterMs - holeMs, overdueMs: 0 };
  const paceShare = Math.min(1, (stepMs * CATCH_UP_SHARE) / Math.min(holeMs, stepMs));
  return { delayMs: afterMs * paceShare, overdueMs: holeMs - afterMs };
}

function firstStepMs(health: Health | undefined, intervalMs: number): number {
  if (health === undefined || health.status === 'unknown') return intervalMs * UNKNOWN_SHARE;
  return isInDoubt(health) ? Math.min(DOUBT_MS_MIN, intervalMs / 2) : intervalMs;
}

/** A probe comes up to so much later than the grid says, by chance, so that it keeps step with nothing. */
export const jitterMsMax = (intervalMs: number): number =>
  Math.min(intervalMs * JITTER_SHARE, JITTER_MS_MAX);
