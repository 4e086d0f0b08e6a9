import type { FailoverState, Phase, Reason } from '../failover.ts';
import type { RuleId } from '../rules.ts';
import type { EpochMs } from '../time.ts';
import { isClaimed } from './incident.ts';

/** Something that people have to be told once: where visitors are, what was overridden. */
export type News = {
  readonly kind: 'moved' | 'overridden' | 'drill-started' | 'drill-ended';
  readonly phase: Phase;
  readonly reason: Reason;
  readonly by: string;
  readonly overridden: readonly RuleId[];
  readonly at: EpochMs;
  /** Somebody is telling it since then; null while nobody is. */
  readonly claimedAt: EpochMs | null;
};

/** What may be told now: the oldest, unless somebody is telling it. */
export function nextToTell(untold: readonly News[], now: EpochMs): News | null {
  const [oldest] = untold;
  return oldest === undefined || isClaimed(oldest, now) ? null : oldest;
}

/** More than a bad day can bring; older ones are dropped first. */
export const NEWS_KEPT_MAX = 20;

/** Who changed the state and when, and whether a maintenance is in force. */
export type Change = { readonly by: string; readonly at: EpochMs; readonly isQuiet: boolean };

/**
 * What of a change of state is news. A drill tells of its beginning and its end, and is silent in
 * between; maintenance mutes everything but an override, which nobody shall miss.
 */
export function newsOf(
  before: FailoverState,
  next: FailoverState,
  { by, at, isQuiet }: Change,
): readonly News[] {
  const { reason } = next;
  if (reason === null) return [];
  const told = kindsOf(before, next).filter((kind) => kind === 'overridden' || !isQuiet);
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
  ];
}

const hasMoved = (before: FailoverState, next: FailoverState): boolean =>
  next.phase !== before.phase &&
  (next.reason === 'dns-confirmed' || next.reason === 'dns-unconfirmed') &&
  before.drill === null &&
  next.drill === null;
