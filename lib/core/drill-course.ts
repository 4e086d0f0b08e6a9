import {
  type Drill,
  type DrillLook,
  type DrillMarks,
  type DrillReport,
  type DrillStop,
  NO_MARKS,
  type Rto,
} from './drill.ts';
import type { Decision, Evidence, FailoverState, Reason } from './failover.ts';
import { isInsisted, isSettled, settle, stay, turnBack } from './flip.ts';
import type { EpochMs } from './time.ts';
import { unreachable } from './unreachable.ts';

/**
 * Writes down what was seen; a moment that was seen once stays. What is seen on the way out counts
 * from the switch on: Route 53 moves by itself, too, and then there is nothing to measure.
 */
export function observeDrill(
  drill: Drill,
  evidence: Evidence,
  look: DrillLook,
  now: EpochMs,
): Drill {
  const { marks } = drill;
  const mark = (known: EpochMs | null, isSeen: boolean) => known ?? (isSeen ? now : null);
  const isGoingOut = marks.restoring === null;
  const flipped = mark(marks.flipped, isGoingOut && evidence.switched === 'secondary');
  const isOut = isGoingOut && flipped !== null;
  const next = {
    flipped,
    checkers: mark(marks.checkers, isOut && look.checkersSeeSwitch === true),
    nameServers: mark(marks.nameServers, isOut && evidence.served === 'secondary'),
    page: mark(marks.page, isOut && look.page === 'secondary'),
    restoring: marks.restoring,
    restored: mark(marks.restored, !isGoingOut && isSettled(evidence, 'primary')),
  };
  const badPages = BAD.has(look.page) ? drill.badPages + 1 : 0;
  const isSame = badPages === drill.badPages && isSameMarks(marks, next);
  return isSame ? drill : { ...drill, marks: next, badPages };
}

/** What brings nothing new is not written once a second. */
const isSameMarks = (one: DrillMarks, other: DrillMarks): boolean =>
  MOMENTS.every((moment) => one[moment] === other[moment]);

const MOMENTS = Object.keys(NO_MARKS) as readonly (keyof DrillMarks)[];

const BAD: ReadonlySet<DrillLook['page']> = new Set<DrillLook['page']>(['other', 'unreachable']);
/** One may be a hiccup between us and S3; so many in a row are what visitors meet, too. */
const BAD_PAGES_MAX = 3;

/**
 * Decides while a drill is under way. Whatever goes wrong ends in a failback at once, which no rule
 * blocks; only when the primary itself fails do visitors stay: then the drill has become a failover.
 */
export function decideDrill(
  state: FailoverState,
  drill: Drill,
  evidence: Evidence,
  now: EpochMs,
): Decision {
  if (isRealOutage(state, evidence)) return becomeFailover(state, drill, now);
  switch (state.phase) {
    case 'failing-over':
    case 'on-secondary':
      return goOut(state, drill, evidence, now);
    case 'failing-back':
      return comeBack(state, drill, evidence, now);
    case 'on-primary':
      // The failback was confirmed by somebody else's decision: the drill is over.
      return end(state, drill, drill.stopped === null ? 'passed' : 'failed', now);
    default:
      return unreachable(state.phase);
  }
}

/** Once visitors are back on the primary the ordinary rules decide about its outage. */
const isRealOutage = (state: FailoverState, evidence: Evidence): boolean =>
  evidence.primary === 'unhealthy' &&
  !evidence.blind &&
  evidence.secondary !== 'unhealthy' &&
  (state.phase !== 'failing-back' || (evidence.served !== 'primary' && !isInsisted(state)));

function goOut(state: FailoverState, drill: Drill, evidence: Evidence, now: EpochMs): Decision {
  const stop = drill.stopped ?? reasonToStop(state, drill, evidence, now);
  if (stop !== null) return restore(state, { ...drill, stopped: stop }, 'drill-stopped', now);
  const { page } = drill.marks;
  // Also while nobody can tell what is served: the time that was announced is over.
  if (page !== null && now - page >= drill.stayMs) return restore(state, drill, 'drill-over', now);
  if (page === null || !isSettled(evidence, 'secondary'))
    return { ...stay(state, 'awaiting-dns'), flipTo: 'secondary' };
  if (state.phase === 'on-secondary') return stay(state, 'drill-staying');
  const reason = 'drill-staying';
  return { next: { ...state, phase: 'on-secondary', since: now, reason }, flipTo: null, reason };
}

