import {
  beginCourse,
  type Course,
  type Sent,
  send,
  take,
  unansweredSinceMs,
} from '../../lib/core/probing/course.ts';
import { type Health, type HealthStatus, observe } from '../../lib/core/probing/health.ts';
import { jitterMsMax } from '../../lib/core/probing/pace.ts';
import type { ProbeResult } from '../../lib/core/probing/probe.ts';
import type { Noise } from './outages.ts';
import { PLAIN_MS_MAX, type ProbeSource } from './rare-events.ts';
import type { WatchPolicy } from './simulated-watch.ts';
import { firstFrom, HAND_OVER_MS, resultOf, rulesFrom, WINDOW_EVERY_MS } from './watch-window.ts';

/** A long watch of a healthy, noisy target. */
export type SkippingWatch = {
  readonly noise: Noise;
  readonly policy: WatchPolicy;
  readonly startMs: number;
  readonly endMs: number;
  /** Which probes are not plain, and how. */
  readonly events: () => number;
  /** What plain probes take, and when exactly they are sent. */
  readonly timing: () => number;
  readonly onChange: (status: HealthStatus, atMs: number) => void;
  /** False steps through every probe: the same watch, only slowly. */
  readonly skips?: boolean;
};

/** Where the watch stands between two windows. */
export type WatchState = {
  readonly watch: SkippingWatch;
  readonly rare: ProbeSource;
  health: Health;
  lookedUntilMs: number | null;
  probes: number;
  readonly runs: number[];
};

type Coming = { readonly atMs: number; readonly sent: Sent; readonly result: ProbeResult };

export const isCalm = ({ status, run }: Health): boolean =>
  status === 'healthy' && run?.verdict === 'healthy';

/** The first restart that is later than this moment. */
export const restartAfter = (atMs: number, { restartEveryMs }: Noise): number =>
  Number.isFinite(restartEveryMs)
    ? (Math.floor(atMs / restartEveryMs) + 1) * restartEveryMs
    : Number.POSITIVE_INFINITY;

/** Steps through one window with the real rules, and leaves its plain probes out where it can. */
export function oneWindow(state: WatchState, beginMs: number): void {
  const { watch } = state;
  const beganAtMs = beginMs === watch.startMs ? beginMs : beginMs + HAND_OVER_MS;
  const endsAtMs = Math.min(beginMs + WINDOW_EVERY_MS, watch.endMs);
  const rules = rulesFrom(watch.policy, beganAtMs);
  let course = beginCourse(state.health, firstFrom(watch.policy, state, beganAtMs));
  let coming: readonly Coming[] = [];
  let connectedAtMs: number | null = null;
  let jitterMs = 0;
  for (;;) {
    if (coming.length === 0 && watch.skips !== false) {
      const skipped = skipPlain(state, course, connectedAtMs, endsAtMs);
      course = skipped.course;
      connectedAtMs = skipped.connectedAtMs;
    }
    const [answer] = coming;
    const answerAtMs = answer?.atMs ?? Number.POSITIVE_INFINITY;
    const dueAtMs =
      course.next === null ? Number.POSITIVE_INFINITY : course.next.dueAtMs + jitterMs;
    const atMs = Math.min(Math.max(dueAtMs, beganAtMs), answerAtMs);
    if (atMs >= endsAtMs) break;
    if (course.next !== null && atMs < answerAtMs) {
      const begun = send(course, course.next, atMs, rules);
      course = begun.course;
      jitterMs = 0;
      coming = inOrder([...coming, ask(state, begun.sent, connectedAtMs)]);
      continue;
    }
    if (answer === undefined) throw new Error('nothing is due and nothing is under way');
    coming = coming.slice(1);
    if (!answer.sent.fresh)
      connectedAtMs =
        answer.result.verdict === 'healthy' ? (connectedAtMs ?? answer.sent.sentAtMs) : null;
    takeHealth(state, answer);
    course = take(course, answer.sent, answer.result, state.health, atMs, rules);
    if (answer.sent === course.latest && course.next?.kind === 'grid')
      jitterMs = watch.timing() * jitterMsMax(watch.policy.intervalMs);
  }
  const sinceMs = unansweredSinceMs(course, endsAtMs);
  state.lookedUntilMs = sinceMs === null ? endsAtMs : Math.floor(sinceMs - 1);
}

/**
 * Leaves out the plain probes from here to whatever comes first: the next one that is not, a restart of
 * the target, the end of the window. Those beside the latter two are stepped through.
 */
function skipPlain(
  state: WatchState,
  course: Course,
  connectedAtMs: number | null,
  endsAtMs: number,
) {
  const { watch, rare } = state;
  const { next } = course;
  const same = { course, connectedAtMs };
  if (next?.kind !== 'grid' || !isCalm(state.health) || rare.plainLeft() === 0) return same;
  const { intervalMs, freshEvery } = watch.policy;
  const sinceMs = connectedAtMs ?? next.dueAtMs;
  const restartMs = restartAfter(sinceMs, watch.noise);
  const lastMs = Math.min(endsAtMs, restartMs) - jitterMsMax(intervalMs) - PLAIN_MS_MAX;
  const count = Math.min(rare.plainLeft(), Math.ceil((lastMs - next.dueAtMs) / intervalMs));
  if (count <= 0) return same;
  rare.skip(count);
  state.probes += count;
  // Without a connection the first of them opens one, and so counts as fresh.
  const opens = connectedAtMs === null;
  const pooledInARow = (opens ? count - 1 : course.pooledInARow + count) % freshEvery;
  const fresh = pooledInARow + 1 >= freshEvery;
  const dueAtMs = next.dueAtMs + count * intervalMs;
  return {
    course: {
      ...course,
      next: { ...next, fresh, dueAtMs, momentMs: dueAtMs },
      pooledInARow,
      usualMs: rare.plainMs(),
    },
    connectedAtMs: connectedAtMs ?? next.dueAtMs,
  };
}

const inOrder = (coming: readonly Coming[]): readonly Coming[] =>
  coming.length < 2 ? coming : coming.toSorted((one, other) => one.atMs - other.atMs);

function ask(state: WatchState, sent: Sent, connectedAtMs: number | null): Coming {
  const { noise } = state.watch;
  state.probes += 1;
  const ridesOn = sent.fresh ? null : connectedAtMs;
  const isStale = ridesOn !== null && restartAfter(ridesOn, noise) <= sent.sentAtMs;
  const { isHealthy, tookMs } = isStale ? { isHealthy: false, tookMs: 1 } : state.rare.ask();
  const result = resultOf(isHealthy, sent.sentAtMs, ridesOn === null, tookMs);
  return { atMs: sent.sentAtMs + tookMs, sent, result };
}

function takeHealth(state: WatchState, { result, atMs }: Coming): void {
  const before = state.health;
  state.health = observe(before, result, state.watch.policy);
  const { status, run } = state.health;
  if (run !== before.run && run?.verdict === 'unhealthy' && before.status !== 'unhealthy')
    state.runs[run.length - 1] = (state.runs[run.length - 1] ?? 0) + 1;
  if (status !== before.status) state.watch.onChange(status, atMs);
}
