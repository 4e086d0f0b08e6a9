import {
  type Answers,
  DARK_MS_MAX,
  isEverythingFailing,
  sightFor,
} from '../../../lib/core/probing/blind.ts';

/** The address fails since second 100, and has just failed again at second 105. */
const FAILURE = { address: 'a', sinceMs: 100_000, sentAtMs: 105_000 };
const NOTHING: Answers = {
  targets: new Map([['a', 99_000]]),
  controls: { answeredAtMs: null, darkAtMs: null },
};
const others = (atMs: number | null): Partial<Answers> => ({
  targets: new Map([
    ['a', 99_000],
    ['b', atMs],
  ]),
});
const controls = (answeredAtMs: number | null, darkAtMs: number | null): Partial<Answers> => ({
  controls: { answeredAtMs, darkAtMs },
});

test.each<[string, Partial<Answers>, ReturnType<typeof sightFor>]>([
  ['nothing else was heard of', {}, 'unsure'],
  ['another address answered after it began to fail', others(100_000), 'sees'],
  ['another address answered, but before', others(99_999), 'unsure'],
  ['another address was not tried yet', others(null), 'unsure'],
  ['it answered itself before it began to fail', {}, 'unsure'],
  ['a control answered after it began to fail', controls(100_000, null), 'sees'],
  ['a control answered, but before', controls(99_999, null), 'unsure'],
  ['no control answers', controls(null, 105_000), 'blind'],
  ['no control answered a moment ago', controls(null, 105_000 - DARK_MS_MAX), 'blind'],
  ['no control answered, but that is long ago', controls(null, 104_999 - DARK_MS_MAX), 'unsure'],
  ['controls went dark after one had answered', controls(101_000, 105_000), 'sees'],
  [
    'another address answers although no control does',
    { ...others(104_000), ...controls(null, 105_000) },
    'sees',
  ],
])('when %s, a failure is judged so', (_name, answers, expected) => {
  expect(sightFor(FAILURE, { ...NOTHING, ...answers })).toBe(expected);
});

test.each<[string, readonly [string, boolean][], boolean]>([
  ['there is nothing to probe', [], false],
  ['the only address fails', [['a', true]], true],
  [
    'one of two fails',
    [
      ['a', true],
      ['b', false],
    ],
    false,
  ],
  [
    'both fail',
    [
      ['a', true],
      ['b', true],
    ],
    true,
  ],
])('whether everything fails when %s', (_name, failing, expected) => {
  expect(isEverythingFailing(new Map(failing))).toBe(expected);
});
