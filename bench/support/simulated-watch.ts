import {
  beginCourse,
  type Course,
  type CourseRules,
  type Sent,
  send,
  take,
  unansweredSinceMs,
} from '../../lib/core/probing/course.ts';
import { EXPECT_ANY } from '../../lib/core/probing/expect.ts';
import {
  type Health,
  type HealthStatus,
  observe,
  UNKNOWN_HEALTH,
} from '../../lib/core/probing/health.ts';
import { firstProbe, jitterMsMax, untilGridMs } from '../../lib/core/probing/pace.ts';
import type { ProbeResult } from '../../lib/core/probing/probe.ts';
import type { Policy } from '../../lib/core/site.ts';
import { epochMs } from '../../lib/core/time.ts';

/** What a modelled target does with a probe that is sent at a moment. */
export type ModelTarget = (
  atMs: number,
  /** When the connection was opened that the probe rides on; null for a new one. */
  connectedAtMs: number | null,
) => { readonly isHealthy: boolean; readonly tookMs: number };

export type WatchPolicy = Pick<
  Policy,
  'intervalMs' | 'freshEvery' | 'failureThreshold' | 'successThreshold'
>;

/** The defaults of sites.yml, with an interval. */
export const policyEvery = (intervalMs: number): WatchPolicy => ({
  intervalMs,
  freshEvery: 10,
  failureThreshold: 4,
  successThreshold: 2,
});

/** As scheduled: every minute a window on connections of its own, and a moment to hand over in. */
const WINDOW_EVERY_MS = 60_000;
const HAND_OVER_MS = 400;
/** Far more probes than any rule sends; a simulation that gets there has a clock that stands still. */
const PROBES_PER_SECOND_MAX = 20;

export const WITHIN_MS = EXPECT_ANY.withinMs;

export type SimulatedWatch = {
  readonly target: ModelTarget;
  readonly policy: WatchPolicy;
  readonly startMs: number;
  readonly endMs: number;
  readonly chance: () => number;
  /** Told of each change of health, at the moment when it is known; false ends the watch. */
  readonly onChange: (status: HealthStatus, atMs: number) => boolean;
};

/**
 * Months of watching in seconds: the real rules, window after window, on a clock that jumps to the
 * next thing that happens.
 */
export function watchSimulated(watch: SimulatedWatch): { readonly probes: number } {
  const state: State = { health: UNKNOWN_HEALTH, lookedUntilMs: null, probes: 0, isOver: false };
  for (let beginMs = watch.startMs; beginMs < watch.endMs; beginMs += WINDOW_EVERY_MS) {
    const holeMs = beginMs === watch.startMs ? 0 : HAND_OVER_MS;
    oneWindow(watch, state, beginMs + holeMs, Math.min(beginMs + WINDOW_EVERY_MS, watch.endMs));
    if (state.isOver) break;
  }
  return { probes: state.probes };
}

type State = {
  health: Health;
  lookedUntilMs: number | null;
  probes: number;
  isOver: boolean;
};

/** An answer that will come. */
type Coming = { readonly atMs: number; readonly sent: Sent; readonly result: ProbeResult };

