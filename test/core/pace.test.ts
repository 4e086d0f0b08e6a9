import fc from 'fast-check';
import { type Health, UNKNOWN_HEALTH } from '../../lib/core/health.ts';
import { firstProbeDelayMs, nextProbe } from '../../lib/core/pace.ts';
import type { ProbeResult } from '../../lib/core/probe.ts';
import { epochMs } from '../../lib/core/time.ts';
import { healthyProbe, inconclusiveProbe, unhealthyProbe } from '../support/probes.ts';

const POLICY = { intervalMs: 5_000, freshEvery: 10 };
const SETTLED: Health = {
  status: 'healthy',
  since: epochMs(0),
  run: { verdict: 'healthy', length: 9 },
};
const DOUBTED: Health = { ...SETTLED, run: { verdict: 'unhealthy', length: 1 } };
const BROKEN: Health = {
  status: 'unhealthy',
  since: epochMs(0),
  run: { verdict: 'unhealthy', length: 3 },
};
const pooled = { fresh: false };

test.each<[string, Health, ProbeResult, number, ReturnType<typeof nextProbe>]>([
  [
    'a pooled failure is confirmed at once on a fresh connection',
    SETTLED,
    unhealthyProbe(pooled),
    1,
    { fresh: true, afterMs: 0 },
  ],
  [
    'so is a pooled probe that could not look',
    SETTLED,
    inconclusiveProbe(pooled),
    1,
    { fresh: true, afterMs: 0 },
  ],
  [
    'in doubt the next probe is fresh and comes after half the interval',
    DOUBTED,
    unhealthyProbe(),
    0,
    { fresh: true, afterMs: 2_500 },
  ],
  [
    'an unknown health is a doubt',
    UNKNOWN_HEALTH,
    inconclusiveProbe(),
    0,
    { fresh: true, afterMs: 2_500 },
  ],
  [
    'a settled healthy address is probed on a kept connection',
    SETTLED,
    healthyProbe(pooled),
    8,
    { fresh: false, afterMs: 5_000 },
  ],
  [
    'but one probe in freshEvery is fresh',
    SETTLED,
    healthyProbe(pooled),
    9,
    { fresh: true, afterMs: 5_000 },
  ],
  [
    'after which the pooled ones are counted anew',
    SETTLED,
    healthyProbe(),
    0,
    { fresh: false, afterMs: 5_000 },
  ],
  [
    'a settled unhealthy address is probed afresh',
    BROKEN,
    unhealthyProbe(),
    0,
    { fresh: true, afterMs: 5_000 },
  ],
])('%s', (_name, health, latest, pooledInARow, expected) => {
  expect(nextProbe(health, latest, pooledInARow, POLICY)).toEqual(expected);
});

test('a freshEvery of 1 makes every probe fresh', () => {
  const policy = { ...POLICY, freshEvery: 1 };
  expect(nextProbe(SETTLED, healthyProbe(), 0, policy).fresh).toBe(true);
});

const NOON = epochMs(43_200_000);
const whole = (intervalMs: number) => ({ intervalMs, waitMsMax: Number.POSITIVE_INFINITY });
const keys = fc.string({ minLength: 1, maxLength: 40 });
const intervals = fc.integer({ min: 1_000, max: 60_000 });
const moments = fc.integer({ min: 0, max: 4_102_444_800_000 }).map(epochMs);

test('the first probe of a window is due on a grid that is tied to the clock', () => {
  fc.assert(
    fc.property(keys, intervals, moments, fc.nat(600_000), (key, intervalMs, now, laterMs) => {
      const due = (at: number) =>
        at + firstProbeDelayMs(key, SETTLED, whole(intervalMs), epochMs(at));
      expect(due(now)).toBeGreaterThanOrEqual(now);
      expect(due(now) - now).toBeLessThan(intervalMs);
      expect((due(now + laterMs) - due(now)) % intervalMs).toBe(0);
    }),
  );
});

test('addresses are spread evenly over the interval', () => {
  const buckets = Array<number>(10).fill(0);
  for (let host = 0; host < 10_000; host++) {
    const key = `www.example.com 10.0.${host >> 8}.${host & 255}`;
    const slot = Math.floor(firstProbeDelayMs(key, SETTLED, whole(5_000), NOON) / 500);
    buckets[slot] = (buckets[slot] ?? 0) + 1;
  }
  for (const count of buckets) {
    expect(count).toBeGreaterThan(850);
    expect(count).toBeLessThan(1_150);
  }
});

test.each<[string, Health | undefined]>([
  ['was never probed', undefined],
  ['is unknown', UNKNOWN_HEALTH],
  ['is in doubt', DOUBTED],
])('an address that %s does not wait', (_name, health) => {
  expect(firstProbeDelayMs('www.example.com 203.0.113.10', health, whole(60_000), NOON)).toBe(0);
});

test('an address whose moment falls between two windows does not wait for it', () => {
  const key = 'www.example.com 203.0.113.10';
  const delayMs = firstProbeDelayMs(key, SETTLED, whole(60_000), NOON);
  expect(delayMs).toBeGreaterThan(0);
  const upTo = (waitMsMax: number) =>
    firstProbeDelayMs(key, SETTLED, { intervalMs: 60_000, waitMsMax }, NOON);
  expect(upTo(delayMs)).toBe(delayMs);
  expect(upTo(delayMs - 1)).toBe(0);
});
