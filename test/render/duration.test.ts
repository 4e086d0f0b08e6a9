import fc from 'fast-check';
import { epochMs } from '../../lib/core/time.ts';
import { ago, duration, timeOfDay, utc } from '../../lib/render/duration.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [-5, '0 ms'],
  [0, '0 ms'],
  [850.9, '850 ms'],
  [1_000, '1 s'],
  [2_399, '2.3 s'],
  [59_999, '59.9 s'],
  [MINUTE, '1 min'],
  [4 * MINUTE + 10_999, '4 min 10 s'],
  [HOUR - 1, '59 min 59 s'],
  [3 * HOUR + 5 * MINUTE, '3 h 5 min'],
  [47 * HOUR, '47 h'],
  [2 * DAY, '2 days'],
  [12 * DAY + HOUR, '12 days'],
])('%d ms are %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test('a duration never claims more than there was', () => {
  const unit: Record<string, number> = { ms: 1, s: SECOND, min: MINUTE, h: HOUR, days: DAY };
  const read = (text: string) =>
    [...text.matchAll(/([\d.]+) (\w+)/g)].reduce(
      (sum, [, amount, name]) => sum + Number(amount) * (unit[name ?? ''] ?? Number.NaN),
      0,
    );
  fc.assert(
    fc.property(fc.double({ min: 0, max: 400 * DAY, noNaN: true }), (ms) => {
      expect(read(duration(ms))).toBeLessThanOrEqual(ms + 1e-6);
    }),
  );
});

test('a moment is told in UTC', () => {
  const at = epochMs(Date.UTC(2026, 10, 22, 18, 5, 9, 999));
  expect(utc(at)).toBe('2026-11-22 18:05:09 UTC');
  expect(timeOfDay(at)).toBe('18:05:09');
});

test('how long ago, also when clocks disagree', () => {
  expect(ago(epochMs(0), epochMs(250_000))).toBe('4 min 10 s ago');
  expect(ago(epochMs(0), epochMs(999))).toBe('just now');
  expect(ago(epochMs(5_000), epochMs(0))).toBe('just now');
});
