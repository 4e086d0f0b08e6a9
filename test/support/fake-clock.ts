import { type EpochMs, epochMs } from '../../lib/core/time.ts';
import type { Now, Sleep } from '../../lib/core/world.ts';

/** A wall clock, a monotonic clock and a sleep that move only when a test says so. */
export type FakeClock = {
  readonly now: Now;
  readonly elapsed: () => number;
  readonly sleep: Sleep;
  /** Sets the wall clock forward or back, as a time server would; nobody wakes up because of it. */
  readonly stepWall: (byMs: number) => void;
  /** Lets so much time pass, waking every sleeper at its moment. */
  readonly advance: (byMs: number) => Promise<void>;
  /** Lets time pass until the work is done, and answers as it does; fails when nothing will wake it. */
  readonly finish: <T>(work: Promise<T>) => Promise<T>;
  /** How many sleep. */
  readonly sleeping: () => number;
};

type Sleeper = { readonly wakeAtMs: number; readonly wake: () => void };

/** A clock that shows `start` on the wall; the monotonic clock starts elsewhere, as it does in life. */
export function makeFakeClock(start: EpochMs): FakeClock {
  let elapsedMs = 7_000_000;
  let wallAheadMs = start - elapsedMs;
  const sleepers = new Set<Sleeper>();

  const sleep: Sleep = (durationMs, signal) => {
    if (durationMs <= 0 || signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        sleepers.delete(sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { wakeAtMs: elapsedMs + durationMs, wake };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', wake);
    });
  };

  /** Wakes the next sleeper who is due by then; false when nobody is. */
  const wakeNext = async (byMs: number): Promise<boolean> => {
    await settle();
    const next = [...sleepers].reduce<Sleeper | null>(
      (first, one) => (first === null || one.wakeAtMs < first.wakeAtMs ? one : first),
      null,
    );
    if (next === null || next.wakeAtMs > byMs) return false;
    elapsedMs = Math.max(elapsedMs, next.wakeAtMs);
    next.wake();
    return true;
  };

  return {
    now: () => epochMs(elapsedMs + wallAheadMs),
    elapsed: () => elapsedMs,
    sleep,
    sleeping: () => sleepers.size,
    stepWall: (byMs) => {
      wallAheadMs += byMs;
    },
    advance: async (byMs) => {
      const until = elapsedMs + byMs;
      while (await wakeNext(until));
      elapsedMs = until;
    },
    finish: async (work) => {
      let isDone = false;
      const note = () => {
        isDone = true;
      };
      work.then(note, note);
      while (await wakeNext(Number.POSITIVE_INFINITY)) if (isDone) return work;
      if (!isDone) throw new Error('nobody sleeps, and the work is not done');
      return work;
    },
  };
}

/** Lets everything that needs no time happen. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
