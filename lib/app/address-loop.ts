import { type Health, UNKNOWN_HEALTH } from '../core/health.ts';
import {
  firstProbe,
  type Grid,
  jitterMsMax,
  type NextProbe,
  nextDueMs,
  nextProbe,
  untilGridMs,
} from '../core/pace.ts';
import type { Endpoint, ProbeResult } from '../core/probe.ts';
import type { Policy } from '../core/site.ts';
import type { EpochMs } from '../core/time.ts';
import type { Chance, Now, Probe, Sleep } from '../core/world.ts';

export type AddressLoopDeps = {
  readonly probe: Probe;
  readonly now: Now;
  /** Milliseconds on a monotonic clock: a stepped wall clock must not stop or hurry the probes. */
  readonly elapsed: () => number;
  readonly sleep: Sleep;
  /** For the jitter; there is none without it. */
  readonly chance?: Chance;
};

export type AddressLoop = {
  readonly endpoint: Endpoint;
  readonly policy: Pick<Policy, 'intervalMs' | 'freshEvery'>;
  /** Health when the window began. */
  readonly health: Health | undefined;
  /**
   * When the last window stopped, null when there was none: the loop goes on with the grid of all
   * windows. Without it the loop stands alone and begins at once.
   */
  readonly lookedUntil?: EpochMs | null;
  /** Ends the loop: the window is over, or somebody else has taken the site. */
  readonly signal: AbortSignal;
  /** Takes the result in and answers with the health that follows from it. */
  readonly onResult: (result: ProbeResult, sentAtMs: number) => Health | Promise<Health>;
  /** Whether a kept connection still answers where new ones fail. Moves no threshold. */
  readonly onOldConnection?: (works: boolean) => void;
  /** The signal came before the answer, or before the probe whose moment it was then. */
  readonly onCutShort?: (atMs: number) => void;
};

/**
 * Probes one address until the signal comes. Each probe is due on a grid, whatever the last one
 * took, so that slow answers cause no drift; chance delays it a little without moving the grid.
 */
export async function probeAddress(deps: AddressLoopDeps, loop: AddressLoop): Promise<void> {
  const { policy, signal } = loop;
  const { grid, firstAtMs, firstMomentMs } = gridOf(deps, loop);
  const oldConnection = oldConnectionOf(deps, loop);
  let dueAtMs = firstAtMs;
  let momentMs = firstMomentMs;
  let next: NextProbe = { fresh: true, afterMs: 0 };
  let pooledInARow = 0;
  let health = loop.health ?? UNKNOWN_HEALTH;
  for (;;) {
    await deps.sleep(dueAtMs + jitterMs(deps, next, policy) - deps.elapsed(), signal);
    if (signal.aborted && momentMs <= deps.elapsed()) loop.onCutShort?.(momentMs);
    if (signal.aborted) return;
    const sentAtMs = deps.elapsed();
    const result = await deps.probe(loop.endpoint, { fresh: next.fresh, signal });
    if (signal.aborted && result.verdict === 'inconclusive') return loop.onCutShort?.(sentAtMs);
    health = await loop.onResult(result, sentAtMs);
    pooledInARow = result.fresh ? 0 : pooledInARow + 1;
    next = nextProbe(health, result, pooledInARow, policy);
    dueAtMs = nextDueMs(grid, dueAtMs, next, deps.elapsed());
    momentMs = dueAtMs;
    await oldConnection.follow(result, dueAtMs);
  }
}

function gridOf(
  deps: AddressLoopDeps,
  { endpoint, policy: { intervalMs }, health, lookedUntil }: AddressLoop,
): { readonly grid: Grid; readonly firstAtMs: number; readonly firstMomentMs: number } {
  const beganAtMs = deps.elapsed();
  if (lookedUntil === undefined) {
    const grid = { anchorMs: beganAtMs, intervalMs };
    return { grid, firstAtMs: beganAtMs, firstMomentMs: beganAtMs };
  }
  const key = `${endpoint.hostname} ${endpoint.address}`;
  const now = deps.now();
  const anchorMs = beganAtMs + untilGridMs(key, intervalMs, now);
  const first = firstProbe(key, health, { intervalMs, lookedUntil }, now);
  const firstAtMs = beganAtMs + first.delayMs;
  return {
    grid: { anchorMs, intervalMs },
    firstAtMs,
    firstMomentMs: first.overdueMs === 0 ? firstAtMs : beganAtMs - first.overdueMs,
  };
}

/** Who is in doubt does not wait for longer than need be. */
const jitterMs = (
  { chance }: AddressLoopDeps,
  next: NextProbe,
  { intervalMs }: { readonly intervalMs: number },
) => (chance === undefined || next.afterMs < intervalMs ? 0 : chance() * jitterMsMax(intervalMs));

/** Asks on the kept connection, once in a run of failures, when the fresh probe fails where it worked. */
function oldConnectionOf(
  deps: AddressLoopDeps,
  { endpoint, signal, onOldConnection }: AddressLoop,
) {
  let worked = false;
  return {
    follow: async (latest: ProbeResult, untilMs: number): Promise<void> => {
      if (!latest.fresh) worked = latest.verdict === 'healthy';
      if (latest.verdict !== 'unhealthy' || !worked || onOldConnection === undefined) return;
      worked = false;
      const over = new AbortController();
      const ended = AbortSignal.any([signal, over.signal]);
      const time = deps.sleep(untilMs - deps.elapsed(), ended).then(() => over.abort());
      const result = await deps.probe(endpoint, { fresh: false, signal: over.signal });
      over.abort();
      await time;
      onOldConnection(!result.fresh && result.verdict === 'healthy');
    },
  };
}
