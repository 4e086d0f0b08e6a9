import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type AddressLoopDeps, probeAddress } from '../../lib/app/window/address-loop.ts';
import { EXPECT_ANY } from '../../lib/core/probing/expect.ts';
import type { Health } from '../../lib/core/probing/health.ts';
import type { Endpoint } from '../../lib/core/probing/probe.ts';
import { epochMs } from '../../lib/core/time.ts';
import type { Prober } from '../../lib/core/world.ts';
import { elapsed, now, sleep } from '../../lib/io/clock.ts';
import { makeOpenProber } from '../../lib/io/probe/prober.ts';
import { percentile } from './statistics.ts';

/** A child process: watches so many targets at once, as a window does, and says what that took. */
export type ScaleTask = {
  readonly ports: readonly number[];
  readonly targets: number;
  readonly intervalMs: number;
  readonly durationMs: number;
  /** A first window knows nothing and asks everybody at once; a later one spreads its probes. */
  readonly isFirstWindow: boolean;
};

export type ScaleResult = {
  readonly probes: number;
  /** At the end, with every connection open. */
  readonly residentMiB: number;
  readonly failed: number;
  readonly cpuMicros: number;
  /** Share of the time in which the main thread wanted the core and another process had it. */
  readonly crowdedShare: number;
  readonly lagP50Ms: number;
  readonly lagP99Ms: number;
};

process.on('message', async (task: ScaleTask) => process.send?.(await watchAll(task)));
process.on('disconnect', () => process.exit());

async function watchAll(task: ScaleTask): Promise<ScaleResult> {
  const prober = makeOpenProber({ now })();
  const over = new AbortController();
  const seen: Seen = { lags: [], failed: 0 };
  const [before, waitedBefore, startMs] = [process.cpuUsage(), waitedForCoreMs(), elapsed()];
  const loops = Array.from({ length: task.targets }, (_, index) =>
    // A signal for each site, as a window has it: thousands of listeners on one cost seconds.
    watchOne(task, index, { prober, seen, signal: AbortSignal.any([over.signal]) }),
  );
  await delay(task.durationMs);
  const { user, system } = process.cpuUsage(before);
  const crowdedShare = (waitedForCoreMs() - waitedBefore) / (elapsed() - startMs);
  const residentMiB = process.memoryUsage.rss() / 1_048_576;
  over.abort();
  await Promise.all(loops);
  await prober.close();
  const { lags, failed } = seen;
  return {
    probes: lags.length,
    failed,
    residentMiB,
    crowdedShare,
    cpuMicros: user + system,
    lagP50Ms: percentile(lags, 0.5),
    lagP99Ms: percentile(lags, 0.99),
  };
}

type Seen = { readonly lags: number[]; failed: number };
type Tools = { readonly prober: Prober; readonly seen: Seen; readonly signal: AbortSignal };

/** The loop itself is the real one; it is told the time of each probe by what it sleeps. */
function watchOne(task: ScaleTask, index: number, { prober, seen, signal }: Tools): Promise<void> {
  let dueAtMs = 0;
  const deps: AddressLoopDeps = {
    now,
    elapsed,
    sleep: (durationMs, until) => {
      dueAtMs = elapsed() + durationMs;
      return sleep(durationMs, until);
    },
    probe: (endpoint, options) => {
      seen.lags.push(elapsed() - dueAtMs);
      return prober.probe(endpoint, options);
    },
  };
  return probeAddress(deps, {
    endpoint: endpointOf(index, task.ports),
    policy: { intervalMs: task.intervalMs, freshEvery: 10, failureThreshold: 4 },
    health: task.isFirstWindow ? undefined : HEALTHY,
    lookedUntil: task.isFirstWindow ? null : now(),
    signal,
    onResult: ({ verdict }) => {
      if (verdict !== 'healthy') seen.failed += 1;
      return HEALTHY;
    },
  });
}

/** Linux alone tells; elsewhere it counts as nothing. */
function waitedForCoreMs(): number {
  if (!existsSync('/proc/self/schedstat')) return 0;
  return Number(readFileSync('/proc/self/schedstat', 'latin1').split(' ')[1]) / 1e6;
}

const HEALTHY: Health = {
  status: 'healthy',
  since: epochMs(0),
  run: { verdict: 'healthy', length: 2 },
};

/** Every target has a name and connections of its own. */
const endpointOf = (index: number, ports: readonly number[]): Endpoint => ({
  protocol: 'http',
  address: '127.0.0.1',
  port: ports[index % ports.length] ?? 0,
  path: '/health',
  hostname: `site-${index}.example.com`,
  expect: { ...EXPECT_ANY, contains: 'ok' },
});
