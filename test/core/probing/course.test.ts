import fc from 'fast-check';
import {
  beginCourse,
  type Course,
  type CourseRules,
  type Sent,
  send,
  take,
  unansweredSinceMs,
  withoutHedge,
} from '../../../lib/core/probing/course.ts';
import { type Health, isInDoubt, observe } from '../../../lib/core/probing/health.ts';
import { epochMs } from '../../../lib/core/time.ts';
import { healthyProbe, unhealthyProbe } from '../../support/probes.ts';

const WITHIN_MS = 2_000;
const THRESHOLDS = { failureThreshold: 4, successThreshold: 2 };
const SETTLED: Health = {
  status: 'healthy',
  since: epochMs(0),
  run: { verdict: 'healthy', length: 9 },
};

const rulesEvery = (intervalMs: number): CourseRules => ({
  intervalMs,
  freshEvery: 10,
  failureThreshold: THRESHOLDS.failureThreshold,
  withinMs: WITHIN_MS,
  grid: { anchorMs: 0, intervalMs },
});

type Answer = { readonly isHealthy: boolean; readonly tookMs: number };
type Played = {
  readonly sends: readonly {
    readonly sent: Sent;
    readonly before: Course;
    readonly after: Course;
  }[];
  readonly courses: readonly { readonly course: Course; readonly atMs: number }[];
};

/** Plays a course on a clock that jumps; the nth probe is answered as the nth answer says. */
function play(
  rules: CourseRules,
  answers: readonly Answer[],
  mayHedge: (nth: number) => boolean,
): Played {
  let course = beginCourse(SETTLED, { dueAtMs: 0, momentMs: 0 });
  let nowMs = 0;
  const coming: { atMs: number; sent: Sent; answer: Answer }[] = [];
  const sends: Played['sends'][number][] = [];
  const courses: Played['courses'][number][] = [];
  while (sends.length < answers.length || coming.length > 0) {
    coming.sort((one, other) => one.atMs - other.atMs);
    const [first] = coming;
    const { next } = course;
    const isAnswer =
      first !== undefined && first.atMs <= (next?.dueAtMs ?? Number.POSITIVE_INFINITY);
    if (isAnswer) {
      coming.shift();
      nowMs = Math.max(nowMs, first.atMs);
      const { fresh } = first.sent;
      const result = first.answer.isHealthy
        ? healthyProbe({ fresh, totalMs: first.answer.tookMs })
        : unhealthyProbe({ fresh });
      const health = observe(course.health, result, THRESHOLDS);
      course = take(course, first.sent, result, health, nowMs, rules);
    } else {
      if (next === null) throw new Error('nothing is due, and nothing is under way');
      nowMs = Math.max(nowMs, next.dueAtMs);
      const answer = answers[sends.length];
      if (answer === undefined) break;
      if (next.kind === 'hedge' && !mayHedge(sends.length)) course = withoutHedge(course);
      else {
        const begun = send(course, next, nowMs, rules);
        sends.push({ sent: begun.sent, before: course, after: begun.course });
        course = begun.course;
        coming.push({ atMs: nowMs + answer.tookMs, sent: begun.sent, answer });
      }
    }
    courses.push({ course, atMs: nowMs });
  }
  return { sends, courses };
}

const anyAnswer: fc.Arbitrary<Answer> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ isHealthy: fc.constant(true), tookMs: fc.nat(WITHIN_MS - 1) }),
  },
  { weight: 2, arbitrary: fc.constant({ isHealthy: false, tookMs: 1 }) },
  { weight: 3, arbitrary: fc.constant({ isHealthy: false, tookMs: WITHIN_MS }) },
);
/** Runs of the same answer, as outages are; single ones would never reach a verdict. */
const anyAnswers = fc
  .array(fc.tuple(anyAnswer, fc.integer({ min: 1, max: 12 })), { minLength: 1, maxLength: 20 })
  .map((runs) => runs.flatMap(([answer, times]) => Array<Answer>(times).fill(answer)));
/** Half of them shorter than a deadline, so that probes overlap. */
const anyRules = fc
  .oneof(fc.integer({ min: 1_000, max: WITHIN_MS }), fc.integer({ min: 1_000, max: 20_000 }))
  .map(rulesEvery);

const playing = (check: (played: Played, rules: CourseRules) => void) =>
  fc.assert(
    fc.property(anyRules, anyAnswers, fc.func(fc.boolean()), (rules, answers, mayHedge) => {
      check(play(rules, answers, mayHedge), rules);
    }),
    { numRuns: 500 },
  );

test('a kept connection never carries two requests', () => {
  playing(({ courses }) => {
    for (const { course } of courses)
      expect(course.underWay.filter(({ fresh }) => !fresh).length).toBeLessThan(2);
  });
});

test('no more fresh ones are under way than a verdict needs, and one for a doubt', () => {
  let most = 0;
  playing(({ courses }, { failureThreshold }) => {
    for (const { course } of courses) {
      const fresh = course.underWay.filter((one) => one.fresh).length;
      most = Math.max(most, fresh);
      expect(fresh).toBeLessThanOrEqual(failureThreshold + 1);
    }
  });
  expect(most).toBeGreaterThanOrEqual(THRESHOLDS.failureThreshold);
});

