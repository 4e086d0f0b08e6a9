import { configJsonSchema } from '../../lib/config/json-schema.ts';
import { parseConfig } from '../../lib/config/parse.ts';
import type { Config, Policy } from '../../lib/core/site.ts';
import { BASE, problemsOf } from './base.ts';

const withPolicy = (line: string) => `${BASE}      ${line}\n`;
const withDrill = (fields: string) => withPolicy(`drill: { ${fields} }`);
const withAudit = (fields: string) => `${BASE}audit: { ${fields} }\n`;

function configOf(text: string): Config {
  const parsed = parseConfig(text, 'sites.yml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  expect(parsed.warnings).toEqual([]);
  return parsed.config;
}
const policyOf = (text: string): Policy | undefined => configOf(text).sites[0]?.policy;

test.each<[string, Partial<Policy>]>([
  ['armAfter: 0', { armAfter: 0 }],
  ['armAfter: 100', { armAfter: 100 }],
  ['bothUnhealthy: stay', { bothUnhealthy: 'stay' }],
  ['bothUnhealthy: secondary', { bothUnhealthy: 'secondary' }],
])('policy %s', (line, expected) => {
  expect(policyOf(withPolicy(line))).toMatchObject(expected);
});

const DAY_MS = 86_400_000;
const DEFAULT = { everyMs: null, window: null, stayMs: 30_000, withinMs: 300_000 };
const EVERY_DAY: readonly number[] = [];

test.each<[string, Partial<Policy['drill']>]>([
  ['', {}],
  ['every: 1d', { everyMs: DAY_MS }],
  ['every: 366d', { everyMs: 366 * DAY_MS }],
  ['every: 720h', { everyMs: 30 * DAY_MS }],
  ['stay: 0s', { stayMs: 0 }],
  ['stay: 1h', { stayMs: 3_600_000 }],
  ['within: 30s', { withinMs: 30_000 }],
  ['within: 60m', { withinMs: 3_600_000 }],
  [
    'every: 30d, window: Sun 03:00-05:00, stay: 1m, within: 10m',
    {
      everyMs: 30 * DAY_MS,
      window: { days: [0], fromMinute: 180, toMinute: 300 },
      stayMs: 60_000,
      withinMs: 600_000,
    },
  ],
])('a drill of { %s }, the rest as by default', (fields, expected) => {
  expect(policyOf(withDrill(fields))?.drill).toEqual({ ...DEFAULT, ...expected });
});

test.each([
  ['Sun 03:00-05:00', [0], 180, 300],
  ['Sat 00:00-23:59', [6], 0, 1_439],
  ['Mon,Tue,Wed,Thu,Fri 09:30-11:05', [1, 2, 3, 4, 5], 570, 665],
  ['Thu,Tue 03:00-05:00', [2, 4], 180, 300],
  ['Sun,Sun 03:00-05:00', [0], 180, 300],
  ['03:00-05:00', EVERY_DAY, 180, 300],
  ['22:00-02:00', EVERY_DAY, 1_320, 120],
  ['Fri 23:00-00:00', [5], 1_380, 0],
])('a window of %s', (window, days, fromMinute, toMinute) => {
  const text = withDrill(`window: "${window}"`);
  expect(policyOf(text)?.drill.window).toEqual({ days, fromMinute, toMinute });
});

test('a window needs no quotes on a line of its own', () => {
  const text = `${withPolicy('drill:')}        window: Tue,Thu 22:00-02:00\n`;
  expect(policyOf(text)?.drill.window?.days).toEqual([2, 4]);
});

test.each([
  ['1d', DAY_MS],
  ['3650d', 3_650 * DAY_MS],
  ['24h', DAY_MS],
])('an audit trail that is kept for %s', (keep, keepMs) => {
  expect(configOf(withAudit(`keep: ${keep}`)).audit).toEqual({ keepMs });
});

type Row = readonly [sentence: string, text: string, message: string, instead: string];

/** Every row adds one wrong line to a right file, so exactly one problem is expected, on that line. */
const refuses = (path: string, rows: readonly Row[]): void =>
  test.each(rows)(`${path}: %s`, (_sentence, text, message, instead) => {
    expect(problemsOf(text)).toMatchObject([
      {
        line: 22,
        path,
        message: expect.stringContaining(message),
        instead: expect.stringContaining(instead),
      },
    ]);
  });

refuses('sites[0].policy.armAfter', [
  ['negative', withPolicy('armAfter: -1'), '-1 is not a whole number from 0 to 100', '3'],
  ['too many', withPolicy('armAfter: 101'), '101 is not a whole number from 0 to 100', '3'],
  ['half a window', withPolicy('armAfter: 1.5'), '1.5 is not a whole number', '3'],
  ['a duration', withPolicy('armAfter: 3m'), '3m is not a whole number', '3'],
  ['nothing', withPolicy('armAfter:'), 'has no value', ''],
]);

refuses('sites[0].policy.bothUnhealthy', [
  ['misspelt', withPolicy('bothUnhealthy: stey'), 'stey is not one of', 'write stay'],
  ['the default in other words', withPolicy('bothUnhealthy: primary'), 'primary is not one of', ''],
  ['a yes/no value', withPolicy('bothUnhealthy: true'), 'true is not one of stay, secondary', ''],
]);

refuses('sites[0].policy.drill', [
  ['a word', withPolicy('drill: monthly'), 'monthly is not a group of keys', ''],
  ['a list', withPolicy('drill: [30d]'), 'a list is not a group of keys', ''],
]);

refuses('sites[0].policy.drill.evry', [
  ['a misspelt key', withDrill('evry: 30d'), 'is not a key', 'write `every`'],
]);

refuses('sites[0].policy.drill.every', [
  ['too often', withDrill('every: 23h'), '23h is not a duration from 1d to 366d', '30d'],
  ['too seldom', withDrill('every: 367d'), '367d is not a duration from 1d to 366d', '30d'],
  ['in words', withDrill('every: 30 days'), `"30 days" is not in`, 'write 30d'],
  ['without a unit', withDrill('every: 30'), '30 has no unit', 'write 30s if you mean seconds'],
  ['monthly', withDrill('every: monthly'), 'monthly is not a duration', '30d'],
]);

refuses('sites[0].policy.drill.stay', [
  ['too long', withDrill('stay: 61m'), '61m is not a duration from 0s to 1h', '30s'],
  ['negative', withDrill('stay: -1s'), '-1s is not a duration from 0s to 1h', '30s'],
]);

refuses('sites[0].policy.drill.within', [
  ['too short for DNS', withDrill('within: 29s'), '29s is not a duration from 30s to 1h', '5m'],
  ['too long', withDrill('within: 2h'), '2h is not a duration from 30s to 1h', '5m'],
]);

const NO_WINDOW = 'is not a time of the week in UTC like Sun 03:00-05:00';
refuses(
  'sites[0].policy.drill.window',
  (
    [
      ['one digit', 'Sun 3:00-5:00'],
      ['the whole name of the day', 'Sunday 03:00-05:00'],
      ['a day in small letters', 'sun 03:00-05:00'],
      ['a day in another language', 'Son 03:00-05:00'],
      ['days with a space between', 'Tue, Thu 03:00-05:00'],
      ['days from and to', 'Mon-Fri 03:00-05:00'],
      ['a comma too many', 'Sun, 03:00-05:00'],
      ['only a day', 'Sun'],
      ['only a beginning', 'Sun 03:00'],
      ['the day at the end', '03:00-05:00 Sun'],
      ['a day at the end, too', 'Sun 03:00-Mon 05:00'],
      ['a zone of its own', 'Sun 03:00-05:00 CET'],
      ['hour 24', 'Sun 22:00-24:00'],
      ['minute 60', 'Sun 03:60-05:00'],
      ['seconds', 'Sun 03:00:00-05:00:00'],
      ['no colon', 'Sun 0300-0500'],
      ['spaces round the dash', 'Sun 03:00 - 05:00'],
      ['a dash of typesetters', 'Sun 03:00–05:00'],
      ['two spaces', 'Sun  03:00-05:00'],
      ['a space at the end', 'Sun 03:00-05:00 '],
      ['a line more', 'Sun 03:00-05:00\\n'],
      ['half past in words', 'nightly'],
      ['an empty text', ''],
    ] as const
  ).map(([sentence, window]) => [
    sentence,
    withDrill(`window: "${window}"`),
    NO_WINDOW,
    'Sun 03:00-05:00',
  ]),
);

refuses('sites[0].policy.drill.window', [
  ['a number', withDrill('window: 3'), NO_WINDOW, 'Sun 03:00-05:00'],
  ['a list of days', withDrill('window: [Sun]'), NO_WINDOW, 'Sun 03:00-05:00'],
  [
    'without any time in it',
    withDrill('window: "Sun 03:00-03:00"'),
    'Sun 03:00-03:00 is empty',
    'let it end later than it begins',
  ],
]);

refuses('audit.keep', [
  ['too short', withAudit('keep: 23h'), '23h is not a duration from 1d to 3650d', '400d'],
  ['too long', withAudit('keep: 3651d'), '3651d is not a duration from 1d to 3650d', '400d'],
  ['for ever', withAudit('keep: forever'), 'forever is not a duration', '400d'],
  ['in years', withAudit('keep: 1y'), '1y is not a duration', '400d'],
]);

refuses('audit.keeps', [
  ['a misspelt key', withAudit('keeps: 30d'), 'is not a key', 'write `keep`'],
]);

test('an editor knows how a window is spelt', () => {
  const pattern = /"window":\{.*?"pattern":("(?:[^"\\]|\\.)*")/.exec(
    JSON.stringify(configJsonSchema()),
  );
  const spelling = new RegExp(JSON.parse(pattern?.[1] ?? '""'));
  expect(spelling.test('Tue,Thu 22:00-02:00')).toBe(true);
  expect(spelling.test('03:00-05:00')).toBe(true);
  expect(spelling.test('Sunday 03:00-05:00')).toBe(false);
  expect(spelling.test('Sun 03:00-24:00')).toBe(false);
});
