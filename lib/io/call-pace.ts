import type { Sleep } from '../core/world.ts';
import { isPassing } from './aws-errors.ts';

/**
 * Makes a call when it is its turn, and again when AWS was too busy to answer it. The signal ends
 * the waiting; the attempt has to pass it on to end a call that is under way.
 */
export type CallPace = <T>(attempt: () => Promise<T>, signal: AbortSignal) => Promise<T>;

export type CallPaceDeps = {
  /** A clock that never goes back. */
  readonly monotonicMs: () => number;
  readonly sleep: Sleep;
  /** Evenly spread over 0 (included) to 1 (excluded). */
  readonly chance: () => number;
};

/** Route 53 allows five calls a second to a whole account: the fifth is left to others. */
export const CALLS_PER_SECOND_MAX = 4;
export const ATTEMPTS_MAX = 5;
const BACKOFF_FIRST_MS = 500;

/** The pace of one process: make one, and hand it to every adapter of Route 53. */
export function makeCallPace(deps: CallPaceDeps): CallPace {
  const reserveTurn = makeTurns();
  const pause = async (durationMs: number, signal: AbortSignal): Promise<void> => {
    if (durationMs > 0) await deps.sleep(durationMs, signal);
    signal.throwIfAborted();
  };
  return async (attempt, signal) => {
    for (let tries = 1; ; tries += 1) {
      const now = deps.monotonicMs();
      await pause(reserveTurn(now) - now, signal);
      try {
        return await attempt();
      } catch (error) {
        if (tries === ATTEMPTS_MAX || signal.aborted || !isPassing(error)) throw error;
      }
      await pause(backoffMs(tries, deps.chance()), signal);
    }
  };
}

/** Twice as long each time, and by chance up to half of it less, so that processes part ways. */
export const backoffMs = (tries: number, chance: number): number =>
  BACKOFF_FIRST_MS * 2 ** (tries - 1) * (1 - chance / 2);

/** Hands out the moments at which calls may begin: never more than the limit in any second. */
function makeTurns(): (now: number) => number {
  const turns: number[] = [];
  return (now) => {
    const limiting = turns.length < CALLS_PER_SECOND_MAX ? undefined : turns.shift();
    const turn = limiting === undefined ? now : Math.max(now, limiting + 1_000);
    turns.push(turn);
    return turn;
  };
}
