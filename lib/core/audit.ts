import type { FailoverState, Phase, Reason } from './failover.ts';
import type { RuleId } from './rules.ts';
import type { EpochMs } from './time.ts';

/** What happened, in the order in which people ask about it. */
export type AuditEvent =
  | 'failover-begun'
  | 'failover-done'
  | 'failback-begun'
  | 'failback-done'
  | 'drill-begun'
  | 'drill-ended'
  | 'hold'
  | 'maintenance'
  | 'release'
  | 'acknowledge';

/** One line of a site's audit trail: who changed what, when and why. */
export type AuditEntry = {
  readonly site: string;
  readonly at: EpochMs;
  readonly event: AuditEvent;
  /** `understudy` for its own decisions, else the operator as the caller gave or proved it. */
  readonly by: string;
  /** The reason of the decision. */
  readonly reason: Reason | null;
  /** The operator's words; null for a decision. */
  readonly words: string | null;
  readonly phase: Phase;
  readonly overridden: readonly RuleId[];
};

/** Who acted, and in whose words; a decision of Understudy's own has none. */
export type Actor = { readonly by: string; readonly words: string | null };

export const UNDERSTUDY: Actor = { by: 'understudy', words: null };

/** What there is to write down about a change of state; nothing when only the reason changed. */
export function auditOf(
  site: string,
  before: FailoverState,
  next: FailoverState,
  actor: Actor,
  at: EpochMs,
): readonly AuditEntry[] {
  return eventsOf(before, next).map((event) => ({
    site,
    at,
    event,
    by: actor.by,
    reason: next.reason,
    words: actor.words,
    phase: next.phase,
    overridden: event.endsWith('-begun') ? next.overridden : [],
  }));
}

function eventsOf(before: FailoverState, next: FailoverState): readonly AuditEvent[] {
  // An order that takes the place of a drill may find the phase as it wants it, and is a flip.
  const isSame = before.phase === next.phase && before.flips.at(-1) === next.flips.at(-1);
  return [
    ...(before.drill === null && next.drill !== null ? (['drill-begun'] as const) : []),
    ...(isSame ? [] : [PHASE_EVENT[next.phase]]),
    ...(before.drill !== null && next.drill === null ? (['drill-ended'] as const) : []),
    ...holdEvents(before, next),
  ];
}

function holdEvents(before: FailoverState, next: FailoverState): readonly AuditEvent[] {
  if (before.hold === next.hold) return [];
  return [next.hold === null ? 'release' : next.hold.kind];
}

const PHASE_EVENT: Readonly<Record<Phase, AuditEvent>> = {
  'failing-over': 'failover-begun',
  'on-secondary': 'failover-done',
  'failing-back': 'failback-begun',
  'on-primary': 'failback-done',
};
