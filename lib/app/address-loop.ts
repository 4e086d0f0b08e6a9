import { type Health, UNKNOWN_HEALTH } from '../core/health.ts';
import { firstProbeDelayMs, nextProbe } from '../core/pace.ts';
import type { Endpoint, ProbeResult } from '../core/probe.ts';
import type { Policy } from '../core/site.ts';
import type { Now, Probe, Sleep } from '../core/world.ts';

export type AddressLoopDeps = {
  readonly probe: Probe;
  readonly now: Now;
  /** Milliseconds on a monotonic clock: a stepped wall clock must not stop or hurry the probes. */
  readonly elapsed: () => number;
  readonly sleep: Sleep;
};

export type AddressLoop = {
  readonly endpoint: Endpoint;
  readonly policy: Pick<Policy, 'intervalMs' | 'freshEvery'>;
  /** Health when the window began. */
  readonly health: Health | undefined;
  /** Ends the loop: the window is over, or somebody else has taken the site. */
  readonly signal: AbortSignal;
  /** When the window is over, on the monotonic clock; absent when nothing but the signal ends it. */
  readonly endsAtMs?: number;
  /** Takes the result in and answers with the health that follows from it. */
  readonly onResult: (result: ProbeResult) => Health;
};

/**
 * Probes one address until the signal comes. Each probe is due on a grid, whatever the last one
 * took, so that slow answers cause no drift; a probe that missed its moment is sent at once and the
 * grid starts there.
 */
export async function probeAddress(deps: AddressLoopDeps, loop: AddressLoop): Promise<void> {
  const { endpoint, policy, signal } = loop;
  const key = `${endpoint.hostname} ${endpoint.address}`;
  const beganAt = deps.elapsed();
  const timing = {
    intervalMs: policy.intervalMs,
    waitMsMax: (loop.endsAtMs ?? Number.POSITIVE_INFINITY) - beganAt - endpoint.expect.withinMs,
  };
  let dueAt = beganAt + firstProbeDelayMs(key, loop.health, timing, deps.now());
  let fresh = true;
  let pooledInARow = 0;
  let health = loop.health ?? UNKNOWN_HEALTH;
  for (;;) {
    await deps.sleep(dueAt - deps.elapsed(), signal);
    if (signal.aborted) return;
    const result = await deps.probe(endpoint, { fresh, signal });
    if (signal.aborted && result.verdict === 'inconclusive') return;
    health = loop.onResult(result);
    pooledInARow = result.fresh ? 0 : pooledInARow + 1;
    const next = nextProbe(health, result, pooledInARow, policy);
    fresh = next.fresh;
    dueAt = Math.max(dueAt + next.afterMs, deps.elapsed());
  }
}
