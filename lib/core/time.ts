/** Milliseconds since the Unix epoch. Branded, so that a duration can never be passed as a moment. */
export type EpochMs = number & { readonly epochMs: unique symbol };

/** The only way to make a moment; the clock itself is read at the edges. */
export const epochMs = (milliseconds: number): EpochMs => milliseconds as EpochMs;

/** The moment `durationMs` after `at`. */
export const plusMs = (at: EpochMs, durationMs: number): EpochMs => epochMs(at + durationMs);
