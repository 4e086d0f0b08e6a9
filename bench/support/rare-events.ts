import type { Noise } from './outages.ts';
import { WITHIN_MS } from './simulated-watch.ts';

/** No rule of the course calls a probe silent that is answered within this: it is plain. */
export const PLAIN_MS_MAX = 500;

/** As in outages.ts. */
const MEDIAN_MS = 40;
const TAIL_SIGMA = 0.8;
const REFUSED_MS = 1;

export type Answer = { readonly isHealthy: boolean; readonly tookMs: number };

/** What a target does with its probes, one after the other. */
export type ProbeSource = {
  /** So many probes are plain before the next one that is not. */
  readonly plainLeft: () => number;
  /** Leaves out so many plain ones. */
  readonly skip: (count: number) => void;
  readonly ask: () => Answer;
  /** What a plain probe takes. */
  readonly plainMs: () => number;
};

/**
 * The noise of outages.ts, told as distances: every probe is plain (healthy, and answered soon enough
 * for nothing else to happen) or it is not, independently of all others; so the number of plain ones
 * before the next other one is geometric, and can be drawn at once.
 */
export function rareEvents(noise: Noise, events: () => number, timing: () => number): ProbeSource {
  const plainShare = (1 - noise.resetShare) * (1 - noise.lateShare) * (1 - SLOW_SHARE);
  const eventShare = 1 - plainShare;
  const lateBelow = noise.resetShare + (1 - noise.resetShare) * noise.lateShare;
  const distance = () =>
    eventShare === 0
      ? Number.POSITIVE_INFINITY
      : Math.floor(Math.log(1 - events()) / Math.log(plainShare));
  let plainLeft = distance();
  return {
    plainLeft: () => plainLeft,
    skip: (count) => {
      if (count > plainLeft) throw new RangeError('a probe that is not plain cannot be skipped');
      plainLeft -= count;
    },
    ask: () => {
      if (plainLeft > 0) {
        plainLeft -= 1;
        return { isHealthy: true, tookMs: plainMs(timing) };
      }
      plainLeft = distance();
      const which = events() * eventShare;
      if (which < noise.resetShare) return { isHealthy: false, tookMs: REFUSED_MS };
      if (which < lateBelow) return { isHealthy: false, tookMs: WITHIN_MS };
      return { isHealthy: true, tookMs: slowMs(events) };
    },
    plainMs: () => plainMs(timing),
  };
}

/** A target that knows only plain probes, each as quick as said. */
export const onlyPlain = (tookMs: number): ProbeSource => ({
  plainLeft: () => Number.POSITIVE_INFINITY,
  skip: () => {},
  ask: () => ({ isHealthy: true, tookMs }),
  plainMs: () => tookMs,
});

const SLOW_FROM = Math.log(PLAIN_MS_MAX / MEDIAN_MS) / TAIL_SIGMA;

/** The share of healthy answers that are not plain: the tail of the normal distribution, by Simpson's rule. */
export const SLOW_SHARE = (() => {
  const width = 8;
  const parts = 2_000;
  const density = (at: number) => Math.exp((-at * at) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(SLOW_FROM) + density(SLOW_FROM + width);
  for (let part = 1; part < parts; part++)
    sum += (part % 2 === 1 ? 4 : 2) * density(SLOW_FROM + (part * width) / parts);
  return (sum * width) / parts / 3;
})();

/** Log-normal, on condition that it is plain. */
function plainMs(chance: () => number): number {
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
    if (normal <= SLOW_FROM) return MEDIAN_MS * Math.exp(TAIL_SIGMA * normal);
  }
}

/** Log-normal, on condition that it is not plain (Marsaglia's way into the tail). */
function slowMs(chance: () => number): number {
  for (;;) {
    const normal = Math.sqrt(SLOW_FROM * SLOW_FROM - 2 * Math.log(1 - chance()));
    if (chance() * normal < SLOW_FROM)
      return Math.min(WITHIN_MS, MEDIAN_MS * Math.exp(TAIL_SIGMA * normal));
  }
}
