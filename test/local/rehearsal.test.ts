import type { Act, ScriptStep, Sight } from '../../lib/core/rehearsal-script.ts';
import { playScript, type RehearsalDeps, type Seen } from '../../lib/local/rehearsal.ts';

const BEGAN_AT = 5_000;
const KILL: Act = { kind: 'kill-primary' };
const REVIVE: Act = { kind: 'revive-primary' };
const DETECTED: Sight = { kind: 'reported', report: { kind: 'detected' } };
const SECONDARY: Sight = { kind: 'served', target: 'secondary' };
const PUT: Sight = { kind: 'switched', target: 'secondary' };

const step = (name: string, change: Partial<ScriptStep>): ScriptStep => ({
  name,
  text: '',
  mood: 'good',
  acts: [],
  sees: [],
  notBefore: null,
  aboutMs: 0,
  limitMs: 10_000,
  ...change,
});
const STEPS = [
  step('failure', { acts: [KILL] }),
  step('detected', { sees: [DETECTED] }),
  step('moved', { sees: [PUT, SECONDARY] }),
  step('back', { acts: [REVIVE], notBefore: { step: 'failure', ms: 6_000 } }),
  step('again', { sees: [SECONDARY] }),
];

type Moments = { readonly [key in 'detected' | 'secondary' | 'put']: number | undefined };

/** A stage on which each sight is to be had from its moment on, in milliseconds after the beginning. */
function stage(from: Moments) {
  let nowMs = BEGAN_AT;
  const done: string[] = [];
  const since = () => nowMs - BEGAN_AT;
  const ended = new AbortController();
  const onSleep = { call: () => {} };
  const at = (moment: number | undefined, isEvent = false): Seen | null =>
    moment !== undefined && since() >= moment ? { at: isEvent ? BEGAN_AT + moment : nowMs } : null;
  const deps: RehearsalDeps = {
    elapsed: () => nowMs,
    sleep: async (durationMs) => {
      nowMs += durationMs;
      onSleep.call();
    },
    perform: async (act) => {
      done.push(`${act.kind} at ${since()}`);
    },
    look: async (sight, countsFrom) => {
      if (sight === PUT) return at(from.put);
      if (sight === SECONDARY) return at(from.secondary);
      const reported = at(from.detected, true);
      return reported !== null && reported.at >= countsFrom ? reported : null;
    },
    onAwaited: () => {},
    onSeen: ({ name }, atMs) => done.push(`${name} ${atMs}`),
  };
  const play = (steps: readonly ScriptStep[] = STEPS) =>
    playScript(deps, { steps }, { beganAt: BEGAN_AT, signal: ended.signal });
  return { play, done, since, onSleep, end: (why: Error) => ended.abort(why) };
}

const WELL = { detected: 1_010, secondary: 2_000, put: 1_900 };

test('every step is seen, at the moment when all of it could be, and acts come at theirs', async () => {
  const { play, done } = stage(WELL);
  expect([...(await play())]).toEqual([
    ['failure', 0],
    ['detected', 1_010],
    ['moved', 2_000],
    ['back', 6_000],
    ['again', 6_000],
  ]);
  expect(done).toEqual([
    'kill-primary at 0',
    'failure 0',
    'detected 1010',
    'moved 2000',
    'revive-primary at 6000',
    'back 6000',
    'again 6000',
  ]);
});

test.each([
  ['nobody reports it', { ...WELL, detected: undefined }, 'detected'],
  ['it was reported before the act', { ...WELL, detected: -1 }, 'detected'],
  ['DNS has moved and nobody has put the switch', { ...WELL, put: undefined }, 'moved'],
  ['the switch is put and DNS does not move', { ...WELL, secondary: undefined }, 'moved'],
])('when %s, the script ends there, at the limit of the step', async (_why, from, missing) => {
  const { play, since } = stage(from);
  const names = STEPS.map(({ name }) => name);
  expect([...(await play()).keys()]).toEqual(names.slice(0, names.indexOf(missing)));
  expect(since()).toBeGreaterThanOrEqual(10_000);
  expect(since()).toBeLessThan(13_000);
});

test('what was reported before the latest act is no answer to it', async () => {
  const { play } = stage(WELL);
  const again = [...STEPS.slice(0, 4), step('detected-again', { sees: [DETECTED] })];
  expect((await play(again)).has('detected-again')).toBe(false);
});

test('times never go back, although a report may be older than the sighting before it', async () => {
  const { play } = stage({ ...WELL, detected: 500 });
  const steps = [
    STEPS[0],
    step('moved', { sees: [SECONDARY] }),
    step('detected', { sees: [DETECTED] }),
  ].filter((one) => one !== undefined);
  expect([...(await play(steps)).values()]).toEqual([0, 2_000, 2_000]);
});

test.each([
  ['while it waits for a sighting', 500, 'failure 0'],
  ['while it waits for a moment', 4_000, 'moved 2000'],
])('an end from outside rejects with its reason, %s', async (_when, endMs, last) => {
  const why = new Error('enough');
  const { play, end, done, since, onSleep } = stage(WELL);
  onSleep.call = () => {
    if (since() >= endMs) end(why);
  };
  await expect(play()).rejects.toBe(why);
  expect(since()).toBe(endMs);
  expect(done.at(-1)).toBe(last);
});
