import { EXPECT_ANY, judgeFor } from '../../../lib/core/probing/expect.ts';
import type { Expectation } from '../../../lib/core/site.ts';

const EXPECT: Expectation = {
  ...EXPECT_ANY,
  status: [
    { from: 200, to: 299 },
    { from: 401, to: 401 },
  ],
  contains: 'ok',
};

test.each([
  ['the lower end of a range', 200],
  ['the middle of a range', 204],
  ['the upper end of a range', 299],
  ['a single status', 401],
])('%s is expected', (_name, status) => {
  expect(judgeFor(EXPECT)({ status, headers: {}, body: 'all ok' })).toBeNull();
});

test.each([199, 300, 400, 402, 500])('status %i is not expected', (status) => {
  expect(judgeFor(EXPECT)({ status, headers: {}, body: 'all ok' })).toEqual({
    cause: 'bad-status',
    detail: `status ${status}, expected 200-299 or 401`,
  });
});

test('the body must contain the text, letter for letter', () => {
  expect(judgeFor(EXPECT)({ status: 200, headers: {}, body: 'all OK' })).toEqual({
    cause: 'bad-body',
    detail: 'the body does not contain "ok"',
  });
});

test('a wrong status says more than a wrong body', () => {
  expect(judgeFor(EXPECT)({ status: 500, headers: {}, body: '' })?.cause).toBe('bad-status');
});

test('without a text to look for any body will do', () => {
  expect(
    judgeFor({ ...EXPECT, contains: null })({ status: 200, headers: {}, body: '' }),
  ).toBeNull();
});

const answer = (body: string, headers: Record<string, string | string[]> = {}) => ({
  status: 200,
  headers,
  body,
});

test.each<[string, Partial<Expectation>, ReturnType<typeof answer>, string | null]>([
  ['text that must not be there', { notContains: 'Fatal' }, answer('fine'), null],
  [
    'text that must not be there and is',
    { notContains: 'Fatal' },
    answer('Fatal error'),
    'the body contains "Fatal"',
  ],
  ['a pattern', { matches: 'v\\d+' }, answer('v12'), null],
  [
    'a pattern that is missed',
    { matches: '^v\\d+$' },
    answer('v'),
    'the body does not match /^v\\d+$/',
  ],
  ['a header', { headers: [{ name: 'X-App', equals: null }] }, answer('', { 'x-app': 'a' }), null],
  [
    'a header that is absent',
    { headers: [{ name: 'X-App', equals: null }] },
    answer(''),
    'no header X-App, which is expected',
  ],
  [
    'a header with another value',
    { headers: [{ name: 'x-app', equals: 'b' }] },
    answer('', { 'x-app': ['a', 'b'] }),
    'header x-app is "a, b", expected "b"',
  ],
  [
    'a value in JSON',
    { json: [{ path: 'checks.db[0].ok', equals: true }] },
    answer('{"checks":{"db":[{"ok":true}]}}'),
    null,
  ],
  [
    'another value in JSON',
    { json: [{ path: 'status', equals: 'up' }] },
    answer('{"status":"down"}'),
    'status is "down", expected "up"',
  ],
  [
    'a value that JSON does not have',
    { json: [{ path: 'a.length', equals: 1 }] },
    answer('{"a":"x"}'),
    'a.length is absent, expected 1',
  ],
  [
    'JSON that is none',
    { json: [{ path: 'a', equals: null }] },
    answer('<p>'),
    'the body is not JSON',
  ],
])('expecting %s', (_name, change, given, detail) => {
  const wrong = judgeFor({ ...EXPECT_ANY, ...change })(given);
  expect(wrong?.detail ?? null).toBe(detail);
});
