import type { Decision, Evidence, FailoverState, FlipCause, Phase, Reason } from './failover.ts';
import type { RuleId } from './rules.ts';
import type { Target } from './site.ts';
import type { EpochMs } from './time.ts';

export const FLIPS_KEPT_MAX = 100;

/** Nothing changes, so that nothing is written, unless the reason did. */
export const stay = (state: FailoverState, reason: Reason): Decision => ({
  next: state.reason === reason ? state : { ...state, reason },
  flipTo: null,
  reason,
});

/** A flip that moves visitors: it counts against the cooldown and the day's limit. */
export const beginFlip = (
  state: FailoverState,
  flipTo: Target,
  reason: Reason,
  now: EpochMs,
  by: { readonly cause: FlipCause; readonly overridden: readonly RuleId[] } = {
    cause: 'decision',
    overridden: [],
  },
): Decision => {
  const flips = [...state.flips, now].slice(-FLIPS_KEPT_MAX);
  const phase = flipTo === 'secondary' ? 'failing-over' : 'failing-back';
  return turnBack({ ...state, ...by, flips }, phase, flipTo, reason, now);
};

/** A flip that is not counted: it keeps visitors where they are, or takes back what was begun. */
export const turnBack = (
  state: FailoverState,
  phase: Phase,
  flipTo: Target,
  reason: Reason,
  now: EpochMs,
): Decision => ({ next: { ...state, phase, since: now, reason }, flipTo, reason });

/**
 * A flip is under way: repeat it until the switch stands there and the name servers answer with the
 * target. DNS alone is no proof: Route 53 moves by itself too, and would move back by itself if a
 * crash came between the intent and the switch.
 */
export function settle(
  state: FailoverState,
  evidence: Evidence,
  target: Target,
  now: EpochMs,
): Decision {
  const isConfirmed = isSettled(evidence, target);
  if (!isConfirmed && !isGivenUp(state, evidence, target, now))
    return { ...stay(state, 'awaiting-dns'), flipTo: target };
  const phase = target === 'secondary' ? 'on-secondary' : 'on-primary';
  const reason = isConfirmed ? 'dns-confirmed' : 'dns-unconfirmed';
  return { next: { ...state, phase, since: now, reason }, flipTo: null, reason };
}

/** DNS follows a health check within a minute or so; what it has not done by then it will not do. */
const CONFIRM_MS_MAX = 10 * 60_000;

/**
 * The switch stands, and the name servers have left the primary without agreeing on the secondary: an
 * AAAA record that was forgotten, for example. Waiting for ever would keep the failback from coming.
 */
const isGivenUp = (state: FailoverState, evidence: Evidence, target: Target, now: EpochMs) =>
  target === 'secondary' &&
  evidence.switched === 'secondary' &&
  evidence.served !== 'primary' &&
  now - state.since >= CONFIRM_MS_MAX;

export const isSettled = (evidence: Evidence, target: Target): boolean =>
  evidence.served === target && evidence.switched === target;

/** An operator goes back to a primary that is not known to be healthy: that is not contradicted. */
export const isInsisted = ({ overridden }: FailoverState): boolean =>
  overridden.includes('primary-not-healthy');
