import {
  blockedPresence,
  type ControllerIncidents,
  drillOverduePresence,
  followAll,
  holdEndingPresence,
} from '../../core/alerts/controller-incidents.ts';
import type { Evidence, FailoverState } from '../../core/failover.ts';
import { isQuiet } from '../../core/maintenance.ts';
import type { ControllerState } from '../../core/records.ts';
import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import { blockedAlert } from '../../render/alerts/blocked-alert.ts';
import { drillOverdueAlert } from '../../render/alerts/drill-overdue-alert.ts';
import { holdEndingAlert } from '../../render/alerts/hold-ending-alert.ts';
import type { TellDeps, Voice } from './tell-incident.ts';
import { tellingFor } from './telling-for.ts';

/** What a decision shows of the incidents that rest on nothing but the record and the clock. */
export const followDecision = (
  { policy }: Site,
  before: ControllerIncidents,
  next: FailoverState,
  now: EpochMs,
): ControllerIncidents =>
  followAll(before, {
    blocked: { presence: blockedPresence(next), at: now },
    'hold-ending': { presence: holdEndingPresence(next.hold, now), at: now },
    'drill-overdue': { presence: drillOverduePresence(policy.drill, next, now), at: now },
  });

/** How they are told after a decision that rested on this evidence. */
export const decisionVoices = (
  deps: TellDeps,
  site: Site,
  evidence: Evidence,
): readonly Voice[] => [
  {
    class: 'blocked',
    telling: tellingFor(deps, 'blocked'),
    isMuted: inMaintenance(site),
    gravity: () => blockedGravity(evidence),
    message: (event, { incidents, failover }, now) =>
      blockedAlert(event, { site, incident: incidents.blocked, failover, evidence, now }),
  },
  {
    class: 'hold-ending',
    telling: tellingFor(deps, 'hold-ending'),
    // Also of a maintenance people want to hear before it ends, and of neither when it has ended.
    isMuted: ({ incidents }) => incidents['hold-ending'].state === 'over',
    gravity: () => 1,
    message: (_event, { incidents, failover }, now) =>
      holdEndingAlert({ site, incident: incidents['hold-ending'], failover, evidence, now }),
  },
  {
    class: 'drill-overdue',
    telling: seldom(tellingFor(deps, 'drill-overdue')),
    isMuted: isBusy(site),
    gravity: () => 1,
    message: (event, { incidents, failover }, now) =>
      drillOverdueAlert(event, { site, incident: incidents['drill-overdue'], failover, now }),
  },
];

/** Whether a maintenance is in force, ordered or planned: then nothing is told. */
const inMaintenance =
  ({ policy }: Site): Voice['isMuted'] =>
  ({ failover }: ControllerState, now) =>
    isQuiet(failover.hold, policy.maintenance, now);

/** During a drill, too, all that a drill may bring about is not told. */
export const isBusy =
  (site: Site): Voice['isMuted'] =>
  (record, now) =>
    record.failover.drill !== null || inMaintenance(site)(record, now);

/** Route 53 decides by itself: where it has moved visitors, a failover that is blocked hurts nobody yet. */
const blockedGravity = ({ served }: Evidence): number => (served === 'secondary' ? 1 : 2);

/** Nobody rehearses sooner for being told every day. */
const DRILL_REMINDER_MS = 7 * 24 * 60 * 60_000;

const seldom = (telling: Voice['telling']): Voice['telling'] => ({
  ...telling,
  remindEveryMs:
    telling.remindEveryMs === null ? null : Math.max(telling.remindEveryMs, DRILL_REMINDER_MS),
});
