import { shardKey } from '../../core/probing/lease.ts';
import { isInShard } from '../../core/probing/shard.ts';
import type { Site } from '../../core/site.ts';
import type {
  Chance,
  OpenProber,
  Ping,
  Prober,
  PutMetrics,
  ResolveAddresses,
  Sleep,
} from '../../core/world.ts';
import { primaryAddresses } from '../primary-addresses.ts';
import { BlindWatch } from '../telling/blind-watch.ts';
import { tellOfBrokenRecords } from '../telling/broken-records.ts';
import { Allowance } from './allowance.ts';
import { gathering } from './gathering.ts';
import { ShardLease, type ShardLeaseDeps } from './shard-lease.ts';
import { Sight } from './sight.ts';
import type { SiteWatch, SiteWatchDeps } from './site-watch.ts';
import { Tally } from './tally.ts';
import { pingDeadMan, writeMetrics } from './tell-outside.ts';
import { watchSite } from './watch-site.ts';
import { type Endings, summarize, throwFailures, type WindowSummary } from './window-report.ts';

export type WindowDeps = SiteWatchDeps &
  ShardLeaseDeps & {
    readonly elapsed: () => number;
    readonly sleep: Sleep;
    readonly chance: Chance;
    readonly openProber: OpenProber;
    readonly resolveAddresses: ResolveAddresses;
    readonly putMetrics: PutMetrics;
    /** Name of the deployed stack, so that one stage's heartbeat cannot hide another's silence. */
    readonly stack: string;
    /** Somebody outside of AWS who raises an alarm when no window calls any more; null: nobody. */
    readonly ping: Ping | null;
  };

/** Which sites to look after, and the hard stop: a successor usually comes before it. */
export type Window = { readonly shard: number; readonly of: number; readonly durationMs: number };

/**
 * One window: takes the lease of its shard, probes every site until its successor takes it or the
 * time is over, saves, hands over, and writes the metrics. Any failure of a site is thrown at the end,
 * after every other site has been looked after.
 */
export async function runWindow(
  deps: WindowDeps,
  sites: readonly Site[],
  window: Window,
): Promise<WindowSummary> {
  const mine = sites.filter(({ name }) => isInShard(name, window.shard, window.of));
  const limit = startLimit(deps, window.durationMs);
  const prober = deps.openProber();
  // Names are looked up while the window before is still probing.
  const addresses = new Map(mine.map((site) => [site.name, addressesOf(deps, site)]));
  const lease = await ShardLease.take(deps, shardKey(window.shard, window.of), limit.over);
  const shift: Shift = { lease, prober, addresses, tallies: mine.map((site) => new Tally(site)) };
  const { endings, blind } = await work(deps, shift, limit.over);
  await limit.end();
  await prober.close();
  await tellOfBrokenRecords(deps, lease, shift.tallies, endings);
  const facts = { shard: window.shard, of: window.of, isHandedOver: lease.lost.aborted, blind };
  const summary = summarize(facts, shift.tallies, endings);
  await writeMetrics(deps, shift.tallies, summary);
  deps.log(summary);
  throwFailures(endings);
  await pingDeadMan(deps);
  return summary;
}

/** When thousands of targets fall silent at once it is hardly they: then no connections are piled up. */
const HEDGES_MAX = 200;

type Shift = {
  readonly lease: ShardLease;
  readonly prober: Prober;
  readonly addresses: ReadonlyMap<string, Promise<readonly string[] | null>>;
  readonly tallies: readonly Tally[];
};

/** Probes until the successor comes or the time is over; what follows is in the order of urgency. */
async function work(
  deps: WindowDeps,
  { lease, prober, addresses, tallies }: Shift,
  over: AbortSignal,
): Promise<{ readonly endings: Endings; readonly blind: boolean }> {
  const ended = new AbortController();
  const signal = AbortSignal.any([over, lease.lost, ended.signal]);
  const looking = lease.watch(signal);
  const watches = new Map<string, SiteWatch>();
  const blindness = new BlindWatch(deps, lease, namesOf(tallies));
  const sight = new Sight(
    { ...deps, probe: prober.probe },
    signal,
    blindness.isBlind,
    (isBlind) => {
      blindness.take(isBlind);
      for (const watch of watches.values()) watch.setBlind(isBlind);
    },
  );
  const told = { ...gathering(deps, signal, watches), hedges: new Allowance(HEDGES_MAX) };
  const watched = await Promise.allSettled(
    tallies.map((tally) =>
      watchSite(
        { ...told, probe: prober.probe },
        {
          tally,
          addresses: addresses.get(tally.site.name) ?? Promise.resolve(null),
          sight,
          signal,
          look: () => lease.look(),
          onBegin: (watch) => watches.set(tally.site.name, watch),
        },
      ),
    ),
  );
  await blindness.done();
  const endings = await handOver(lease, watched);
  ended.abort();
  await looking;
  return { endings, blind: sight.wasBlind };
}

const namesOf = (tallies: readonly Tally[]) => tallies.map(({ site }) => site.name);

/** The successor waits for nothing but the records; without one the rest is done while nobody waits. */
async function handOver(lease: ShardLease, watched: Endings): Promise<Endings> {
  const isHandedOver = lease.lost.aborted;
  const settle = () =>
    Promise.allSettled(
      watched.map(async (ending) => {
        if (ending.status === 'rejected') throw ending.reason;
        await ending.value?.settle(isHandedOver);
        return ending.value;
      }),
    );
  if (isHandedOver) await lease.leave();
  const endings = await settle();
  if (!isHandedOver) await lease.leave();
  return endings;
}

/** The hard stop: the function must end by itself, with everything saved. */
function startLimit({ sleep }: Pick<WindowDeps, 'sleep'>, durationMs: number) {
  const over = new AbortController();
  const sleeping = sleep(durationMs, over.signal).then(() => over.abort());
  return {
    over: over.signal,
    end: () => {
      over.abort();
      return sleeping;
    },
  };
}

/**
 * A load balancer's name that could not be resolved says nothing about it: null, go on with what was
 * known. A name that has no addresses leaves visitors without any, so the name itself is probed: the
 * probe finds that out in its own words.
 */
async function addressesOf(deps: WindowDeps, site: Site): Promise<readonly string[] | null> {
  const { where } = site.primary;
  try {
    const addresses = await primaryAddresses(deps, site);
    return addresses.length > 0 || where.kind === 'addresses' ? addresses : [where.dnsName];
  } catch (error) {
    deps.log({ message: 'name not resolved', site: site.name, error: `${error}` });
    return null;
  }
}
