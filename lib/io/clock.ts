import { epochMs } from '../core/time.ts';
import type { Now, Sleep } from '../core/world.ts';

/** The wall clock. */
export const now: Now = () => epochMs(Date.now());

/** A monotonic clock, milliseconds with decimals. */
export const elapsed = (): number => performance.now();

/** Waits; an abort ends the wait early and is no error. */
export const sleep: Sleep = (durationMs, signal) =>
  new Promise((resolve) => {
    if (durationMs <= 0 || signal?.aborted === true) {
      resolve();
      return;
    }
    // Node's own sleep makes an error with its stack of each abort, and most sleeps of a window are ended so.
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, Math.min(durationMs, TIMEOUT_MS_MAX));
    signal?.addEventListener('abort', end, { once: true });
  });

/** A longer timeout would be over at once. */
const TIMEOUT_MS_MAX = 2 ** 31 - 1;
