import { REHEARSAL_STEPS, type RehearsalStep, reportOf } from '../../lib/core/rehearsal.ts';
import type { Page } from '../../lib/core/verify/snapshot.ts';
import { playBadDay, type RehearsalDeps } from '../../lib/local/rehearsal.ts';

const FAILED_AT = 5_000;
const MARKER = 'the static page';
const page = (body: string, status = 200): Page => ({
  url: 'http://www.example.com/',
  address: '198.51.100.20',
  status,
  headers: {},
  body,
  totalMs: 1,
});

/** A stage on which everything goes well, in milliseconds after the failure, except what is changed. */
function stage(change: Partial<RehearsalDeps> = {}) {
  let nowMs = FAILED_AT;
  const done: string[] = [];
  const since = () => nowMs - FAILED_AT;
  const reports: Partial<Record<RehearsalStep, number>> = {
    detected: 1_000,
    alerted: 1_010,
    resolved: 9_000,
  };
  const ended = new AbortController();
  const sleep = { after: () => {} };
  const deps: RehearsalDeps = {
    elapsed: () => nowMs,
    sleep: async (durationMs) => {
      nowMs += durationMs;
      sleep.after();
    },
    killPrimary: async () => {
      done.push(`killed at ${since()}`);
    },
    revivePrimary: async () => {
      done.push(`revived at ${since()}`);
    },
    served: async () => (since() >= 2_000 && since() < 8_000 ? 'secondary' : 'primary'),
    fetchThroughDns: async () => page(MARKER),
    reported: (step) => {
      const at = reports[step];
      return at !== undefined && at <= since() ? FAILED_AT + at : null;
    },
    onSeen: (step, atMs) => done.push(`${step} ${atMs}`),
    ...change,
  };
  const play = () =>
    playBadDay(deps, {
      failedAt: FAILED_AT,
      secondaryMarker: MARKER,
      stepMsMax: 10_000,
      outageMs: 6_000,
      signal: ended.signal,
    });
  return { play, done, since, sleep, end: (why: Error) => ended.abort(why) };
}

test('every step is seen, at the moment when it could be', async () => {
  const { play, done } = stage();
  const seen = await play();
  expect([...seen]).toEqual([
    ['failure', 0],
    ['detected', 1_000],
    ['alerted', 1_010],
    ['dns-changed', 2_000],
    ['page-served', 2_000],
    ['primary-back', 6_000],
    ['failed-back', 8_000],
    ['resolved', 9_000],
  ]);
  expect(done.filter((line) => /killed|revived/.test(line))).toEqual([
    'killed at 0',
    'revived at 6000',
  ]);
});

const onlyReports = (...steps: RehearsalStep[]): Partial<RehearsalDeps> => ({
  reported: (step) => (steps.includes(step) ? FAILED_AT + 1_000 : null),
});

test.each<[RehearsalStep, string, Partial<RehearsalDeps>]>([
  ['detected', 'nobody reports it', onlyReports()],
  ['detected', 'it was reported before the failure', { reported: () => FAILED_AT - 1 }],
  ['alerted', 'no mail is sent', onlyReports('detected')],
  ['dns-changed', 'the name servers do not agree', { served: async () => 'mixed' }],
  ['page-served', 'nobody answers', { fetchThroughDns: async () => null }],
  ['page-served', 'it is another page', { fetchThroughDns: async () => page('hello') }],
  ['page-served', 'it is an error page', { fetchThroughDns: async () => page(MARKER, 503) }],
  ['failed-back', 'DNS stays', { served: async () => 'secondary' }],
  ['resolved', 'no mail is sent', onlyReports('detected', 'alerted')],
])('%s is missing when %s', async (missing, _why, change) => {
  const { play, since } = stage(change);
  const report = reportOf(await play(), 1_000);
  expect(report).toMatchObject({ ok: false, missing });
  expect(report.steps.map(({ name }) => name)).toEqual(
    REHEARSAL_STEPS.slice(0, REHEARSAL_STEPS.indexOf(missing)),
  );
  expect(since()).toBeLessThan(25_000);
});

test('times never go back, although a report may be older than the sighting before it', async () => {
  const { play } = stage({ reported: (step) => FAILED_AT + (step === 'resolved' ? 7_990 : 10) });
  const times = [...(await play()).values()];
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times.at(-1)).toBe(8_000);
});

test.each<[string, number, RehearsalStep]>([
  ['while it waits for a sighting', 1_500, 'alerted'],
  ['while visitors stay on the secondary', 4_000, 'page-served'],
])('an end from outside rejects with its reason, %s', async (_when, endMs, last) => {
  const why = new Error('enough');
  const { play, end, done, since, sleep } = stage();
  sleep.after = () => {
    if (since() >= endMs) end(why);
  };
  await expect(play()).rejects.toBe(why);
  expect(since()).toBe(endMs);
  expect(done.at(-1)).toMatch(last);
});
