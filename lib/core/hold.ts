import type { EpochMs } from './time.ts';

/** An operator's order: go on watching, but do not flip. */
export type Hold = {
  /** `maintenance` has an end, and mutes alerts until then. */
  readonly kind: 'hold' | 'maintenance';
  readonly by: string;
  readonly reason: string;
  readonly since: EpochMs;
  /** The hold is over by itself at that moment; null: an operator has to release it. */
  readonly until: EpochMs | null;
};

/** The hold that is in force, if one is. */
export const activeHold = (hold: Hold | null, now: EpochMs): Hold | null =>
  hold !== null && (hold.until === null || now < hold.until) ? hold : null;
