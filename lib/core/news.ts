import type { FailoverState, Phase, Reason } from './failover.ts';
import { isMuted } from './hold.ts';
import type { RuleId } from './rules.ts';
import type { EpochMs } from './time.ts';

/** Something that people have to be told once: where visitors are, what is blocked, what was overridden. */
export type News = {
  readonly kind: 'moved' | 'blocked' | 'overridden' | 'drill-started' | 'drill-ended';
  readonly phase: Phase;
  readonly reason: Reason;
  readonly by: string;
  readonly overridden: readonly RuleId[];
  readonly at: EpochMs;
  /** Somebody is telling it since then; null while nobody is. */
  readonly claimedAt: EpochMs | null;
};

/** Telling takes seconds; who has not told in so long has died, and another may. */
const CLAIM_MS = 60_000;

/** What may be told now: the oldest, unless somebody is telling it. */
export function nextToTell(untold: readonly News[], now: EpochMs): News | null {
  const [oldest] = untold;
  if (oldest === undefined) return null;
  const isClaimed = oldest.claimedAt !== null && now - oldest.claimedAt < CLAIM_MS;
  return isClaimed ? null : oldest;
}

/** More than a bad day can bring; older ones are dropped first. */
export const NEWS_KEPT_MAX = 20;

/**
 * What of a change of state is news. A drill tells of its beginning and its end, and is silent in
 * between; maintenance mutes everything but an override, which nobody shall miss.
 */
export function newsOf(
  before: FailoverState,
  next: FailoverState,
  by: string,
  at: EpochMs,
): readonly News[] {
  const { reason } = next;
  if (reason === null) return [];
  const told = kindsOf(before, next).filter(
    (kind) => kind === 'overridden' || !isMuted(next.hold, at),
  );
  const { phase, overridden } = next;
  return told.map((kind) => ({ kind, phase, reason, by, overridden, at, claimedAt: null }));
}

function kindsOf(before: FailoverState, next: FailoverState): readonly News['kind'][] {
  // Set anew by whatever begins a flip, also by one in the phase that a drill had led to.
  const hasOverridden = next.overridden.length > 0 && next.overridden !== before.overridden;
  return [
    ...(before.drill === null && next.drill !== null ? (['drill-started'] as const) : []),
    ...(before.drill !== null && next.drill === null ? (['drill-ended'] as const) : []),
    ...(hasOverridden ? (['overridden'] as const) : []),
    ...(hasMoved(before, next) ? (['moved'] as const) : []),
    ...(isBlocked(before, next) ? (['blocked'] as const) : []),
  ];
}

const hasMoved = (before: FailoverState, next: FailoverState): boolean =>
  next.phase !== before.phase &&
  (next.reason === 'dns-confirmed' || next.reason === 'dns-unconfirmed') &&
  before.drill === null &&
  next.drill === null;

const isBlocked = (before: FailoverState, next: FailoverState): boolean =>
  next.phase === 'on-primary' &&
  next.reason !== null &&
  next.reason !== before.reason &&
  BLOCKING.has(next.reason);

/** A rule that keeps visitors on an unhealthy primary: somebody has to know, but not in a maintenance. */
const BLOCKING: ReadonlySet<Reason> = new Set<Reason>([
  'observe-only',
  'held',
  'blind',
  'not-armed',
  'both-unhealthy',
  'secondary-not-healthy',
  'cooling-down',
  'daily-limit',
]);
