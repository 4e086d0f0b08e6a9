import type { Drill, DrillReport } from './drill.ts';
import { decideDrill } from './drill-course.ts';
import { beginFlip, isInsisted, settle, stay, turnBack } from './flip.ts';
import { decideOnForeignSwitch } from './foreign-switch.ts';
import type { Hold } from './hold.ts';
import type { HealthStatus } from './probing/health.ts';
import { firstBlock, type RuleId } from './rules.ts';
import type { Policy, Target } from './site.ts';
import type { EpochMs } from './time.ts';
import { unreachable } from './unreachable.ts';

/** What the controller remembers of one site. */
export type FailoverState = {
  readonly phase: Phase;
  /** When the phase began. */
  readonly since: EpochMs;
  /**
   * Moments of the latest flips that moved visitors, oldest first, at most FLIPS_KEPT_MAX of them. A
   * drill's flips, a latch and a failback that is called off are not among them.
   */
  readonly flips: readonly EpochMs[];
  /** Who put visitors where they are, or is doing so. */
  readonly cause: FlipCause;
  /** The rules that an operator overrode for the latest flip. */
  readonly overridden: readonly RuleId[];
  readonly hold: Hold | null;
  readonly drill: Drill | null;
  readonly lastDrill: DrillReport | null;
  /** Why the latest decision was what it was; null before the first. */
  readonly reason: Reason | null;
};

export type Phase = 'on-primary' | 'failing-over' | 'on-secondary' | 'failing-back';
export type FlipCause = 'decision' | 'order' | 'drill';

/** What the name servers answer with; `unknown` when none could be asked. */
export type Served = Target | 'neither' | 'mixed' | 'unknown';

/** All that a decision rests on. */
export type Evidence = {
  readonly primary: HealthStatus;
  /** Since when the primary has been in that health; null while unknown. */
  readonly primarySince: EpochMs | null;
  /**
   * The primary has just answered a probe of the failover function's own, as it should. False when it
   * did not in half a second, and when it was not asked.
   */
  readonly answersUs: boolean;
  /** Looked at for this decision, by fetching its page: never older than the decision. */
  readonly secondary: HealthStatus;
  readonly served: Served;
  /** Where the switch stands: `secondary` while the object is there; `unknown` when S3 could not tell. */
  readonly switched: Target | 'unknown';
  /** Whether a note of Understudy's is in the switch object; false for one that a person made. */
  readonly isSwitchOurs: boolean;
  /** The monitor can see nothing, so it claims nothing. */
  readonly blind: boolean;
  /** Windows in which the primary was healthy, as far as they are counted. */
  readonly healthyWindows: number;
  /** When the outage began that people hear of at this moment; null while there is none. */
  readonly outageSince: EpochMs | null;
};

export type Reason =
  | RuleId
  | 'primary-healthy'
  | 'primary-unknown'
  | 'primary-unhealthy'
  | 'secondary-preferred'
  | 'route53-failed-over'
  | 'primary-stable'
  | 'primary-relapsed'
  | 'awaiting-dns'
  | 'dns-confirmed'
  | 'dns-unconfirmed'
  | 'failback-manual'
  | 'awaiting-order'
  | 'primary-not-stable'
  | 'ordered'
  | 'switched-by-hand'
  | 'stray-switch'
  | 'drill'
  | 'drill-staying'
  | 'drill-over'
  | 'drill-stopped'
  | 'drill-became-failover';

/** Next phase, flip or not, and why. `flipTo` repeats in the transitional phases: a flip is idempotent. */
export type Decision = {
  readonly next: FailoverState;
  readonly flipTo: Target | null;
  readonly reason: Reason;
};

export const initialFailoverState = (now: EpochMs): FailoverState => ({
  phase: 'on-primary',
  since: now,
  flips: [],
  cause: 'decision',
  overridden: [],
  hold: null,
  drill: null,
  lastDrill: null,
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
  const onForeign = decideOnForeignSwitch(state, evidence, policy, now);
  if (onForeign !== null) return onForeign;
  if (state.drill !== null) return decideDrill(state, state.drill, evidence, now);
  switch (state.phase) {
    case 'on-primary':
      return onPrimary(state, evidence, policy, now);
    case 'failing-over':
      return settle(state, evidence, 'secondary', now);
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
  const facts = { state, evidence, policy, now };
  if (evidence.served === 'secondary') return latch(facts);
  const block = firstBlock('failover', facts);
  if (block !== null) return stay(state, block);
  const reason = evidence.secondary === 'unhealthy' ? 'secondary-preferred' : 'primary-unhealthy';
  return beginFlip(state, 'secondary', reason, now);
}

/**
 * Route 53 has failed over by itself, and would fail back by itself at the first good answer. The
 * switch keeps visitors where they are; since it moves nobody, the limits on flips do not matter.
 */
function latch(facts: {
  readonly state: FailoverState;
  readonly evidence: Evidence;
  readonly policy: Policy;
  readonly now: EpochMs;
}): Decision {
  const block = firstBlock('latch', facts);
  if (block !== null) return stay(facts.state, block);
  const state: FailoverState = { ...facts.state, cause: 'decision', overridden: [] };
  return turnBack(state, 'failing-over', 'secondary', 'route53-failed-over', facts.now);
}

function onSecondary(
  state: FailoverState,
  evidence: Evidence,
  policy: Policy,
  now: EpochMs,
): Decision {
  if (state.cause === 'order') return stay(state, 'awaiting-order');
  if (policy.failback === 'manual') return stay(state, 'failback-manual');
  if (!isStable(evidence, policy, now)) return stay(state, 'primary-not-stable');
  const block = firstBlock('failback', { state, evidence, policy, now });
  if (block !== null) return stay(state, block);
  return beginFlip(state, 'primary', 'primary-stable', now);
}

/**
 * A primary that relapses before the name servers went back to it ends the failback: the switch is
 * put back, which keeps visitors where they still are. That is no new flip, so no rule blocks it;
 * without it Route 53, which sees the relapse too, would never confirm and the phase never settle.
 * An operator who goes back to an unhealthy primary all the same is not contradicted.
 */
function failingBack(state: FailoverState, evidence: Evidence, now: EpochMs): Decision {
  const hasRelapsed = evidence.primary === 'unhealthy' && evidence.served !== 'primary';
  if (!hasRelapsed || evidence.blind || isInsisted(state))
    return settle(state, evidence, 'primary', now);
  const by = { cause: 'decision', overridden: [] } as const;
  return turnBack({ ...state, ...by }, 'failing-over', 'secondary', 'primary-relapsed', now);
}

/** An automatic failback waits until the primary has been healthy for a while, so that it does not flap. */
const isStable = (evidence: Evidence, policy: Policy, now: EpochMs): boolean =>
  evidence.primary === 'healthy' &&
  evidence.primarySince !== null &&
  now - evidence.primarySince >= policy.stableForMs;

/**
 * Whether visitors are back where they belong, or will only be taken back by a person. An incident
 * whose failback comes by itself is told to be over when it really is: after the failback.
 */
export function isFailbackAwaited(state: FailoverState, policy: Policy): boolean {
  const endsByItself = state.hold === null || state.hold.until !== null;
  const isAutomatic =
    policy.mode === 'automatic' &&
    policy.failback === 'automatic' &&
    endsByItself &&
    state.cause !== 'order';
  return isAutomatic && state.phase !== 'on-primary';
}
