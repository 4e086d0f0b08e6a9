import {
  checkersFrom,
  unhealthyAtMs,
  type WatchingCheck,
} from '../../bench/support/checker-fleet.ts';
import {
  ENDPOINT_THRESHOLD,
  endpointCheck,
  OUR_INTERVAL_MS,
  SWITCH_THRESHOLD,
  switchCheck,
} from '../../bench/support/route53-checks.ts';
import { seededChance } from '../../bench/support/statistics.ts';
import { endpointCheck as stackEndpointCheck } from '../../lib/stack/endpoint-check.ts';
import { switchCheck as stackSwitchCheck } from '../../lib/stack/switch-check.ts';
import { SITE } from '../fixtures/snapshot.ts';

/** Sixteen checkers that begin 600 ms after each other, the first at once: 0, 600, ... 9,000. */
const CHECKERS = Array.from({ length: 16 }, (_, index) => ({
  roundTripMs: 0,
  firstSentAtMs: index * 600,
}));

const endpoint = (tookMs: number): WatchingCheck => ({
  id: 'endpoint',
  intervalMs: 10_000,
  threshold: 3,
  inverted: false,
  settledAs: 'healthy',
  checkers: CHECKERS,
  ask: () => ({ isHealthy: false, tookMs }),
});

const switchPutAt = (putAtMs: number): WatchingCheck => ({
  ...endpoint(0),
  id: 'switch',
  threshold: 1,
  inverted: true,
  settledAs: 'unhealthy',
  ask: (sentAtMs) => ({ isHealthy: sentAtMs >= putAtMs, tookMs: 100 }),
});

test('a dead endpoint turns when fourteen of sixteen have failed three times', () => {
  // The fourteenth begins at 7,800 and fails at 7,800, 17,800 and 27,800.
  expect(unhealthyAtMs([endpoint(0)])).toBe(27_800);
});

test('a silent endpoint costs each of them three deadlines, since a round begins with the answer', () => {
  expect(unhealthyAtMs([endpoint(4_000)])).toBe(7_800 + 3 * 4_000 + 2 * 10_000);
});

test('a switch turns at the third sighting, since it is inverted', () => {
  // Put at 1,000: seen by those who ask at 1,200, 1,800 and 2,400, whose answer comes 100 ms later.
  expect(unhealthyAtMs([switchPutAt(1_000)])).toBe(2_500);
});

test('a switch that is put after the first round is seen in the second', () => {
  // The first checker asks again 10,000 after its answer at 100, the others 600 ms after each other.
  expect(unhealthyAtMs([switchPutAt(9_500)])).toBe(10_100 + 2 * 600 + 100);
});

test.each([
  ['the switch', 1_000, 2_500],
  ['the endpoint', 60_000, 27_800],
] as const)('of two checks the one that turns first decides: %s', (_name, putAtMs, turnsAtMs) => {
  expect(unhealthyAtMs([endpoint(0), switchPutAt(putAtMs)])).toBe(turnsAtMs);
});

test('a switch that nobody puts never turns', () => {
  expect(() => unhealthyAtMs([switchPutAt(Number.POSITIVE_INFINITY)])).toThrow('ever turns');
});

test('sixteen checkers begin anywhere in one round', () => {
  const checkers = checkersFrom(1_000, 10_000, () => 500, seededChance(1));
  expect(checkers).toHaveLength(16);
  for (const { firstSentAtMs } of checkers) {
    expect(firstSentAtMs).toBeGreaterThanOrEqual(1_000);
    expect(firstSentAtMs).toBeLessThan(11_500);
  }
  expect(new Set(checkers.map(({ firstSentAtMs }) => firstSentAtMs)).size).toBe(16);
});

test('the checks are those of the stack', () => {
  const config = (FailureThreshold: number, more: object = {}) => ({
    HealthCheckConfig: { RequestInterval: OUR_INTERVAL_MS / 1_000, FailureThreshold, ...more },
  });
  expect(stackEndpointCheck(SITE, '203.0.113.10').Properties).toMatchObject(
    config(ENDPOINT_THRESHOLD),
  );
  expect(stackSwitchCheck(SITE).Properties).toMatchObject(
    config(SWITCH_THRESHOLD, { Inverted: true, Type: 'HTTPS' }),
  );
});

test('about 28 s alone, and about 2 s from switch to answer', () => {
  const chance = seededChance(2);
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length / 1_000;
  const trials = Array.from({ length: 300 }, () => chance);
  const alone = trials.map(() => unhealthyAtMs([endpointCheck(0, 'refused', 10_000, chance)]));
  expect(mean(alone)).toBeGreaterThan(27);
  expect(mean(alone)).toBeLessThan(30);
  const switched = trials.map(() => unhealthyAtMs([switchCheck('switch', 0, chance)(0)]));
  expect(mean(switched)).toBeGreaterThan(1.7);
  expect(mean(switched)).toBeLessThan(3);
});
