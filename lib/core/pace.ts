import { type Health, isInDoubt } from './health.ts';
import type { ProbeResult } from './probe.ts';
import { stableHash } from './shard.ts';
import type { Policy } from './site.ts';
import type { EpochMs } from './time.ts';

/** In doubt the next probe comes after this share of the interval. */
const DOUBT_SHARE = 0.5;

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

/**
 * When the first probe of a window is due. Every address has its own phase in the interval, and the
 * grid is tied to the clock, so that targets are spread evenly and successive windows go on where
 * the last one stopped. Who is in doubt or unknown does not wait; nor does who would have to wait for
 * longer than `waitMsMax`, until the window is over: its moment falls between two windows every time.
 */
export function firstProbeDelayMs(
  key: string,
  health: Health | undefined,
  { intervalMs, waitMsMax }: { readonly intervalMs: number; readonly waitMsMax: number },
  now: EpochMs,
): number {
  if (health === undefined || isInDoubt(health)) return 0;
  const phaseMs = stableHash(key) % intervalMs;
  const delayMs = (((phaseMs - now) % intervalMs) + intervalMs) % intervalMs;
  return delayMs > waitMsMax ? 0 : delayMs;
}
