import { type Drill, NO_MARKS } from './drill.ts';
import { abandonDrill, cancelDrill, restore } from './drill-course.ts';
import type { Decision, Evidence, FailoverState } from './failover.ts';
import { beginFlip, turnBack } from './flip.ts';
import { blocksOf, type FlipKind, RULE_IDS, type RuleFacts, type RuleId } from './rules.ts';
import type { Policy, Target } from './site.ts';
import type { EpochMs } from './time.ts';

/** What an operator wants, and why. */
export type Order = {
  readonly target: Target;
  readonly by: string;
  /** In the operator's words; kept in the audit trail. */
  readonly reason: string;
  /** Safety rules that shall not block this flip. */
  readonly overrides: readonly RuleId[];
};

/** What becomes of an order. `already`: the phase is, or is on its way to, what was ordered. */
export type OrderRuling =
  | { readonly kind: 'begun'; readonly decision: Decision; readonly overridden: readonly RuleId[] }
  | { readonly kind: 'already' }
  | { readonly kind: 'blocked'; readonly blockedBy: readonly RuleId[] };

/** Decides about an order. Only the rules that really block are overridden, and only those named. */
export function decideOrder(order: Order, facts: RuleFacts): OrderRuling {
  const { state, evidence, now } = facts;
  if (isAlready(order.target, state, evidence)) return { kind: 'already' };
  if (order.target === 'primary' && state.drill !== null) {
    const drill = cancelDrill(state.drill, now);
    return { kind: 'begun', decision: restore(state, drill, 'drill-stopped', now), overridden: [] };
  }
  const kind = order.target === 'secondary' ? 'ordered-failover' : 'ordered-failback';
  return overruled(kind, order.overrides, facts, (overridden) =>
    beginFlip(abandonDrill(state, now), order.target, 'ordered', now, {
      cause: 'order',
      overridden,
    }),
  );
}

/** What a drill needs to know. */
export type DrillRequest = Omit<Drill, 'marks' | 'badPages' | 'stopped' | 'startedAt'> & {
  readonly overrides: readonly RuleId[];
};

/** Decides whether a drill begins: a failover that nobody counts, with its way back. */
export function startDrill(
  { overrides, ...request }: DrillRequest,
  state: FailoverState,
  evidence: Evidence,
  policy: Policy,
  now: EpochMs,
): OrderRuling {
  const facts = { state, evidence, policy, now };
  if (isAway(state, evidence))
    return { kind: 'blocked', blockedBy: blocksWhileAway(overrides, facts) };
  return overruled('drill', overrides, facts, (overridden) => {
    const drill: Drill = {
      ...request,
      startedAt: now,
      marks: NO_MARKS,
      badPages: 0,
      stopped: null,
    };
    const next: FailoverState = { ...state, cause: 'drill', overridden, drill };
    return turnBack(next, 'failing-over', 'secondary', 'drill', now);
  });
}

function isAlready(target: Target, { phase, drill }: FailoverState, evidence: Evidence): boolean {
  if (target === 'secondary') return drill === null && TOWARDS_SECONDARY.has(phase);
  return (phase === 'on-primary' && evidence.switched !== 'secondary') || phase === 'failing-back';
}

const TOWARDS_SECONDARY: ReadonlySet<FailoverState['phase']> = new Set([
  'failing-over',
  'on-secondary',
]);

function overruled(
  kind: FlipKind,
  overrides: readonly RuleId[],
  facts: RuleFacts,
  begin: (overridden: readonly RuleId[]) => Decision,
): OrderRuling {
  const blocks = blocksOf(kind, facts);
  const blockedBy = blocks.filter((id) => !overrides.includes(id));
  if (blockedBy.length > 0) return { kind: 'blocked', blockedBy };
  return { kind: 'begun', decision: begin(blocks), overridden: blocks };
}

/** Visitors who are on the secondary already, or on their way, cannot be moved there for practice. */
const isAway = ({ phase }: FailoverState, { served, switched }: Evidence): boolean =>
  phase !== 'on-primary' || served === 'secondary' || switched === 'secondary';

/** That nobody is there to be moved cannot be overridden, so it is named beside whatever else blocks. */
function blocksWhileAway(overrides: readonly RuleId[], facts: RuleFacts): readonly RuleId[] {
  const always = facts.state.drill === null ? 'flip-under-way' : 'drill-under-way';
  const blocks = blocksOf('drill', facts).filter((id) => !overrides.includes(id));
  return RULE_IDS.filter((id) => id === always || blocks.includes(id));
}
