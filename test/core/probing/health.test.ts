import fc from 'fast-check';
import {
  type Health,
  isInDoubt,
  joining,
  observe,
  overall,
  UNKNOWN_HEALTH,
} from '../../../lib/core/probing/health.ts';
import type { ProbeResult } from '../../../lib/core/probing/probe.ts';
import { epochMs } from '../../../lib/core/time.ts';
import { healthyProbe, inconclusiveProbe, unhealthyProbe } from '../../support/probes.ts';

const THRESHOLDS = { failureThreshold: 3, successThreshold: 2 };
const after = (results: readonly ProbeResult[], health: Health = UNKNOWN_HEALTH): Health =>
  results.reduce((current, result) => observe(current, result, THRESHOLDS), health);

const HEALTHY = after([healthyProbe(), healthyProbe()]);
const UNHEALTHY = after([unhealthyProbe(), unhealthyProbe(), unhealthyProbe()]);

test('health becomes known only at the threshold, with the moment of the probe that reached it', () => {
  const at = epochMs(5_000);
  expect(after([healthyProbe()]).status).toBe('unknown');
  expect(after([healthyProbe(), healthyProbe({ at })])).toMatchObject({
    status: 'healthy',
    since: at,
  });
  expect(after([unhealthyProbe(), unhealthyProbe()]).status).toBe('unknown');
  expect(UNHEALTHY.status).toBe('unhealthy');
});

test('one success in between starts the run of failures anew', () => {
  const results = [
    unhealthyProbe(),
    unhealthyProbe(),
    healthyProbe(),
    unhealthyProbe(),
    unhealthyProbe(),
  ];
  expect(after(results, HEALTHY).status).toBe('healthy');
  expect(after([...results, unhealthyProbe()], HEALTHY).status).toBe('unhealthy');
});

test.each([
  ['an inconclusive probe', inconclusiveProbe()],
  ['a pooled failure', unhealthyProbe({ fresh: false })],
  ['a pooled success', healthyProbe({ fresh: false })],
])('%s never moves a threshold', (_name, result) => {
  const doubtful = after([unhealthyProbe(), unhealthyProbe()], HEALTHY);
  for (const health of [UNKNOWN_HEALTH, HEALTHY, UNHEALTHY, doubtful])
    expect(observe(health, result, THRESHOLDS)).toBe(health);
});

test('a fresh failure counts even while pooled probes still pass', () => {
  const pooled = healthyProbe({ fresh: false });
  const results = [unhealthyProbe(), pooled, unhealthyProbe(), pooled, unhealthyProbe()];
  expect(after(results, HEALTHY).status).toBe('unhealthy');
});

test('doubt lasts from the first disagreeing probe until the run agrees again', () => {
  expect(isInDoubt(UNKNOWN_HEALTH)).toBe(true);
  expect(isInDoubt(HEALTHY)).toBe(false);
  expect(isInDoubt(after([unhealthyProbe()], HEALTHY))).toBe(true);
  expect(isInDoubt(after([unhealthyProbe(), healthyProbe()], HEALTHY))).toBe(false);
});

const anyProbe = fc
  .tuple(fc.constantFrom(healthyProbe, unhealthyProbe, inconclusiveProbe), fc.boolean())
  .map(([make, fresh]) => make({ fresh }));
const timeline = fc.array(anyProbe, { minLength: 60, maxLength: 200 });
const thresholds = fc.record({
  failureThreshold: fc.integer({ min: 1, max: 5 }),
  successThreshold: fc.integer({ min: 1, max: 5 }),
});

test('whatever comes, the status changes only after an unbroken run of fresh verdicts', () => {
  let changes = 0;
  fc.assert(
    fc.property(timeline, thresholds, (results, limits) => {
      let health = UNKNOWN_HEALTH;
      results.forEach((result, index) => {
        const next = observe(health, result, limits);
        if (next.status !== health.status) {
          changes += 1;
          const needed =
            next.status === 'healthy' ? limits.successThreshold : limits.failureThreshold;
          const telling = results
            .slice(0, index + 1)
            .filter(({ fresh, verdict }) => fresh && verdict !== 'inconclusive')
            .slice(-needed);
          expect(telling).toHaveLength(needed);
          expect(telling.every(({ verdict }) => verdict === next.status)).toBe(true);
        }
        health = next;
      });
    }),
  );
  expect(changes).toBeGreaterThan(100);
});

test.each([
  [[], 'unknown'],
  [[UNKNOWN_HEALTH], 'unknown'],
  [[UNHEALTHY, UNKNOWN_HEALTH], 'unknown'],
  [[UNHEALTHY, HEALTHY], 'healthy'],
  [[UNHEALTHY, UNHEALTHY], 'unhealthy'],
] as const)('several addresses together: case %#', (healths, expected) => {
  expect(overall(healths)).toBe(expected);
});

const since = (ms: number, health: Health): Health => ({ ...health, since: epochMs(ms) });

test.each<[string, Health, Health, readonly Health[], number]>([
  [
    'new, beside healthy ones',
    UNKNOWN_HEALTH,
    HEALTHY,
    [since(1_000, HEALTHY), since(2_000, HEALTHY)],
    2_000,
  ],
  ['new, and alone', UNKNOWN_HEALTH, HEALTHY, [], 9_000],
  ['new, beside unhealthy ones', UNKNOWN_HEALTH, HEALTHY, [since(1_000, UNHEALTHY)], 9_000],
  ['back from being unhealthy', UNHEALTHY, HEALTHY, [since(1_000, HEALTHY)], 9_000],
  ['new and unhealthy', UNKNOWN_HEALTH, UNHEALTHY, [since(1_000, HEALTHY)], 9_000],
])('an address of a load balancer that is %s', (_name, before, after, others, expected) => {
  expect(joining(before, since(9_000, after), others).since).toBe(expected);
});
