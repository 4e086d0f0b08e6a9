import { median, percentile, seededChance } from '../../bench/support/statistics.ts';

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[7], 7],
])('the median of %j is %d', (sample, middle) => {
  expect(median(sample)).toBe(middle);
});

test.each([
  [0, 1],
  [0.5, 5],
  [0.95, 10],
  [1, 10],
])('the share %d of ten values does not exceed %d', (share, value) => {
  expect(percentile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], share)).toBe(value);
});

test('nothing has neither', () => {
  expect(() => median([])).toThrow(RangeError);
  expect(() => percentile([], 0.5)).toThrow(RangeError);
});

test('the same seed tells the same story, another seed another, both evenly', () => {
  const draw = (seed: number) => {
    const chance = seededChance(seed);
    return Array.from({ length: 1_000 }, chance);
  };
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  const mean = draw(1).reduce((sum, value) => sum + value, 0) / 1_000;
  expect(mean).toBeGreaterThan(0.45);
  expect(mean).toBeLessThan(0.55);
});
