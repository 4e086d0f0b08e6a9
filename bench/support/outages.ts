import { type ModelTarget, WITHIN_MS } from './simulated-watch.ts';

/** How a target is gone: its process is dead and the port refuses, or its machine is and nothing answers. */
export type OutageKind = 'refused' | 'silent';
export type Outage = {
  readonly kind: OutageKind;
  readonly startMs: number;
  readonly endMs: number;
};

/** What is wrong with a healthy target. */
export type Noise = {
  /** Share of the probes that are reset. */
  readonly resetShare: number;
  /** Share of the probes whose answer comes too late. */
  readonly lateShare: number;
  /** The server closes its kept-alive connections so often. */
  readonly restartEveryMs: number;
};

export const QUIET: Noise = {
  resetShare: 0,
  lateShare: 0,
  restartEveryMs: Number.POSITIVE_INFINITY,
};

const REFUSED_MS = 1;
const MEDIAN_MS = 40;
const TAIL_SIGMA = 0.8;

/**
 * A target with outages and noise. A probe that is under way when an outage begins is lost in it, and
 * so is one on a connection that was opened before the outage began, even if it is over by now. The
 * outages are in order, and time only goes forward.
 */
export function noisyTarget(
  outages: readonly Outage[],
  noise: Noise,
  chance: () => number,
): ModelTarget {
  let next = 0;
  return (atMs, connectedAtMs) => {
    while ((outages[next]?.endMs ?? Number.POSITIVE_INFINITY) <= atMs) next += 1;
    const outage = outages[next];
    const healthyMs = answerMs(chance);
    const lostAtMs = outage !== undefined && outage.startMs < atMs + healthyMs ? outage : null;
    if (lostAtMs !== null) return lost(lostAtMs.kind);
    const isStale =
      connectedAtMs !== null &&
      (isRestarted(connectedAtMs, atMs, noise) || hasEndedSince(outages[next - 1], connectedAtMs));
    if (isStale || chance() < noise.resetShare) return lost('refused');
    if (chance() < noise.lateShare) return lost('silent');
    return { isHealthy: true, tookMs: healthyMs };
  };
}

const lost = (kind: OutageKind) => ({
  isHealthy: false,
  tookMs: kind === 'refused' ? REFUSED_MS : WITHIN_MS,
});

const isRestarted = (sinceMs: number, atMs: number, { restartEveryMs }: Noise): boolean =>
  Math.floor(sinceMs / restartEveryMs) !== Math.floor(atMs / restartEveryMs);

const hasEndedSince = (outage: Outage | undefined, sinceMs: number): boolean =>
  outage !== undefined && outage.endMs > sinceMs;

/** Log-normal, as response times are: the middle at 40 ms, one in a thousand beyond 0.4 s. */
function answerMs(chance: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  return Math.min(WITHIN_MS, MEDIAN_MS * Math.exp(TAIL_SIGMA * normal));
}
