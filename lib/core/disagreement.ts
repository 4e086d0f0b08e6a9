import type { Phase, Served } from './failover.ts';
import type { HealthStatus } from './probing/health.ts';
import type { EpochMs } from './time.ts';

/** What each of three sees of one site at one moment. */
export type Views = {
  readonly phase: Phase;
  /** Our own probes; `unknown` while the monitor is blind. */
  readonly ours: HealthStatus;
  /** Route 53's checkers of the primary; `unknown` when their view could not be read. */
  readonly checkers: HealthStatus;
  /** What the name servers answer with. */
  readonly served: Served;
  /** A flip has been under way for longer than DNS takes. */
  readonly isFlipStuck: boolean;
  /** Our windows find the primary unhealthy, and the failover function finds it healthy. */
  readonly isFailoverInDoubt: boolean;
};

/** A flip is followed in seconds, and in a minute when Route 53 is slow. */
export const FLIP_STUCK_MS = 3 * 60_000;

export type DisagreementKind =
  /** Visitors get the secondary although nobody failed over and the primary is healthy to us. */
  | 'secondary-served'
  /** Visitors get the primary although the site was failed over. */
  | 'primary-served'
  /** Visitors get something that is neither. */
  | 'neither-served'
  /** A flip is under way and the name servers do not follow it. */
  | 'flip-not-followed'
  /** No failover, since the primary answers the failover function. */
  | 'primary-answers'
  /** Route 53's checkers see an outage that we do not see. */
  | 'checkers-see-outage'
  /** We see an outage that Route 53's checkers do not see: without us nobody would be moved. */
  | 'checkers-see-none';

/** How they disagree at this moment, and since when in this way. */
export type Disagreement = {
  readonly kind: DisagreementKind;
  readonly since: EpochMs;
};

/**
 * How the three disagree; null when they do not. While visitors are being moved they may: DNS, the
 * checkers and we learn of things at different times.
 */
export function disagreementOf(views: Views): DisagreementKind | null {
  const { phase, ours, checkers, served, isFlipStuck } = views;
  if (phase === 'failing-over' || phase === 'failing-back')
    return isFlipStuck ? 'flip-not-followed' : null;
  if (views.isFailoverInDoubt) return 'primary-answers';
  if (served === 'neither') return 'neither-served';
  if (phase === 'on-secondary' && served === 'primary') return 'primary-served';
  if (phase === 'on-primary' && served === 'secondary' && ours === 'healthy')
    return 'secondary-served';
  if (ours === 'healthy' && checkers === 'unhealthy') return 'checkers-see-outage';
  if (ours === 'unhealthy' && checkers === 'healthy') return 'checkers-see-none';
  return null;
}

/** Follows a disagreement from one look to the next; another kind begins anew. */
export function followDisagreement(
  before: Disagreement | null,
  kind: DisagreementKind | null,
  now: EpochMs,
): Disagreement | null {
  if (kind === null) return null;
  return before?.kind === kind ? before : { kind, since: now };
}

/** How bad it is: critical where visitors get nothing, or what the failover was to spare them. */
export const driftSeverity = (kind: DisagreementKind): 'warning' | 'critical' =>
  kind === 'primary-served' || kind === 'neither-served' ? 'critical' : 'warning';

/** One kind can turn into another within an incident; only a graver one is told anew. */
export const driftGravity = (kind: DisagreementKind): number =>
  driftSeverity(kind) === 'critical' ? 2 : 1;

/**
 * When it is told: checkers and caches need a while to follow, but a flip that is stuck has had its time
 * already.
 */
export const driftOpensAfterMs = (kind: DisagreementKind, openAfterMs: number): number =>
  kind === 'flip-not-followed' ? 0 : openAfterMs;
