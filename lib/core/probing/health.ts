import { type EpochMs, epochMs } from '../time.ts';
import type { ProbeResult } from './probe.ts';

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

/**
 * The health of an address that a load balancer has got since. Its addresses come and go with the traffic
 * of a good day: a new one that turns out healthy beside healthy ones has been so for as long as they, or
 * a primary whose addresses change would never be healthy for long, and a failback never come.
 */
export function joining(before: Health, after: Health, others: readonly Health[]): Health {
  const isNew = before.status === 'unknown' && after.status === 'healthy';
  const since = others.flatMap((other) =>
    other.status === 'healthy' && other.since !== null ? [other.since] : [],
  );
  return isNew && since.length > 0 ? { ...after, since: epochMs(Math.max(...since)) } : after;
}

/** While in doubt every probe is fresh and comes sooner: the run disagrees with the status. */
export const isInDoubt = (health: Health): boolean => health.run?.verdict !== health.status;

/**
 * The health of a target that has several addresses. It is healthy as long as one address is, since
 * clients try the next one; unhealthy only when every address is. So one dead zone of a network load
 * balancer is no outage: DNS drops its address, or visitors go on to the next. Route 53 sees it the same
 * way, since a target group needs one healthy target in whichever zone
 * (https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html).
 */
export function overall(healths: readonly Health[]): HealthStatus {
  if (healths.some(({ status }) => status === 'healthy')) return 'healthy';
  const isUnhealthy = healths.length > 0 && healths.every(({ status }) => status === 'unhealthy');
  return isUnhealthy ? 'unhealthy' : 'unknown';
}
