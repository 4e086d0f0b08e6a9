import { type AddressLoopDeps, probeAddress } from '../../lib/app/address-loop.ts';
import { EXPECT_ANY } from '../../lib/core/expect.ts';
import { type Health, type HealthStatus, observe, UNKNOWN_HEALTH } from '../../lib/core/health.ts';
import type { Endpoint, ProbeResult } from '../../lib/core/probe.ts';
import type { Policy } from '../../lib/core/site.ts';
import { epochMs } from '../../lib/core/time.ts';

/** What a modelled target does with a probe that is sent at a moment. */
export type ModelTarget = (
  atMs: number,
  /** When the connection was opened that the probe rides on; null for a new one. */
  connectedAtMs: number | null,
) => { readonly isHealthy: boolean; readonly tookMs: number };

export type WatchPolicy = Pick<
  Policy,
  'intervalMs' | 'freshEvery' | 'failureThreshold' | 'successThreshold'
>;

/** The defaults of sites.yml, with an interval. */
export const policyEvery = (intervalMs: number): WatchPolicy => ({
  intervalMs,
  freshEvery: 10,
  failureThreshold: 3,
  successThreshold: 2,
});

/** As scheduled: every minute a window on connections of its own, and a moment to hand over in. */
const WINDOW_EVERY_MS = 60_000;
const HAND_OVER_MS = 400;
/** Far more probes than any rule sends; a simulation that gets there has a clock that stands still. */
const PROBES_PER_INTERVAL_MAX = 20;

export const WITHIN_MS = EXPECT_ANY.withinMs;

export type SimulatedWatch = {
  readonly target: ModelTarget;
  readonly policy: WatchPolicy;
  readonly startMs: number;
  readonly endMs: number;
  readonly chance: () => number;
  /** Told of each change of health, at the moment when it is known; false ends the watch. */
  readonly onChange: (status: HealthStatus, atMs: number) => boolean;
};

/**
 * Days of watching in seconds: the real loop and the real rules, window after window, on a clock
 * that jumps to the next thing that happens.
 */
export async function watchSimulated(watch: SimulatedWatch): Promise<{ probes: number }> {
  const state: State = {
    nowMs: watch.startMs,
    health: UNKNOWN_HEALTH,
    lookedUntilMs: null,
    probes: 0,
    isOver: false,
  };
  for (let beginMs = watch.startMs; beginMs < watch.endMs; beginMs += WINDOW_EVERY_MS) {
    state.nowMs = beginMs + (beginMs === watch.startMs ? 0 : HAND_OVER_MS);
    await oneWindow(watch, state, Math.min(beginMs + WINDOW_EVERY_MS, watch.endMs));
    if (state.isOver) break;
  }
  return { probes: state.probes };
}

type State = {
  nowMs: number;
  health: Health;
  lookedUntilMs: number | null;
  probes: number;
  isOver: boolean;
};

async function oneWindow(watch: SimulatedWatch, state: State, endsAtMs: number): Promise<void> {
  const over = new AbortController();
  const { lookedUntilMs } = state;
  state.lookedUntilMs = endsAtMs;
  const onResult = (result: ProbeResult): Health => {
    const before = state.health.status;
    state.health = observe(state.health, result, watch.policy);
    const { status } = state.health;
    if (status !== before && !watch.onChange(status, state.nowMs)) state.isOver = true;
    if (state.isOver) over.abort();
    return state.health;
  };
  await probeAddress(worldOf(watch, state, endsAtMs, over), {
    endpoint: ENDPOINT,
    policy: watch.policy,
    health: state.health,
    lookedUntil: lookedUntilMs === null ? null : epochMs(lookedUntilMs),
    signal: over.signal,
    onResult,
    onCutShort: (atMs) => {
      state.lookedUntilMs = atMs - 1;
    },
  });
}

/** A clock that jumps, and a prober that asks the model and remembers its one kept connection. */
function worldOf(
  watch: SimulatedWatch,
  state: State,
  endsAtMs: number,
  over: AbortController,
): AddressLoopDeps {
  const probesMax = probesMaxOf(watch);
  let connectedAtMs: number | null = null;
  const pass = (byMs: number) => {
    if (Number.isNaN(byMs)) throw new Error('the time to wait is no number');
    state.nowMs = Math.min(endsAtMs, state.nowMs + Math.max(0, byMs));
    if (state.nowMs >= endsAtMs) over.abort();
  };
  return {
    now: () => epochMs(state.nowMs),
    elapsed: () => state.nowMs,
    chance: watch.chance,
    sleep: async (durationMs) => pass(durationMs),
    probe: async (_, { fresh }) => {
      const atMs = state.nowMs;
      const ridesOn = fresh ? null : connectedAtMs;
      const { isHealthy, tookMs } = watch.target(atMs, ridesOn);
      pass(tookMs);
      state.probes += 1;
      if (state.probes > probesMax) throw new Error('the simulated clock stands still');
      if (over.signal.aborted) return resultOf('inconclusive', atMs, true);
      if (!fresh) connectedAtMs = isHealthy ? (ridesOn ?? atMs) : null;
      return resultOf(isHealthy ? 'healthy' : 'unhealthy', atMs, ridesOn === null);
    },
  };
}

const probesMaxOf = ({ startMs, endMs, policy: { intervalMs } }: SimulatedWatch): number =>
  (PROBES_PER_INTERVAL_MAX * (endMs - startMs)) / intervalMs;

const ENDPOINT: Endpoint = {
  protocol: 'http',
  address: '203.0.113.10',
  port: 80,
  path: '/health',
  hostname: 'www.example.com',
  expect: EXPECT_ANY,
};

const COMMON = {
  address: ENDPOINT.address,
  status: null,
  phasesMs: { resolve: null, connect: null, tls: null, firstByte: null, transfer: null, total: 0 },
  isSlow: false,
  certificate: null,
  firstBytes: null,
};

const FINDINGS = {
  healthy: { verdict: 'healthy', cause: null, detail: '' },
  unhealthy: { verdict: 'unhealthy', cause: 'reset', detail: '' },
  inconclusive: { verdict: 'inconclusive', cause: 'ours-aborted', detail: '' },
} as const;

const resultOf = (verdict: keyof typeof FINDINGS, atMs: number, fresh: boolean): ProbeResult => ({
  ...COMMON,
  at: epochMs(atMs),
  fresh,
  ...FINDINGS[verdict],
});
