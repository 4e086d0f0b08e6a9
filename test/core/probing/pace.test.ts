import fc from 'fast-check';
import { type Health, UNKNOWN_HEALTH } from '../../../lib/core/probing/health.ts';
import {
  doubtMs,
  firstProbe,
  jitterMsMax,
  nextDueMs,
  nextProbe,
  silenceMs,
} from '../../../lib/core/probing/pace.ts';
import type { ProbeResult } from '../../../lib/core/probing/probe.ts';
import { type EpochMs, epochMs, plusMs } from '../../../lib/core/time.ts';
import { healthyProbe, inconclusiveProbe, unhealthyProbe } from '../../support/probes.ts';

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
    'in doubt the next probe is fresh and comes after a quarter of the interval',
    DOUBTED,
    unhealthyProbe(),
    0,
    { fresh: true, afterMs: 1_250 },
  ],
  [
    'an unknown health is looked into after half the interval',
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

test.each([
  [100, 50],
  [1_000, 500],
  [2_000, 500],
  [5_000, 1_250],
  [60_000, 15_000],
])('at an interval of %i ms a doubt is followed up after %i ms', (intervalMs, expected) => {
  expect(doubtMs(intervalMs)).toBe(expected);
});

test.each([
  ['a quarter of what it may take', 1_000, 2_000, 40, 500],
  ['twice what the target usually takes', 1_000, 2_000, 300, 600],
  ['however slow it usually is, well before the deadline', 1_000, 2_000, 1_900, 1_200],
  ['a tenth of a long interval', 60_000, 2_000, 40, 6_000],
])('a probe is silent after %s', (_name, intervalMs, withinMs, usualMs, expected) => {
  expect(silenceMs(intervalMs, withinMs, usualMs)).toBe(expected);
});

test('a freshEvery of 1 makes every probe fresh', () => {
  const policy = { ...POLICY, freshEvery: 1 };
  expect(nextProbe(SETTLED, healthyProbe(), 0, policy).fresh).toBe(true);
});

const NOON = epochMs(43_200_000);

const keys = fc.string({ minLength: 1, maxLength: 40 });
const intervals = fc.integer({ min: 1_000, max: 60_000 });
const moments = fc.integer({ min: 0, max: 4_102_444_800_000 }).map(epochMs);

/** When the next probe is due for a window that begins when the last one stops. */
const handedOver = (key: string, health: Health | undefined, intervalMs: number, now: EpochMs) =>
  firstProbe(key, health, { intervalMs, lookedUntil: now }, now).delayMs;

test('the first probe of a window is due on a grid that is tied to the clock', () => {
  fc.assert(
    fc.property(keys, intervals, moments, fc.nat(600_000), (key, intervalMs, now, laterMs) => {
      const due = (at: number) => at + handedOver(key, SETTLED, intervalMs, epochMs(at));
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
    const slot = Math.floor(handedOver(key, SETTLED, 5_000, NOON) / 500);
    buckets[slot] = (buckets[slot] ?? 0) + 1;
  }
  for (const count of buckets) {
    expect(count).toBeGreaterThan(850);
    expect(count).toBeLessThan(1_150);
  }
});

const KEY = 'www.example.com 203.0.113.10';

test.each<[string, Health | undefined]>([
  ['was never probed', undefined],
  ['is unknown', UNKNOWN_HEALTH],
])('an address that %s waits for half the interval at most', (_name, health) => {
  fc.assert(
    fc.property(keys, moments, (key, now) => {
      expect(handedOver(key, health, 60_000, now)).toBeLessThan(30_000);
    }),
  );
});

test('an address in doubt waits for half a second at most when a window takes over', () => {
  fc.assert(
    fc.property(keys, intervals, moments, (key, intervalMs, now) => {
      expect(handedOver(key, DOUBTED, intervalMs, now)).toBeLessThan(500);
    }),
  );
});

test('the very first probe comes within half the interval', () => {
  fc.assert(
    fc.property(keys, moments, (key, now) => {
      const first = { intervalMs: 60_000, lookedUntil: null };
      expect(firstProbe(key, undefined, first, now).delayMs).toBeLessThan(30_000);
    }),
  );
});

describe('a moment that fell between two windows', () => {
  const untilMs = handedOver(KEY, SETTLED, 60_000, NOON);
  const missed = plusMs(NOON, untilMs);
  const after = (holeMs: number, sinceMs: number) =>
    firstProbe(
      KEY,
      SETTLED,
      { intervalMs: 60_000, lookedUntil: plusMs(missed, -sinceMs) },
      plusMs(missed, holeMs - sinceMs),
    ).delayMs;

  test.each([
    ['at its beginning is made up for at once', 400, 0, 0],
    ['in its middle is made up for as long after it', 400, 100, 100],
    ['before a hole of many intervals is made up for within half of one', 600_000, 0, 0],
    ['is no reason to wait when it is still to come', 400, 500, 100],
  ])('%s', (_name, holeMs, sinceMs, expected) => {
    expect(after(holeMs, sinceMs)).toBe(expected);
  });

  test('never makes an address wait for longer than the hole or half the interval', () => {
    fc.assert(
      fc.property(keys, intervals, moments, fc.nat(600_000), (key, intervalMs, now, holeMs) => {
        const since = plusMs(now, -holeMs);
        const dueAt =
          now + firstProbe(key, SETTLED, { intervalMs, lookedUntil: since }, now).delayMs;
        const missedAt = since + handedOver(key, SETTLED, intervalMs, since);
        const late = Math.min(holeMs, intervalMs / 2);
        expect(dueAt).toBeLessThanOrEqual(Math.max(missedAt, now + late));
      }),
    );
  });

  test('and a clock that was set back make nobody wait for longer than the interval', () => {
    const lookedUntil = plusMs(NOON, 3_600_000);
    const { delayMs } = firstProbe(KEY, SETTLED, { intervalMs: 5_000, lookedUntil }, NOON);
    expect(delayMs).toBeLessThan(5_000);
  });
});

describe('the next moment', () => {
  const GRID = { anchorMs: 1_000, intervalMs: 5_000 };
  const pace = { fresh: false, afterMs: 5_000 };
  test.each([
    ['is an interval later, whatever the probe took', 6_000, pace, 9_900, 11_000],
    ['is one of the grid, though one was missed', 6_000, pace, 13_000, 16_000],
    ['is on the grid again after a probe beside it', 8_500, pace, 8_600, 11_000],
    ['leaves a gap after a probe beside the grid', 10_900, pace, 10_950, 16_000],
    ['is now for a suspicion', 6_000, { fresh: true, afterMs: 0 }, 6_200, 6_200],
    ['is half an interval later in doubt', 6_000, { fresh: true, afterMs: 2_500 }, 6_200, 8_500],
    ['is now for a doubt that is late', 6_000, { fresh: true, afterMs: 2_500 }, 9_200, 9_200],
  ])('%s', (_name, dueAtMs, next, nowMs, expected) => {
    expect(nextDueMs(GRID, dueAtMs, next, nowMs)).toBe(expected);
  });
});

test.each([
  [1_000, 50],
  [5_000, 250],
  [60_000, 250],
])('at an interval of %i ms the jitter is less than %i ms', (intervalMs, most) => {
  expect(jitterMsMax(intervalMs)).toBe(most);
});