function oneWindow(watch: SimulatedWatch, state: State, beganAtMs: number, endsAtMs: number): void {
  const rules = rulesOf(watch, beganAtMs);
  let course = beginCourse(state.health, firstOf(watch, state, beganAtMs));
  let coming: readonly Coming[] = [];
  let connectedAtMs: number | null = null;
  let jitterMs = 0;
  for (;;) {
    const [answer] = coming;
    const dueAtMs =
      course.next === null ? Number.POSITIVE_INFINITY : course.next.dueAtMs + jitterMs;
    const atMs = Math.min(Math.max(dueAtMs, beganAtMs), answer?.atMs ?? Number.POSITIVE_INFINITY);
    if (atMs >= endsAtMs) break;
    if (course.next !== null && atMs < (answer?.atMs ?? Number.POSITIVE_INFINITY)) {
      const begun = send(course, course.next, atMs, rules);
      course = begun.course;
      jitterMs = 0;
      coming = inOrder([...coming, ask(watch.target, begun.sent, connectedAtMs)]);
      count(watch, state);
      continue;
    }
    if (answer === undefined) throw new Error('nothing is due and nothing is under way');
    coming = coming.slice(1);
    if (!answer.sent.fresh)
      connectedAtMs =
        answer.result.verdict === 'healthy' ? (connectedAtMs ?? answer.sent.sentAtMs) : null;
    takeHealth(watch, state, answer);
    if (state.isOver) return;
    course = take(course, answer.sent, answer.result, state.health, atMs, rules);
    if (answer.sent === course.latest) jitterMs = drawJitterMs(watch, course);
  }
  const sinceMs = unansweredSinceMs(course, endsAtMs);
  state.lookedUntilMs = sinceMs === null ? endsAtMs : Math.floor(sinceMs - 1);
}

const inOrder = (coming: readonly Coming[]): readonly Coming[] =>
  coming.length < 2 ? coming : coming.toSorted((one, other) => one.atMs - other.atMs);

function ask(target: ModelTarget, sent: Sent, connectedAtMs: number | null): Coming {
  const ridesOn = sent.fresh ? null : connectedAtMs;
  const { isHealthy, tookMs } = target(sent.sentAtMs, ridesOn);
  const result = resultOf(isHealthy, sent.sentAtMs, ridesOn === null, tookMs);
  return { atMs: sent.sentAtMs + tookMs, sent, result };
}

function takeHealth(watch: SimulatedWatch, state: State, { result, atMs }: Coming): void {
  const before = state.health.status;
  state.health = observe(state.health, result, watch.policy);
  const { status } = state.health;
  if (status !== before && !watch.onChange(status, atMs)) state.isOver = true;
}

function rulesOf({ policy }: SimulatedWatch, beganAtMs: number): CourseRules {
  const anchorMs = beganAtMs + untilGridMs(KEY, policy.intervalMs, epochMs(beganAtMs));
  return { ...policy, withinMs: WITHIN_MS, grid: { anchorMs, intervalMs: policy.intervalMs } };
}

function firstOf({ policy }: SimulatedWatch, state: State, beganAtMs: number) {
  const { health, lookedUntilMs } = state;
  const lookedUntil = lookedUntilMs === null ? null : epochMs(lookedUntilMs);
  const hole = { intervalMs: policy.intervalMs, lookedUntil };
  const { delayMs, overdueMs } = firstProbe(KEY, health, hole, epochMs(beganAtMs));
  const dueAtMs = beganAtMs + delayMs;
  return { dueAtMs, momentMs: overdueMs === 0 ? dueAtMs : beganAtMs - overdueMs };
}

const drawJitterMs = ({ chance, policy }: SimulatedWatch, { next }: Course): number =>
  next?.kind === 'grid' ? chance() * jitterMsMax(policy.intervalMs) : 0;

function count({ startMs, endMs }: SimulatedWatch, state: State): void {
  state.probes += 1;
  if (state.probes > (PROBES_PER_SECOND_MAX * (endMs - startMs)) / 1_000)
    throw new Error('the simulated clock stands still');
}

const KEY = 'www.example.com 203.0.113.10';

const COMMON = {
  address: '203.0.113.10',
  status: null,
  isSlow: false,
  certificate: null,
  firstBytes: null,
};

const resultOf = (
  isHealthy: boolean,
  atMs: number,
  fresh: boolean,
  total: number,
): ProbeResult => ({
  ...COMMON,
  at: epochMs(atMs),
  fresh,
  phasesMs: { resolve: null, connect: null, tls: null, firstByte: null, transfer: null, total },
  ...(isHealthy
    ? { verdict: 'healthy', cause: null, detail: '' }
    : { verdict: 'unhealthy', cause: 'reset', detail: '' }),
});
