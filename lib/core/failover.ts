import type { HealthStatus } from './health.ts';
import type { Policy, Target } from './site.ts';
import type { EpochMs } from './time.ts';
import { unreachable } from './unreachable.ts';

/** What the controller remembers of one site. */
export type FailoverState = {
  readonly phase: Phase;
  /** When the phase began. */
  readonly since: EpochMs;
  /** Moments of the latest flips, oldest first, at most FLIPS_KEPT_MAX of them. */
  readonly flips: readonly EpochMs[];
  readonly held: boolean;
  /** Why the latest decision was what it was; null before the first. */
  readonly reason: Reason | null;
};

export type Phase = 'on-primary' | 'failing-over' | 'on-secondary' | 'failing-back';

/** What the name servers answer with; `unknown` when none could be asked. */
export type Served = Target | 'neither' | 'mixed' | 'unknown';

/** All that a decision rests on. */
export type Evidence = {
  readonly primary: HealthStatus;
  /** Since when the primary has been in that health; null while unknown. */
  readonly primarySince: EpochMs | null;
  readonly secondary: HealthStatus;
  readonly served: Served;
  /** Where the switch stands: `secondary` while the object is there; `unknown` when S3 could not tell. */
  readonly switched: Target | 'unknown';
  /** The monitor can see nothing, so it claims nothing. */
  readonly blind: boolean;
};

export type Reason =
  | 'primary-healthy'
  | 'primary-unknown'
  | 'primary-unhealthy'
  | 'primary-stable'
  | 'primary-relapsed'
  | 'awaiting-dns'
  | 'dns-confirmed'
  | 'observe-only'
  | 'held'
  | 'blind'
  | 'secondary-not-healthy'
  | 'cooling-down'
  | 'daily-limit'
  | 'failback-manual'
  | 'primary-not-stable';

/** Next phase, flip or not, and why. `flipTo` repeats in the transitional phases: a flip is idempotent. */
export type Decision = {
  readonly next: FailoverState;
  readonly flipTo: Target | null;
  readonly reason: Reason;
};

export const FLIPS_KEPT_MAX = 100;
const DAY_MS = 24 * 60 * 60 * 1000;

export const initialFailoverState = (now: EpochMs): FailoverState => ({
  phase: 'on-primary',
  since: now,
  flips: [],
  held: false,
  reason: null,
});

/**
 * Decides for one site. A flip that has been begun is repeated until the name servers confirm it;
 * only the beginning of a flip is subject to the safety rules.
 */
export function decide(
  state: FailoverState,
  evidence: Evidence,
  policy: Policy,
  now: EpochMs,
): Decision {
  switch (state.phase) {
    case 'on-primary':
      return onPrimary(state, evidence, policy, now);
    case 'failing-over':
      return settle(state, evidence, 'secondary', 'on-secondary', now);
    case 'on-secondary':
      return onSecondary(state, evidence, policy, now);
    case 'failing-back':
      return failingBack(state, evidence, now);
    default:
      return unreachable(state.phase);
  }
}

function onPrimary(
  state: FailoverState,
  evidence: Evidence,
  policy: Policy,
  now: EpochMs,
): Decision {
  if (evidence.primary === 'healthy') return stay(state, 'primary-healthy');
  if (evidence.primary === 'unknown') return stay(state, 'primary-unknown');
  const block =
    ruleAgainstFlip(state, evidence, policy, now) ??
    (evidence.secondary === 'healthy' ? null : 'secondary-not-healthy');
  if (block !== null) return stay(state, block);
  return beginFlip(state, 'failing-over', 'secondary', 'primary-unhealthy', now);
}

function onSecondary(
  state: FailoverState,
  evidence: Evidence,
  policy: Policy,
  now: EpochMs,
): Decision {
  if (policy.failback === 'manual') return stay(state, 'failback-manual');
  if (!isStable(evidence, policy, now)) return stay(state, 'primary-not-stable');
  const block = ruleAgainstFlip(state, evidence, policy, now);
  if (block !== null) return stay(state, block);
  return beginFlip(state, 'failing-back', 'primary', 'primary-stable', now);
}

/**
 * A primary that relapses before the name servers went back to it ends the failback: the switch is
 * put back, which keeps visitors where they still are. That is no new flip, so no rule blocks it;
 * without it Route 53, which sees the relapse too, would never confirm and the phase never settle.
 */
function failingBack(state: FailoverState, evidence: Evidence, now: EpochMs): Decision {
  const hasRelapsed = evidence.primary === 'unhealthy' && evidence.served !== 'primary';
  if (!hasRelapsed || evidence.blind) return settle(state, evidence, 'primary', 'on-primary', now);
  const reason = 'primary-relapsed';
  const next: FailoverState = { ...state, phase: 'failing-over', since: now, reason };
  return { next, flipTo: 'secondary', reason };
}

/**
 * A flip is under way: repeat it until the switch stands there and the name servers answer with the
 * target. DNS alone is no proof: Route 53 moves by itself too, and would move back by itself if a
 * crash came between the intent and the switch.
 */
function settle(
  state: FailoverState,
  evidence: Evidence,
  target: Target,
  settled: Phase,
  now: EpochMs,
): Decision {
  if (evidence.served !== target || evidence.switched !== target)
    return { ...stay(state, 'awaiting-dns'), flipTo: target };
  const reason = 'dns-confirmed';
  return { next: { ...state, phase: settled, since: now, reason }, flipTo: null, reason };
}

/** The safety rules that hold for a flip in either direction, in the order in which people ask. */
function ruleAgainstFlip(
  state: FailoverState,
  evidence: Evidence,
  policy: Policy,
  now: EpochMs,
): Reason | null {
  if (policy.mode === 'observe') return 'observe-only';
  if (state.held) return 'held';
  if (evidence.blind) return 'blind';
  const latest = state.flips.at(-1);
  if (latest !== undefined && now - latest < policy.cooldownMs) return 'cooling-down';
  const today = state.flips.filter((at) => now - at < DAY_MS).length;
  return today >= policy.flipsPerDayMax ? 'daily-limit' : null;
}

/** An automatic failback waits until the primary has been healthy for a while, so that it does not flap. */
const isStable = (evidence: Evidence, policy: Policy, now: EpochMs): boolean =>
  evidence.primary === 'healthy' &&
  evidence.primarySince !== null &&
  now - evidence.primarySince >= policy.stableForMs;

/** Nothing changes, so that nothing is written, unless the reason did. */
const stay = (state: FailoverState, reason: Reason): Decision => ({
  next: state.reason === reason ? state : { ...state, reason },
  flipTo: null,
  reason,
});

const beginFlip = (
  state: FailoverState,
  phase: Phase,
  flipTo: Target,
  reason: Reason,
  now: EpochMs,
): Decision => ({
  next: {
    ...state,
    phase,
    since: now,
    flips: [...state.flips, now].slice(-FLIPS_KEPT_MAX),
    reason,
  },
  flipTo,
  reason,
});

/**
 * Whether visitors are back where they belong, or will only be taken back by a person. An incident
 * whose failback comes by itself is told to be over when it really is: after the failback.
 */
export function isFailbackAwaited(state: FailoverState, policy: Policy): boolean {
  const isAutomatic = policy.mode === 'automatic' && policy.failback === 'automatic' && !state.held;
  return isAutomatic && state.phase !== 'on-primary';
}
