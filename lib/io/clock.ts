import { setTimeout as delay } from 'node:timers/promises';
import { epochMs } from '../core/time.ts';
import type { Now, Sleep } from '../core/world.ts';

/** The wall clock. */
export const now: Now = () => epochMs(Date.now());

/** A monotonic clock, milliseconds with decimals. */
export const elapsed = (): number => performance.now();

/** Waits; an abort ends the wait early and is no error. */
export const sleep: Sleep = async (durationMs, signal) => {
  if (durationMs <= 0 || signal?.aborted === true) return;
  await delay(durationMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
};
