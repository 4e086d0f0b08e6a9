import type { ProbeResult } from './probe.ts';
import type { EpochMs } from './time.ts';

/** The judgement over the probes of one address. */
export type Health = {
  readonly status: HealthStatus;
  /** When `status` was reached; null while it is unknown. */
  readonly since: EpochMs | null;
  /** The latest unbroken run of equal verdicts from fresh probes. */
  readonly run: { readonly verdict: 'healthy' | 'unhealthy'; readonly length: number } | null;
};

export type HealthStatus = 'unknown' | 'healthy' | 'unhealthy';

export type Thresholds = { readonly failureThreshold: number; readonly successThreshold: number };

export const UNKNOWN_HEALTH: Health = { status: 'unknown', since: null, run: null };

/**
 * Follows one probe. Only a fresh probe can move a threshold: a pooled failure is a suspicion that
 * the next fresh probe confirms or refutes, and a pooled success says nothing about new connections
 * (a server whose listener is gone goes on answering on the sockets it has). An `inconclusive`
 * probe changes nothing, because it found nothing.
 */
export function observe(health: Health, result: ProbeResult, thresholds: Thresholds): Health {
  if (result.verdict === 'inconclusive' || !result.fresh) return health;
  const length = health.run?.verdict === result.verdict ? health.run.length + 1 : 1;
  const run = { verdict: result.verdict, length };
  const threshold =
    result.verdict === 'healthy' ? thresholds.successThreshold : thresholds.failureThreshold;
  const isReached = health.status !== result.verdict && length >= threshold;
  return isReached
    ? { status: result.verdict, since: result.at, run }
    : { status: health.status, since: health.since, run };
}

/** While in doubt every probe is fresh and comes sooner: the run disagrees with the status. */
export const isInDoubt = (health: Health): boolean => health.run?.verdict !== health.status;

/**
 * The health of a target that has several addresses. It is healthy as long as one address is, since
 * clients try the next one; unhealthy only when every address is.
 */
export function overall(healths: readonly Health[]): HealthStatus {
  if (healths.some(({ status }) => status === 'healthy')) return 'healthy';
  const isUnhealthy = healths.length > 0 && healths.every(({ status }) => status === 'unhealthy');
  return isUnhealthy ? 'unhealthy' : 'unknown';
}
