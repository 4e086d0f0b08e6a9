import { endpointsOf } from '../core/endpoints.ts';
import type { HealthStatus } from '../core/health.ts';
import { METRIC } from '../core/metric-names.ts';
import { StaleRecordError } from '../core/records.ts';
import { isInShard } from '../core/shard.ts';
import type { Site } from '../core/site.ts';
import type { EpochMs } from '../core/time.ts';
import type {
  Metric,
  OpenProber,
  Prober,
  PutMetrics,
  ResolveAddresses,
  Sleep,
} from '../core/world.ts';
import { probeAddress } from './address-loop.ts';
import { primaryAddresses } from './primary-addresses.ts';
import { SiteWatch, type SiteWatchDeps } from './site-watch.ts';
import { Tally } from './tally.ts';

export type WindowDeps = SiteWatchDeps & {
  readonly elapsed: () => number;
  readonly sleep: Sleep;
  readonly openProber: OpenProber;
  readonly resolveAddresses: ResolveAddresses;
  readonly putMetrics: PutMetrics;
  /** Name of the deployed stack, so that one stage's heartbeat cannot hide another's silence. */
  readonly stack: string;
};

/** Which sites to look after, and until when. */
export type Window = { readonly shard: number; readonly of: number; readonly durationMs: number };

/** What one window did; the line in the log and the answer of the function. */
export type WindowSummary = {
  readonly message: 'window';
  readonly shard: number;
  readonly of: number;
  readonly probes: number;
  readonly unhealthyProbes: number;
  /** Pooled failures that a fresh probe did not confirm: dead sockets, not a dead target. */
  readonly unconfirmed: number;
  readonly sites: Readonly<Record<string, HealthStatus | 'superseded' | 'failed'>>;
};

/**
 * One window: probes every site of the shard until the time is over, then writes the metrics. A
 * site whose record another window took is left to that one; any other failure of a site is thrown
 * at the end, after every other site has been looked after.
 */
export async function runWindow(
  deps: WindowDeps,
  sites: readonly Site[],
  window: Window,
): Promise<WindowSummary> {
  const prober = deps.openProber();
  const over = new AbortController();
  const end = { atMs: deps.elapsed() + window.durationMs, signal: over.signal };
  const overAt = deps.sleep(window.durationMs, over.signal).then(() => over.abort());
  const mine = sites.filter(({ name }) => isInShard(name, window.shard, window.of));
  const tallies = mine.map((site) => new Tally(site));
  const endings = await Promise.allSettled(
    tallies.map((tally) => watchSite(deps, prober, tally, end)),
  );
  over.abort();
  await overAt;
  await prober.close();
  const summary = summarize(window, tallies, endings);
  await writeMetrics(deps, window, tallies);
  deps.log(summary);
  throwFailures(endings);
  return summary;
}

async function watchSite(
  deps: WindowDeps,
  prober: Prober,
  tally: Tally,
  end: { readonly atMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const { site } = tally;
  const watch = await SiteWatch.begin(deps, site);
  const addresses = await addressesOf(deps, site, watch);
  watch.keepOnly(addresses);
  const signal = AbortSignal.any([end.signal, watch.stopped]);
  await Promise.all(
    endpointsOf(site, addresses).map((endpoint) =>
      probeAddress(
        { ...deps, probe: prober.probe },
        {
          endpoint,
          policy: site.policy,
          health: watch.healthOf(endpoint.address),
          signal,
          endsAtMs: end.atMs,
          onResult: (result) => {
            tally.add(endpoint.address, result);
            return watch.take(endpoint.address, result);
          },
        },
      ),
    ),
  );
  await watch.end();
  tally.status = watch.status;
}

/**
 * A load balancer's name that could not be resolved says nothing about it: go on with what was known.
 * A name that has no addresses leaves visitors without any, so the name itself is probed: the probe
 * finds that out in its own words.
 */
async function addressesOf(
  deps: WindowDeps,
  site: Site,
  watch: SiteWatch,
): Promise<readonly string[]> {
  try {
    const addresses = await primaryAddresses(deps, site);
    return addresses.length > 0 ? addresses : namesOf(site);
  } catch (error) {
    deps.log({ message: 'name not resolved', site: site.name, error: `${error}` });
    return watch.knownAddresses;
  }
}

const namesOf = ({ primary: { where } }: Site): readonly string[] =>
  where.kind === 'load-balancer' ? [where.dnsName] : [];

function summarize(
  { shard, of }: Window,
  tallies: readonly Tally[],
  endings: readonly PromiseSettledResult<void>[],
): WindowSummary {
  const total = (count: (tally: Tally) => number) =>
    tallies.reduce((sum, tally) => sum + count(tally), 0);
  const endingOf = (ending: PromiseSettledResult<void> | undefined, tally: Tally) => {
    if (ending?.status !== 'rejected') return tally.status;
    return ending.reason instanceof StaleRecordError ? 'superseded' : 'failed';
  };
  return {
    message: 'window',
    shard,
    of,
    probes: total(({ probes }) => probes),
    unhealthyProbes: total(({ unhealthy }) => unhealthy),
    unconfirmed: total(({ unconfirmed }) => unconfirmed),
    sites: Object.fromEntries(
      tallies.map((tally, index) => [tally.site.name, endingOf(endings[index], tally)]),
    ),
  };
}

/** A metric that cannot be written never stops anything; its absence is an alarm by itself. */
async function writeMetrics(
  deps: WindowDeps,
  { shard }: Window,
  tallies: readonly Tally[],
): Promise<void> {
  const at = deps.now();
  try {
    await deps.putMetrics([
      windowMetric(deps.stack, shard, at),
      ...tallies.flatMap((tally) => tally.metrics(at)),
    ]);
  } catch (error) {
    deps.log({ message: 'metrics not written', error: `${error}` });
  }
}

const windowMetric = (stack: string, shard: number, at: EpochMs): Metric => ({
  name: METRIC.window,
  unit: 'Count',
  dimensions: { Stack: stack, Shard: `${shard}` },
  at,
  values: [1],
});

function throwFailures(endings: readonly PromiseSettledResult<void>[]): void {
  const failures = endings
    .filter((ending) => ending.status === 'rejected')
    .map(({ reason }) => reason)
    .filter((reason) => !(reason instanceof StaleRecordError));
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '));
}
