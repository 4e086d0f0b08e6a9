import { endpointsOf } from '../../core/endpoints.ts';
import { type Health, UNKNOWN_HEALTH } from '../../core/probing/health.ts';
import type { Endpoint, ProbeResult } from '../../core/probing/probe.ts';
import { BrokenRecordError, StaleRecordError } from '../../core/records.ts';
import type { Site } from '../../core/site.ts';
import { type EpochMs, plusMs } from '../../core/time.ts';
import type { Chance, Probe, Sleep } from '../../core/world.ts';
import { probeAddress } from './address-loop.ts';
import type { Allowance } from './allowance.ts';
import type { Sight } from './sight.ts';
import { SiteWatch, type SiteWatchDeps } from './site-watch.ts';
import type { Tally } from './tally.ts';

export type WatchSiteDeps = SiteWatchDeps & {
  readonly elapsed: () => number;
  readonly sleep: Sleep;
  readonly chance: Chance;
  readonly probe: Probe;
  readonly hedges: Allowance;
};

/** One site in one window. */
export type SiteTask = {
  readonly tally: Tally;
  /** The addresses of the primary; null when its name could not be resolved. */
  readonly addresses: Promise<readonly string[] | null>;
  readonly sight: Sight;
  /** The window is over, or a successor has come. */
  readonly signal: AbortSignal;
  /** Looks whether a successor has come. */
  readonly look: () => Promise<void>;
  readonly onBegin: (watch: SiteWatch) => void;
};

/** How often a window begins anew with a site whose record it could not read or write. */
const BEGINNINGS_MAX = 5;
const PAUSE_MS = 1_000;

/**
 * Watches one site until the signal comes, and saves what it learnt. A record that another window
 * changed is read again, unless that one is the successor; so is one that could not be written, after
 * a pause, because a site without a watch is worse than a doubt that is forgotten.
 */
export async function watchSite(deps: WatchSiteDeps, task: SiteTask): Promise<SiteWatch | null> {
  const { site } = task.tally;
  for (let beginnings = 1; !task.signal.aborted; beginnings++) {
    try {
      return await watchOnce(deps, task);
    } catch (error) {
      const isLast = beginnings === BEGINNINGS_MAX || error instanceof BrokenRecordError;
      if (isLast || task.signal.aborted) throw error;
      deps.log({ message: 'site begun anew', site: site.name, error: `${error}` });
      if (error instanceof StaleRecordError) await task.look();
      else await deps.sleep(PAUSE_MS * beginnings, task.signal);
    }
  }
  task.tally.expect((await task.addresses) ?? []);
  return null;
}

async function watchOnce(deps: WatchSiteDeps, task: SiteTask): Promise<SiteWatch> {
  const { tally, sight } = task;
  const watch = await SiteWatch.begin(deps, tally.site);
  const addresses = (await task.addresses) ?? watch.knownAddresses;
  watch.keepOnly(addresses);
  watch.setBlind(sight.isBlind);
  tally.expect(addresses);
  sight.expect(addresses.map((address) => keyOf(tally.site, address)));
  task.onBegin(watch);
  const signal = AbortSignal.any([task.signal, watch.stopped]);
  const cutAtMs: number[] = [];
  await Promise.all(
    endpointsOf(tally.site, addresses).map((endpoint) =>
      probeAddress(deps, {
        endpoint,
        policy: tally.site.policy,
        health: watch.healthOf(endpoint.address),
        lookedUntil: watch.lookedUntil,
        signal,
        ...takersOf(task, watch, endpoint, cutAtMs),
      }),
    ),
  );
  await watch.end(lookedUntilOf(deps, cutAtMs));
  tally.status = watch.status;
  return watch;
}

/** What becomes of the results of one address. */
const takersOf = (task: SiteTask, watch: SiteWatch, { address }: Endpoint, cutAtMs: number[]) => ({
  onResult: (result: ProbeResult, sentAtMs: number) =>
    takeResult(task, watch, address, result, sentAtMs),
  onOldConnection: (works: boolean) => watch.takeOldConnection(address, works),
  onCutShort: (sentAtMs: number) => {
    task.tally.cutShort(address);
    cutAtMs.push(sentAtMs);
  },
});

/**
 * A failure counts once it is known that we can see. A pooled one moves nothing, so nobody waits for
 * the answer: the controls are asked while the confirming probe is under way.
 */
async function takeResult(
  { tally, sight }: SiteTask,
  watch: SiteWatch,
  address: string,
  result: ProbeResult,
  sentAtMs: number,
): Promise<Health> {
  const key = keyOf(tally.site, address);
  if (result.verdict === 'healthy') sight.answered(key);
  const sees = result.verdict === 'healthy' || sight.failed(key, sentAtMs);
  const isJudgement = result.fresh && result.verdict === 'unhealthy';
  if (isJudgement && !(await sees)) {
    tally.holdBack(address);
    return watch.healthOf(address) ?? UNKNOWN_HEALTH;
  }
  tally.add(address, result);
  return watch.take(address, result);
}

/**
 * A probe that was cut short found nothing: the successor looks at that moment again. A millisecond
 * earlier, since the two clocks are not read at once.
 */
function lookedUntilOf(
  { now, elapsed }: Pick<WatchSiteDeps, 'now' | 'elapsed'>,
  cutAtMs: readonly number[],
): EpochMs {
  const nowMs = elapsed();
  return plusMs(now(), Math.floor(Math.min(nowMs, ...cutAtMs.map((ms) => ms - 1)) - nowMs));
}

/** Two sites may have the same address. */
const keyOf = ({ name }: Site, address: string): string => `${name} ${address}`;
