import { parseConfig } from '../../lib/config/parse.ts';
import { problemsOf, withLine } from './base.ts';

/** BASE whose primary expects this, in the flow form, on line 12. */
const expecting = (fields: string) => withLine(12, `      expect: { ${fields} }`);

function expectationOf(fields: string) {
  const parsed = parseConfig(expecting(fields), 'sites.yml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config.sites[0]?.primary.expect;
}

test.each([
  ['a text that must not be there', 'notContains: "Fatal error"', { notContains: 'Fatal error' }],
  ['a pattern', "matches: 'version: \\d+'", { matches: 'version: \\d+' }],
  ['a pattern in double quotes', 'matches: "version: \\\\d+"', { matches: 'version: \\d+' }],
  ['a pattern that ignores case', "matches: '(?i:ok)'", { matches: '(?i:ok)' }],
  [
    'headers, by name in any letters',
    'headers: { Content-Type: text/html; charset=utf-8, x-app: true }',
    {
      headers: [
        { name: 'content-type', equals: 'text/html; charset=utf-8' },
        { name: 'x-app', equals: null },
      ],
    },
  ],
  [
    'a header that reads "true"',
    'headers: { x-app: "true" }',
    { headers: [{ name: 'x-app', equals: 'true' }] },
  ],
  [
    'values in JSON of every kind',
    'json: { checks.db: up, "items[0].id": 7, "[1].ok": true, error: null, note: "", "a b": x }',
    {
      json: [
        { path: 'checks.db', equals: 'up' },
        { path: 'items[0].id', equals: 7 },
        { path: '[1].ok', equals: true },
        { path: 'error', equals: null },
        { path: 'note', equals: '' },
        { path: 'a b', equals: 'x' },
      ],
    },
  ],
  ['a latency', 'slowAfter: 800ms', { slowAfterMs: 800, slowIsUnhealthy: false }],
  [
    'a latency that is a failure',
    'slowAfter: 1s, slowIs: unhealthy',
    { slowAfterMs: 1_000, slowIsUnhealthy: true },
  ],
  [
    'a latency that is noted',
    'slowAfter: 1s, slowIs: degraded',
    { slowAfterMs: 1_000, slowIsUnhealthy: false },
  ],
  ['redirects to follow', 'redirects: follow', { redirects: 'follow' }],
  ['redirects to judge', 'redirects: judge', { redirects: 'judge' }],
])('an answer may be expected to have %s', (_sentence, fields, expectation) => {
  expect(expectationOf(fields)).toMatchObject(expectation);
});

test.each([
  ['notContains', '200', '200 is a number, not a text', 'in quotes: "200"'],
  ['matches', '200', '200 is a number, not a text', 'in quotes: "200"'],
  ['matches', '[ok]', 'a list is not a regular expression of one line', "'version: \\d+'"],
  ['matches', '"\\bok"', 'YAML makes of \\b in double quotes', 'single quotes'],
  ['matches', '"a\\nb"', 'has a line break', 'single quotes'],
  ['matches', 'x'.repeat(501), 'at most 500 characters', 'version'],
  ['matches', "'(ok'", 'not a regular expression: a ( is never closed', '\\('],
  ['headers', 'text/html', 'text/html is not a group of headers', 'content-type: text/html'],
  ['headers', '{ x-app: }', 'has no value', 'true if the header must only be there'],
  ['headers', '{ x-app: false }', 'cannot be expected to be absent', 'leave it out'],
  ['headers', '{ x-app: 7 }', '7 is a number, not a text', 'in quotes: "7"'],
  ['headers', '{ x-app: [a] }', 'a list is not the exact value of a header', 'text/html'],
  ['headers', '{ x-app: " a" }', 'begins or ends with a space', 'remove the space'],
  ['headers', '{ "x app": true }', '"x app" is not the name of a header', 'content-type'],
  ['json', 'up', 'up is not a group of JSON paths', '{ checks.db: up }'],
  ['json', '{ a: [1] }', 'a list is not a single value', 'items[0].id'],
  ['json', '{ a: { b: 1 } }', 'a group of keys is not a single value', 'checks.db'],
  ['json', '{ a: .inf }', 'Infinity is not a text of one line, a number', 'up, 7'],
  ['json', '{ a: "b\\nc" }', 'is not a text of one line', 'up, 7'],
  ['json', '{ a..b: 1 }', 'a..b is not a path of keys', 'checks.db'],
  ['json', '{ "a[01]": 1 }', '"a[01]" is not a path of keys', 'items[0].id'],
  ['json', '{ "$.a.b": 1 }', 'begins with a $', 'write a.b'],
  ['json', '{ "$[0].b": 1 }', 'begins with a $', 'write [0].b'],
  ['json', '{ "a[*].b": 1 }', 'has a wildcard', 'items[0].id'],
  ['json', '{ "a.*": 1 }', 'has a wildcard', 'items[0].id'],
  ['json', `{ ${'a'.repeat(256)}: 1 }`, 'has 256 characters, and 255', 'nearer to the root'],
  ['slowAfter', '800', '800 has no unit', 'write 800s'],
  ['slowAfter', '9ms', '9ms is not a duration from 10ms to 30s', '800ms'],
  ['slowAfter', '2s', '2s is not less than `within`, which is 2s', 'a shorter time'],
  ['redirects', 'folow', 'folow is not one of judge, follow', 'write follow'],
])('%s: %s is one problem of its line', (key, value, message, instead) => {
  expect(problemsOf(expecting(`${key}: ${value}`))).toEqual([
    expect.objectContaining({
      line: 12,
      path: expect.stringMatching(`^sites\\[0\\]\\.primary\\.expect\\.${key}`),
      message: expect.stringContaining(message),
      instead: expect.stringContaining(instead),
    }),
  ]);
});

test.each([
  ['headers', (n: number) => `x-${n}: true`],
  ['json', (n: number) => `a${n}: 1`],
])('at most 20 %s are expected', (key, entry) => {
  const entries = (count: number) => Array.from({ length: count }, (_, n) => entry(n)).join(', ');
  expect(problemsOf(expecting(`${key}: { ${entries(20)} }`))).toEqual([]);
  expect(problemsOf(expecting(`${key}: { ${entries(21)} }`))).toMatchObject([
    { path: `sites[0].primary.expect.${key}`, message: 'has 21 keys, and 20 are allowed' },
  ]);
});

test.each([
  ['slowAfter', 'within: 500ms, slowAfter: 800ms', '800ms is not less than `within`'],
  ['slowAfter', 'slowIs: unhealthy', 'is missing, and without it no answer is slow'],
  ['slowIs', 'slowAfter: 1s, slowIs: bad', 'bad is not one of degraded, unhealthy'],
  ['notContains', 'contains: ok, notContains: ok', 'ok is in every answer'],
  ['notContains', 'contains: all ok, notContains: ok', 'ok is in every answer'],
  ['headers.X-App', 'headers: { x-app: a, X-App: b }', 'X-App is expected twice'],
  ['slowafter', 'slowafter: 1s, slowIs: unhealthy', 'is not a key that Understudy knows'],
])('%s does not agree with the rest of { %s }', (key, fields, message) => {
  const problems = problemsOf(expecting(fields));
  expect(problems.map(({ path }) => path)).toEqual([`sites[0].primary.expect.${key}`]);
  expect(problems[0]?.message).toContain(message);
});

test.each(['slowAfter: 1999ms', 'slowAfter: 2s, within: 3s', 'contains: ok, notContains: not ok'])(
  '{ %s } agrees with itself',
  (fields) => expect(problemsOf(expecting(fields))).toEqual([]),
);
