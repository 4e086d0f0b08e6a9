import { type Health, UNKNOWN_HEALTH } from '../../lib/core/probing/health.ts';
import { epochMs } from '../../lib/core/time.ts';
import { onlyPlain, PLAIN_MS_MAX, rareEvents } from './rare-events.ts';
import {
  isCalm,
  oneWindow,
  restartAfter,
  type SkippingWatch,
  type WatchState,
} from './stepped-window.ts';
import { WINDOW_EVERY_MS } from './watch-window.ts';

export type Watched = {
  readonly probes: number;
  /** How many runs of fresh failures there were that reached the length 1, 2, 3 and so on. */
  readonly runs: readonly number[];
};

/**
 * The watch of simulated-watch.ts over years. Only what happens around a probe that is not plain is stepped
 * through with the real rules; from one such neighbourhood to the next it jumps. That is exact, since
 * the number of plain probes until the next other one is drawn first (rare-events.ts), and because
 * nothing that a plain probe does to a healthy course depends on chance: the grid, which probe is
 * fresh, and how many there are in a window follow from the rules.
 */
export function watchSkipping(watch: SkippingWatch): Watched {
  const state: WatchState = {
    watch,
    rare: rareEvents(watch.noise, watch.events, watch.timing),
    health: UNKNOWN_HEALTH,
    lookedUntilMs: null,
    probes: 0,
    runs: [],
  };
  const quietProbes = watch.skips === false ? null : quietWindowProbes(watch);
  for (let beginMs = watch.startMs; beginMs < watch.endMs; beginMs += WINDOW_EVERY_MS) {
    const windows = quietProbes === null ? 0 : quietWindows(state, beginMs, quietProbes);
    if (windows > 0 && quietProbes !== null) {
      state.rare.skip(windows * quietProbes);
      state.probes += windows * quietProbes;
      state.lookedUntilMs = beginMs + windows * WINDOW_EVERY_MS;
      beginMs += (windows - 1) * WINDOW_EVERY_MS;
    } else oneWindow(state, beginMs);
  }
  return { probes: state.probes, runs: state.runs };
}

/** So many windows from here on hold plain probes only, no restart, and nothing left over from before. */
function quietWindows(
  { watch, rare, health, lookedUntilMs }: WatchState,
  beginMs: number,
  probes: number,
) {
  if (!isCalm(health) || lookedUntilMs !== beginMs) return 0;
  const untilRestart = (restartAfter(beginMs, watch.noise) - beginMs) / WINDOW_EVERY_MS;
  const untilEnd = (watch.endMs - beginMs) / WINDOW_EVERY_MS;
  return Math.max(
    0,
    Math.min(
      Math.floor(rare.plainLeft() / probes),
      Math.ceil(untilRestart) - 1,
      Math.floor(untilEnd),
    ),
  );
}

/**
 * How many probes a window of plain ones holds. It must be the same number however chance delays them,
 * and none may be on its way when the window ends, or windows could not be skipped as a whole.
 */
export function quietWindowProbes(watch: SkippingWatch): number {
  const counts = [0, 1].map((latest) => {
    const state: WatchState = {
      watch: {
        ...watch,
        noise: { ...watch.noise, restartEveryMs: Number.POSITIVE_INFINITY },
        endMs: Number.POSITIVE_INFINITY,
        timing: () => latest,
        skips: false,
      },
      rare: onlyPlain(latest * PLAIN_MS_MAX),
      health: CALM,
      lookedUntilMs: watch.startMs + WINDOW_EVERY_MS,
      probes: 0,
      runs: [],
    };
    oneWindow(state, watch.startMs + WINDOW_EVERY_MS);
    const isWhole = state.lookedUntilMs === watch.startMs + 2 * WINDOW_EVERY_MS;
    return isWhole ? state.probes : Number.NaN;
  });
  const [earliest = Number.NaN, latest] = counts;
  if (earliest !== latest)
    throw new Error('begin at another moment: the end of a window cuts plain probes off');
  return earliest;
}

const CALM: Health = {
  status: 'healthy',
  since: epochMs(0),
  run: { verdict: 'healthy', length: 2 },
};
