import fc from 'fast-check';
import {
  followChecker,
  healthyShare,
  isCheckHealthy,
  newChecker,
} from '../../lib/local/health-check-rules.ts';

const ENDPOINT = {
  type: 'HTTP',
  inverted: false,
  disabled: false,
  childIds: [],
  healthThreshold: null,
};

const checkers = (healthy: number, all: number) =>
  Array.from({ length: all }, (_, index) => newChecker(index < healthy));
const noChild = () => true;

describe('one checker', () => {
  const conclusions = (results: readonly boolean[], threshold: number | null = 3) => {
    let state = newChecker();
    return results.map((isHealthy) => {
      state = followChecker(state, isHealthy, threshold);
      return state.isHealthy;
    });
  };

  test.each([
    ['three failures in a row', [false, false, false], [true, true, false]],
    [
      'failures with a success between them',
      [false, false, true, false, false],
      [true, true, true, true, true],
    ],
    [
      'recovery, which needs as many',
      [false, false, false, true, true, true],
      [true, true, false, false, false, true],
    ],
  ])('concludes after %s', (_name, results, expected) => {
    expect(conclusions(results)).toEqual(expected);
  });

  test('concludes at once when the threshold is 1', () => {
    expect(conclusions([false, true], 1)).toEqual([false, true]);
  });

  test('without a threshold takes 3, as Route 53 does', () => {
    expect(conclusions([false, false, false], null)).toEqual([true, true, false]);
  });

  test('never changes its conclusion without a whole run of the other kind', () => {
    const runs = fc.array(fc.boolean(), { minLength: 60, maxLength: 200 });
    let changes = 0;
    fc.assert(
      fc.property(runs, fc.integer({ min: 1, max: 10 }), (results, threshold) => {
        const concluded = conclusions(results, threshold);
        concluded.forEach((isHealthy, index) => {
          if (isHealthy === (concluded[index - 1] ?? true)) return;
          changes += 1;
          const run = results.slice(index + 1 - threshold, index + 1);
          expect(run).toEqual(Array.from({ length: threshold }, () => isHealthy));
        });
      }),
    );
    expect(changes).toBeGreaterThan(100);
  });
});

describe('an endpoint check', () => {
  test.each([
    ['3 of 16 checkers (18.75 %) keep it healthy', 3, 16, true],
    ['2 of 16 checkers do not', 2, 16, false],
    ['exactly 18 % is not more than 18 %', 18, 100, false],
    ['19 % is', 19, 100, true],
    ['a new check without data is healthy', 16, 16, true],
    ['a check that nobody checks has no data either', 0, 0, true],
  ])('%s', (_name, healthy, all, expected) => {
    expect(isCheckHealthy(ENDPOINT, checkers(healthy, all), noChild)).toBe(expected);
  });

  test.each([
    ['a new inverted check is unhealthy', 16, { inverted: true }, false],
    ['an inverted check whose object is absent is healthy', 0, { inverted: true }, true],
    [
      '3 checkers that see the object make an inverted check unhealthy',
      3,
      { inverted: true },
      false,
    ],
    ['a disabled check is healthy', 0, { disabled: true }, true],
    ['a disabled and inverted check is unhealthy', 0, { disabled: true, inverted: true }, false],
  ])('%s', (_name, healthy, change, expected) => {
    expect(isCheckHealthy({ ...ENDPOINT, ...change }, checkers(healthy, 16), noChild)).toBe(
      expected,
    );
  });

  test('its share is counted before inversion', () => {
    expect(healthyShare(checkers(4, 16))).toBe(0.25);
  });
});

describe('a calculated check', () => {
  const parent = (change: object) => ({
    ...ENDPOINT,
    type: 'CALCULATED',
    childIds: ['a', 'b', 'c'],
    healthThreshold: 2,
    ...change,
  });
  const healthyAre = (ids: string) => (id: string) => ids.includes(id);

  test.each([
    ['as many healthy children as its threshold make it healthy', {}, 'ab', true],
    ['one fewer does not', {}, 'a', false],
    ['threshold 0 is always healthy', { healthThreshold: 0 }, '', true],
    [
      'a threshold above the number of children is never healthy',
      { healthThreshold: 4 },
      'abc',
      false,
    ],
    ['it can be inverted', { inverted: true }, 'abc', false],
  ])('%s', (_name, change, healthy, expected) => {
    expect(isCheckHealthy(parent(change), [], healthyAre(healthy))).toBe(expected);
  });
});