test('the longer there is no answer, the sooner the next hedge', () => {
  const rules = rulesEvery(5_000);
  const silent = Array<Answer>(8).fill({ isHealthy: false, tookMs: WITHIN_MS });
  const { sends } = play(rules, silent, () => true);
  const waits = sends
    .slice(1, 5)
    .map(({ sent }, index) => sent.sentAtMs - (sends[index]?.sent.sentAtMs ?? 0));
  expect(waits.slice(0, 3)).toEqual([500, 375, 281.25]);
});

test('a window that takes over in the middle of a silence makes up for its hedges', () => {
  const rules = rulesEvery(5_000);
  const first = { kind: 'first', fresh: true, dueAtMs: 3_000, momentMs: 0 } as const;
  const { course } = send(beginCourse(SETTLED, first), first, 3_000, rules);
  expect(course.next?.dueAtMs).toBe(3_125);
});

test('something is always due or under way, and nothing is due later than an interval and a fifth', () => {
  playing(({ courses }, { intervalMs }) => {
    for (const { course, atMs } of courses) {
      const { next, latest, underWay } = course;
      if (next === null) expect(latest !== null && underWay.includes(latest)).toBe(true);
      else expect(next.dueAtMs - atMs).toBeLessThanOrEqual(1.2 * intervalMs);
    }
  });
});

test('an address that is known to be unhealthy is asked one question at a time', () => {
  let seen = 0;
  playing(({ sends }) => {
    for (const { sent, before } of sends)
      if (before.health.status === 'unhealthy' && !isInDoubt(before.health)) {
        seen += 1;
        expect(sent.kind).not.toBe('hedge');
      }
  });
  expect(seen).toBeGreaterThan(500);
});

test('a probe that is answered soon is followed by no hedge', () => {
  fc.assert(
    fc.property(
      anyRules,
      fc.array(fc.boolean(), { minLength: 5, maxLength: 60 }),
      (rules, healthy) => {
        const answers = healthy.map((isHealthy) => ({ isHealthy, tookMs: 40 }));
        const { sends } = play(rules, answers, () => true);
        expect(sends.some(({ sent }) => sent.kind === 'hedge')).toBe(false);
      },
    ),
  );
});

test.each([1_000, 5_000, 10_000])(
  'a silent death is believed within 3 intervals and a deadline, at an interval of %i ms',
  (intervalMs) => {
    const rules = rulesEvery(intervalMs);
    for (let alive = 1; alive <= 21; alive++) {
      const answers = [
        ...Array<Answer>(alive).fill({ isHealthy: true, tookMs: 40 }),
        ...Array<Answer>(30).fill({ isHealthy: false, tookMs: WITHIN_MS }),
      ];
      const { sends, courses } = play(rules, answers, () => true);
      const lastAlive = sends[alive - 1]?.sent.sentAtMs ?? Number.NaN;
      const believed = courses.find(({ course }) => course.health.status === 'unhealthy')?.atMs;
      const tookMs = (believed ?? Number.NaN) - lastAlive;
      expect(tookMs).toBeLessThanOrEqual(intervalMs * 3 + WITHIN_MS);
      if (intervalMs <= 5_000) expect(tookMs).toBeLessThan(9_500);
    }
  },
);

describe('broken off,', () => {
  const rules = rulesEvery(5_000);
  const silent = { isHealthy: false, tookMs: WITHIN_MS };
  const soon = { isHealthy: true, tookMs: 40 };
  /** The course as it was at a moment. */
  const at = (answers: readonly Answer[], atMs: number) => {
    const { courses } = play(rules, [...answers, soon, soon], () => true);
    const last = courses.filter((one) => one.atMs <= atMs).at(-1);
    if (last === undefined) throw new Error('nothing was played');
    return unansweredSinceMs(last.course, atMs);
  };

  test('a settled course has nothing unanswered', () => {
    expect(at([soon, soon, soon], 6_000)).toBeNull();
  });
  test('a silent probe is unanswered, and its hedges are the same question', () => {
    expect(at([soon, silent, silent, silent], 5_200)).toBe(5_000);
    expect(at([soon, silent, silent, silent], 6_100)).toBe(5_000);
  });
  test('a silent probe whose hedge was answered is not', () => {
    expect(at([soon, silent, soon], 6_000)).toBeNull();
  });
  test('a suspicion that is being confirmed is', () => {
    expect(at([soon, { isHealthy: false, tookMs: 300 }, silent], 5_400)).toBe(5_000);
  });
  test('a silent probe of an unhealthy address is, though nothing is due beside it', () => {
    const refused = { isHealthy: false, tookMs: 1 };
    expect(at([refused, refused, refused, refused, silent], 5_900)).toBe(5_000);
  });
  test('a moment that was not come to is', () => {
    expect(unansweredSinceMs(beginCourse(SETTLED, { dueAtMs: 900, momentMs: 100 }), 500)).toBe(100);
  });
});
