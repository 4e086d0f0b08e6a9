/** The value that so much of the sample does not exceed; `share` is from 0 to 1. */
export function percentile(sample: readonly number[], share: number): number {
  if (sample.length === 0) throw new RangeError('a percentile of nothing');
  const sorted = sample.toSorted((one, other) => one - other);
  const index = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
  return sorted[index] ?? Number.NaN;
}

/** The middle of the sample; of an even number, the mean of the two middle ones. */
export function median(sample: readonly number[]): number {
  if (sample.length === 0) throw new RangeError('a median of nothing');
  const sorted = sample.toSorted((one, other) => one - other);
  const upper = sorted.length >> 1;
  const high = sorted[upper] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[upper - 1] ?? Number.NaN) + high) / 2;
}

/** Chance with a seed, from 0 up to 1: the same seed tells the same story again (mulberry32). */
export function seededChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
