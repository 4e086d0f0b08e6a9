import type { Policy } from '../site.ts';
import { type Health, isInDoubt } from './health.ts';
import { doubtMs, type Grid, nextDueMs, nextProbe, silenceMs } from './pace.ts';
import type { ProbeResult } from './probe.ts';

/** What one address is asked, and how long it may take: milliseconds on the monotonic clock. */
export type CourseRules = Pick<Policy, 'intervalMs' | 'freshEvery' | 'failureThreshold'> & {
  readonly withinMs: number;
  readonly grid: Grid;
};

/** The course of the probes of one address: what is known, under way and due. */
export type Course = {
  readonly health: Health;
  /** Null while the answer to the latest probe is all that is waited for. */
  readonly next: Due | null;
  /** Sent and not answered, in the order in which they were sent. */
  readonly underWay: readonly Sent[];
  readonly latest: Sent | null;
  readonly pooledInARow: number;
  /** What the latest healthy answer took. */
  readonly usualMs: number;
};

export type Due = {
  /** `hedge`: beside a silent probe; `confirmation`: of a pooled failure; the others are paced. */
  readonly kind: 'first' | 'grid' | 'doubt' | 'confirmation' | 'hedge';
  readonly fresh: boolean;
  readonly dueAtMs: number;
  /** The moment whose question it answers: its own, or that of the probe which it follows up. */
  readonly momentMs: number;
};

export type Sent = {
  readonly kind: Due['kind'];
  readonly fresh: boolean;
  readonly dueAtMs: number;
  readonly momentMs: number;
  readonly sentAtMs: number;
};

export const beginCourse = (
  health: Health,
  first: { readonly dueAtMs: number; readonly momentMs: number },
): Course => ({
  health,
  next: { kind: 'first', fresh: true, ...first },
  underWay: [],
  latest: null,
  pooledInARow: 0,
  usualMs: 0,
});

/**
 * Sends what is due. Should it stay silent, a hedge follows, until as many fresh ones are under way as
 * a verdict needs; not so when the address is known to be unhealthy, since nothing is gained by pressing it. A kept connection carries one request at a time.
 */
export function send(
  course: Course,
  due: Due,
  nowMs: number,
  rules: CourseRules,
): { readonly course: Course; readonly sent: Sent } {
  const fresh = due.fresh || course.underWay.some((one) => !one.fresh);
  const sent: Sent = { ...due, fresh, sentAtMs: nowMs };
  const hedge: Due = {
    kind: 'hedge',
    fresh: true,
    dueAtMs: nowMs + hedgeAfterMs(course, due, nowMs, rules),
    momentMs: due.momentMs,
  };
  const underWay = [...course.underWay, sent];
  const isEnough = underWay.filter((one) => one.fresh).length >= rules.failureThreshold;
  const next = isEnough || isSettledUnhealthy(course.health) ? null : hedge;
  return { course: { ...course, next, latest: sent, underWay }, sent };
}

/** The wait of the first hedge shrinks by this share of the time for which there has been no answer. */
const HASTE = 0.25;
const HASTE_MAX = 0.75;

/**
 * The longer a question is without an answer, the sooner it is asked again. A window that takes over
 * in the middle of a silence so makes up for the hedges that were broken off with the one before it.
 */
function hedgeAfterMs(
  { usualMs }: Course,
  { kind, momentMs }: Due,
  nowMs: number,
  { intervalMs, withinMs }: CourseRules,
): number {
  const first = silenceMs(intervalMs, withinMs, usualMs);
  // Chance delays a paced probe a little, which is no silence.
  const waitedMs = kind === 'hedge' || kind === 'first' ? nowMs - momentMs : 0;
  return first - Math.min(waitedMs * HASTE, first * HASTE_MAX);
}

/** The hedge that is due is not sent: the answers that are under way are waited for. */
export const withoutHedge = (course: Course): Course =>
  course.next?.kind === 'hedge' ? { ...course, next: null } : course;

/**
 * Takes in an answer and the health that follows from it. The answer to the latest probe decides
 * what comes next. An earlier one can bring that forward, or end the hedging: by a healthy answer,
 * which was slow and no more, or by the verdict.
 */
export function take(
  course: Course,
  sent: Sent,
  result: ProbeResult,
  health: Health,
  nowMs: number,
  rules: CourseRules,
): Course {
  const after: Course = {
    ...course,
    health,
    underWay: course.underWay.filter((one) => one !== sent),
    pooledInARow: result.fresh ? 0 : course.pooledInARow + 1,
    usualMs: result.verdict === 'healthy' ? result.phasesMs.total : course.usualMs,
  };
  if (sent === course.latest)
    return { ...after, next: dueAfter(after, sent, result, nowMs, rules) };
  if (result.verdict === 'healthy' || isSettledUnhealthy(health)) return withoutHedge(after);
  return { ...after, next: sooner(after, nowMs, rules) };
}

function dueAfter(
  { health, pooledInARow }: Course,
  sent: Sent,
  result: ProbeResult,
  nowMs: number,
  rules: CourseRules,
): Due {
  const next = nextProbe(health, result, pooledInARow, rules);
  const dueAtMs = nextDueMs(rules.grid, sent.dueAtMs, next, nowMs);
  if (next.afterMs === 0)
    return { kind: 'confirmation', fresh: true, dueAtMs, momentMs: sent.momentMs };
  const kind = next.afterMs < rules.intervalMs ? 'doubt' : 'grid';
  return { kind, fresh: next.fresh, dueAtMs, momentMs: dueAtMs };
}

/** A late failure of an earlier fresh probe is a doubt, though a later one was answered. */
function sooner({ health, next }: Course, nowMs: number, { intervalMs }: CourseRules): Due | null {
  const dueAtMs = nowMs + doubtMs(intervalMs);
  if (next === null || !isInDoubt(health) || next.dueAtMs <= dueAtMs) return next;
  return { kind: 'doubt', fresh: true, dueAtMs, momentMs: dueAtMs };
}

/**
 * The earliest moment that is without its answer when the course is broken off; null when there is
 * none. A hedge that was answered answers for the silent probe beside which it was sent.
 */
export function unansweredSinceMs(
  { next, latest, underWay }: Course,
  nowMs: number,
): number | null {
  if (latest !== null && underWay.includes(latest)) return latest.momentMs;
  return next !== null && next.momentMs <= nowMs ? next.momentMs : null;
}

const isSettledUnhealthy = (health: Health): boolean =>
  health.status === 'unhealthy' && !isInDoubt(health);
