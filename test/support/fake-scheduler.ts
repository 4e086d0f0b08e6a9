import fc from 'fast-check';
import { runWindow } from '../../lib/app/window/window.ts';
import type { WindowSummary } from '../../lib/app/window/window-report.ts';
import type { Site } from '../../lib/core/site.ts';
import { type FakeProbeWorld, makeFakeProbeWorld } from './fake-probe-world.ts';

/** One invocation of the probe function. */
export type Firing = {
  /** In milliseconds after the schedule began. */
  readonly atMs: number;
  /** The function is killed so long after it began, without a word; null for one that ends by itself. */
  readonly diesAfterMs: number | null;
};

export type Played = {
  readonly summaries: readonly WindowSummary[];
  readonly failures: readonly unknown[];
  /** How long all windows together ran. */
  readonly runningMs: number;
  /** The longest that one ran. */
  readonly longestMs: number;
};

/** What is left of the function's time before the hard stop (serverless.yml, functions/handlers/probe.ts). */
export const HARD_STOP_MS = 135_000;
export const MINUTE_MS = 60_000;

/** Once a minute, anywhere inside it: what EventBridge Scheduler promises. */
export const punctual = (offsetsMs: readonly number[]): readonly Firing[] =>
  offsetsMs.map((offsetMs, minute) => ({ atMs: minute * MINUTE_MS + offsetMs, diesAfterMs: null }));

/** Anywhere inside each minute; the ends are the worst: two minutes, or no time, between two windows. */
export const anyOffsets = (minutes: number) =>
  fc.array(fc.oneof(fc.nat(MINUTE_MS - 1), fc.constantFrom(0, MINUTE_MS - 1)), {
    minLength: minutes,
    maxLength: minutes,
  });

/** A record is read or written in 50 ms, five times what DynamoDB takes on most days; chance is drawn evenly. */
export function makeScheduledWorld(): FakeProbeWorld {
  const world = makeFakeProbeWorld();
  world.storeLatencyMs = 50;
  world.latencyMs = 30;
  let draws = 0;
  const chance = () => (draws++ * GOLDEN_RATIO) % 1;
  return Object.assign(world, { deps: { ...world.deps, chance } });
}

const GOLDEN_RATIO = 0.618_033_988_75;

/** Plays a schedule, and lets the last windows come to their end. */
export async function playSchedule(
  world: FakeProbeWorld,
  sites: readonly Site[],
  firings: readonly Firing[],
): Promise<Played> {
  const beganAtMs = world.clock.elapsed();
  const summaries: WindowSummary[] = [];
  const failures: unknown[] = [];
  const ranMs: number[] = [];
  const running: Promise<void>[] = [];
  for (const { atMs, diesAfterMs } of [...firings].sort((a, b) => a.atMs - b.atMs)) {
    await world.clock.advance(beganAtMs + atMs - world.clock.elapsed());
    const startedAtMs = world.clock.elapsed();
    const life = mortal(world, diesAfterMs);
    const window = runWindow(life.deps, sites, { shard: 0, of: 1, durationMs: HARD_STOP_MS });
    const ended = window.then(
      (summary) => void summaries.push(summary),
      (error) => void failures.push(error),
    );
    running.push(
      Promise.race([ended, life.death]).then(() => {
        ranMs.push(world.clock.elapsed() - startedAtMs);
      }),
    );
  }
  await world.clock.finish(Promise.all(running));
  return {
    summaries,
    failures,
    runningMs: ranMs.reduce((sum, ms) => sum + ms, 0),
    longestMs: Math.max(...ranMs),
  };
}

/** The longest time between two probes of one address. */
export function longestGapMs({ probes }: Pick<FakeProbeWorld, 'probes'>): number {
  const latest = new Map<string, number>();
  let longest = 0;
  for (const { hostname, address, atMs } of probes) {
    const key = `${hostname} ${address}`;
    longest = Math.max(longest, atMs - (latest.get(key) ?? atMs));
    latest.set(key, atMs);
  }
  return longest;
}

/**
 * The longest time in which no window could be at work: from the end of the one that came last, by
 * its death or its hard stop, to the next that lives long enough to wait for it in vain and to probe.
 */
export function unwatchedMsMax(firings: readonly Firing[], intervalMs: number): number {
  const orderOf = ({ atMs, diesAfterMs }: Firing) =>
    atMs + (diesAfterMs === null ? 0 : TOGETHER_MS);
  const sorted = [...firings].sort((a, b) => orderOf(a) - orderOf(b));
  let longest = 0;
  let watchedUntilMs = sorted[0]?.atMs ?? 0;
  for (const [index, { atMs, diesAfterMs }] of sorted.entries()) {
    const nextAtMs = sorted[index + 1]?.atMs ?? Number.POSITIVE_INFINITY;
    const endMs = Math.min(nextAtMs, atMs + Math.min(diesAfterMs ?? HARD_STOP_MS, HARD_STOP_MS));
    longest = Math.max(longest, atMs + TAKE_OVER_MS - watchedUntilMs);
    if (endMs > atMs + TAKE_OVER_MS + intervalMs) watchedUntilMs = endMs;
  }
  return longest;
}

/** Of windows that come so close together any may be the last in the queue: say that one that dies. */
const TOGETHER_MS = 1_000;
/** To wait for a predecessor in vain, and to read what it left. */
const TAKE_OVER_MS = 6_000;

/** The world as a function meets it that is killed: from then on nothing answers it and nothing is done. */
function mortal(world: FakeProbeWorld, diesAfterMs: number | null) {
  if (diesAfterMs === null) return { deps: world.deps, death: new Promise<never>(() => undefined) };
  let isDead = false;
  const death = world.clock.sleep(diesAfterMs).then(() => {
    isDead = true;
  });
  const never = new Promise<never>(() => undefined);
  const alive =
    <A extends readonly unknown[], T>(work: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      if (isDead) return never;
      const value = await work(...args);
      return isDead ? never : value;
    };
  const { deps } = world;
  const open = () => {
    const { probe, close } = deps.openProber();
    return { probe: alive(probe), close: alive(close) };
  };
  return {
    death,
    deps: {
      ...deps,
      sleep: alive(deps.sleep),
      openProber: open,
      store: { load: alive(deps.store.load), save: alive(deps.store.save) },
      shards: { load: alive(deps.shards.load), save: alive(deps.shards.save) },
      controllers: { load: alive(deps.controllers.load) },
      publish: alive(deps.publish),
      escalate: deps.escalate === null ? null : alive(deps.escalate),
      putMetrics: alive(deps.putMetrics),
      invokeFailover: alive(deps.invokeFailover),
      resolveAddresses: alive(deps.resolveAddresses),
    },
  };
}