/** A secondary that was just looked at and is no good is left at once; DNS has its time. */
function reasonToStop(
  { since }: FailoverState,
  { marks, withinMs, badPages }: Drill,
  { secondary }: Evidence,
  now: EpochMs,
): DrillStop | null {
  if (secondary === 'unhealthy' || badPages >= BAD_PAGES_MAX) return 'secondary-failed';
  if (marks.page !== null || now - since < withinMs) return null;
  return marks.nameServers === null ? 'dns-did-not-move' : 'secondary-failed';
}

/** Takes visitors back, whatever is left of the drill. */
export function restore(
  state: FailoverState,
  drill: Drill,
  reason: Reason,
  now: EpochMs,
): Decision {
  const next: FailoverState = { ...state, overridden: [], drill: restoring(drill, now) };
  return turnBack(next, 'failing-back', 'primary', reason, now);
}

/** An operator ends it before its time. */
export const cancelDrill = (drill: Drill, now: EpochMs): Drill =>
  restoring({ ...drill, stopped: 'cancelled' }, now);

/** An operator's failover takes the place of the drill: it is over, and visitors stay. */
export function abandonDrill(state: FailoverState, now: EpochMs): FailoverState {
  if (state.drill === null) return state;
  const stopped = 'cancelled';
  return { ...state, drill: null, lastDrill: reportOf({ ...state.drill, stopped }, 'failed', now) };
}

const restoring = (drill: Drill, now: EpochMs): Drill => ({
  ...drill,
  marks: { ...drill.marks, restoring: drill.marks.restoring ?? now },
});

/** Going back is repeated for as long as it takes; that it takes too long is a result. */
function comeBack(state: FailoverState, drill: Drill, evidence: Evidence, now: EpochMs): Decision {
  const settled = settle(state, evidence, 'primary', now);
  if (settled.flipTo === null) {
    const { restoring, restored } = drill.marks;
    const marks = {
      ...drill.marks,
      restoring: restoring ?? state.since,
      restored: restored ?? now,
    };
    const outcome = drill.stopped === null ? 'passed' : 'failed';
    return end(settled.next, { ...drill, marks }, outcome, now);
  }
  if (drill.stopped !== null || now - state.since < drill.withinMs) return settled;
  const late: Drill = { ...drill, stopped: 'dns-did-not-move' };
  return { ...settled, next: { ...settled.next, drill: late } };
}

function end(
  state: FailoverState,
  drill: Drill,
  outcome: DrillReport['outcome'],
  now: EpochMs,
): Decision {
  const reason = 'dns-confirmed';
  const lastDrill = reportOf(drill, outcome, now);
  const next: FailoverState = { ...state, cause: 'decision', drill: null, lastDrill, reason };
  return { next, flipTo: null, reason };
}

function becomeFailover(state: FailoverState, drill: Drill, now: EpochMs): Decision {
  const reason = 'drill-became-failover';
  const stopped = 'primary-failed';
  const lastDrill = reportOf({ ...drill, stopped }, 'became-failover', now);
  const by = { cause: 'decision', overridden: [] } as const;
  const next: FailoverState = { ...state, ...by, drill: null, lastDrill };
  return turnBack(next, 'failing-over', 'secondary', reason, now);
}

const reportOf = (
  { id, site, by, reason, startedAt, stopped, marks, expected }: Drill,
  outcome: DrillReport['outcome'],
  now: EpochMs,
): DrillReport => ({
  site,
  id,
  by,
  reason,
  startedAt,
  endedAt: now,
  outcome,
  stopped,
  marks,
  rto: { expected, measuredMoveMs: moveMs(marks) },
});

const moveMs = ({ flipped, page }: Drill['marks']): Rto['measuredMoveMs'] =>
  flipped === null || page === null ? null : page - flipped;
