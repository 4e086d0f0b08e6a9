import { cancelDrill } from './drill-course.ts';
import type { Decision, Evidence, FailoverState } from './failover.ts';
import { turnBack } from './flip.ts';
import { firstBlock, type RuleId } from './rules.ts';
import type { Policy } from './site.ts';
import type { EpochMs } from './time.ts';

/**
 * The switch does not stand where the phase says. A person put or removed it, which is an order that
 * works without Understudy and is taken over; or a put of our own came late, after its flip had been
 * taken back, and is taken back, too.
 */
export function decideOnForeignSwitch(
  state: FailoverState,
  evidence: Evidence,
  policy: Policy,
  now: EpochMs,
): Decision | null {
  const { phase } = state;
  const { switched } = evidence;
  if (phase === 'on-secondary' && switched === 'primary')
    return removedByHand(state, evidence, now);
  if (phase !== 'on-primary' || switched !== 'secondary') return null;
  if (!evidence.isSwitchOurs) {
    const by = { cause: 'order', overridden: [] } as const;
    return turnBack({ ...state, ...by }, 'failing-over', 'secondary', 'switched-by-hand', now);
  }
  if (firstBlock('stray', { state, evidence, policy, now }) !== null) return null;
  const by = { cause: 'decision', overridden: [] } as const;
  return turnBack({ ...state, ...by }, 'failing-back', 'primary', 'stray-switch', now);
}

/** Nobody was asked about the rules; the one that would have mattered counts as overridden. */
function removedByHand(state: FailoverState, evidence: Evidence, now: EpochMs): Decision {
  const overridden: readonly RuleId[] =
    evidence.primary === 'healthy' ? [] : ['primary-not-healthy'];
  const drill = state.drill === null ? null : cancelDrill(state.drill, now);
  const next: FailoverState = { ...state, cause: 'order', overridden, drill };
  return turnBack(next, 'failing-back', 'primary', 'switched-by-hand', now);
}
