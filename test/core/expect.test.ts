import { disappointment } from '../../lib/core/expect.ts';
import type { Expectation } from '../../lib/core/site.ts';

const EXPECT: Expectation = {
  status: [
    { from: 200, to: 299 },
    { from: 401, to: 401 },
  ],
  contains: 'ok',
  withinMs: 2_000,
};

test.each([
  ['the lower end of a range', 200],
  ['the middle of a range', 204],
  ['the upper end of a range', 299],
  ['a single status', 401],
])('%s is expected', (_name, status) => {
  expect(disappointment(EXPECT, { status, body: 'all ok' })).toBeNull();
});

test.each([199, 300, 400, 402, 500])('status %i is not expected', (status) => {
  expect(disappointment(EXPECT, { status, body: 'all ok' })).toEqual({
    cause: 'bad-status',
    detail: `status ${status}, expected 200-299 or 401`,
  });
});

test('the body must contain the text, letter for letter', () => {
  expect(disappointment(EXPECT, { status: 200, body: 'all OK' })).toEqual({
    cause: 'bad-body',
    detail: 'the body does not contain "ok"',
  });
});

test('a wrong status says more than a wrong body', () => {
  expect(disappointment(EXPECT, { status: 500, body: '' })?.cause).toBe('bad-status');
});

test('without a text to look for any body will do', () => {
  expect(disappointment({ ...EXPECT, contains: null }, { status: 200, body: '' })).toBeNull();
});
