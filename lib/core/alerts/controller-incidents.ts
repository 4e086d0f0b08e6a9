import { isDrillDue } from '../drill-window.ts';
import type { FailoverState, Reason } from '../failover.ts';
import type { Hold } from '../hold.ts';
import type { DrillPolicy } from '../site.ts';
import type { EpochMs } from '../time.ts';
import { follow, type Incident, NO_INCIDENT, type Presence } from './incident.ts';
import type { IncidentClass } from './incident-class.ts';

/** The incidents that the failover function follows and tells; the others are the probe function's. */
export type ControllerClass = Extract<
  IncidentClass,
  'blocked' | 'drift' | 'not-ready' | 'hold-ending' | 'drill-overdue'
>;

export type ControllerIncidents = Readonly<Record<ControllerClass, Incident>>;

export const NO_CONTROLLER_INCIDENTS: ControllerIncidents = {
  blocked: NO_INCIDENT,
  drift: NO_INCIDENT,
  'not-ready': NO_INCIDENT,
  'hold-ending': NO_INCIDENT,
  'drill-overdue': NO_INCIDENT,
};

/** What is there of some classes, and since when or until when where that is not this moment. */
export type Presences = Readonly<
  Partial<Record<ControllerClass, { readonly presence: Presence; readonly at: EpochMs }>>
>;

/** Follows the classes that were looked at. Where nothing is new the incidents stay the very same. */
export function followAll(before: ControllerIncidents, seen: Presences): ControllerIncidents {
  const changed = (Object.keys(seen) as ControllerClass[]).flatMap((kind) => {
    const look = seen[kind];
    if (look === undefined) return [];
    const next = follow(before[kind], look.presence, look.at);
    return next === before[kind] ? [] : [[kind, next] as const];
  });
  return changed.length === 0 ? before : { ...before, ...Object.fromEntries(changed) };
}

/** Whether a rule keeps visitors on an unhealthy primary, as far as the latest decision tells. */
export function blockedPresence({ phase, drill, reason }: FailoverState): Presence {
  if (phase !== 'on-primary' || drill !== null) return 'absent';
  if (reason === null || UNDECIDED.has(reason)) return 'unknown';
  return BLOCKING.has(reason) ? 'present' : 'absent';
}

/**
 * A rule that keeps visitors on an unhealthy primary: somebody has to know, but not in a maintenance. That a site
 * is only observed surprises nobody: its outage says so, with the command that moves visitors.
 */
const BLOCKING: ReadonlySet<Reason> = new Set<Reason>([
  'held',
  'blind',
  'not-armed',
  'both-unhealthy',
  'secondary-not-healthy',
  'cooling-down',
  'daily-limit',
]);

/** Decisions to wait, which neither begin nor end anything. */
const UNDECIDED: ReadonlySet<Reason> = new Set<Reason>([
  'primary-unknown',
  'primary-answers',
  'maintenance',
]);

/** So long before its end people hear of a hold: time enough to prolong it. */
export const HOLD_ENDS_SOON_MS = 15 * 60_000;

/**
 * Whether an ordered hold ends soon. One that is short from the start is fresh in the mind of whoever ordered
 * it; a planned maintenance ends as everybody knows.
 */
export function holdEndingPresence(ordered: Hold | null, now: EpochMs): Presence {
  if (ordered === null || ordered.until === null) return 'absent';
  const isShort = ordered.until - ordered.since < 2 * HOLD_ENDS_SOON_MS;
  const isSoon = now < ordered.until && ordered.until - now <= HOLD_ENDS_SOON_MS;
  return isSoon && !isShort ? 'present' : 'absent';
}

/** Whether no drill has passed for longer than the policy wants; while one is under way that is open. */
export function drillOverduePresence(
  policy: DrillPolicy,
  { drill, lastDrill }: FailoverState,
  now: EpochMs,
): Presence {
  if (drill !== null) return 'unknown';
  return isDrillDue(policy, lastDrill, now) ? 'present' : 'absent';
}
