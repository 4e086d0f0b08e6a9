import { defaultPolicy } from '../../bench/support/controller.ts';
import { expectedRuns, flipsOf } from '../../bench/support/flaps.ts';
import { type Noise, noisyTarget, QUIET } from '../../bench/support/outages.ts';
import { PLAIN_MS_MAX, rareEvents, SLOW_SHARE } from '../../bench/support/rare-events.ts';
import { policyEvery, watchSimulated } from '../../bench/support/simulated-watch.ts';
import { watchSkipping } from '../../bench/support/skipping-watch.ts';
import { seededChance } from '../../bench/support/statistics.ts';
import type { SkippingWatch } from '../../bench/support/stepped-window.ts';

const START_MS = 32_000;
const DAY_MS = 24 * 3_600_000;
/** So much that something happens everywhere: at restarts, ends of windows, in doubts and in hedges. */
const STORM: Noise = { resetShare: 0.1, lateShare: 0.02, restartEveryMs: 600_000 };

/** So little that whole windows are skipped, with restarts at ever other moments of a window. */
const DRIZZLE: Noise = { resetShare: 0.002, lateShare: 0.01, restartEveryMs: 123_457 };

function skipping(change: Partial<SkippingWatch> & { everyMs: number; threshold: number }) {
  const changes: string[] = [];
  const watched = watchSkipping({
    noise: STORM,
    policy: { ...policyEvery(change.everyMs), failureThreshold: change.threshold },
    startMs: START_MS,
    endMs: START_MS + 2 * DAY_MS,
    events: seededChance(7),
    timing: seededChance(8),
    onChange: (status, atMs) => changes.push(`${status} at ${atMs.toFixed(3)}`),
    ...change,
  });
  return { ...watched, changes };
}

/** The plain simulator over the same span: its alarms at a threshold are the runs of that length. */
function plainAlarms(everyMs: number, threshold: number, noise: Noise, days: number, seed: number) {
  let alarms = 0;
  const chance = seededChance(seed);
  const { probes } = watchSimulated({
    target: noisyTarget([], noise, chance),
    policy: { ...policyEvery(everyMs), failureThreshold: threshold },
    startMs: START_MS,
    endMs: START_MS + days * DAY_MS,
    chance,
    onChange: (status) => {
      if (status === 'unhealthy') alarms += 1;
      return true;
    },
  });
  return { probes, alarms };
}

test.each([
  ['a storm', STORM, 5_000, 1],
  ['a storm', STORM, 5_000, 2],
  ['a storm', STORM, 1_000, 2],
  ['a storm', STORM, 1_000, 3],
  ['a drizzle', DRIZZLE, 5_000, 1],
  ['a drizzle', DRIZZLE, 1_000, 1],
] as const)(
  'in %s (%j), every %d ms, failure threshold %d: skipping changes nothing, probe by probe',
  (_name, noise, everyMs, threshold) => {
    // With one and the same delay for all plain probes, whatever is left to differ is a mistake.
    const watch = { noise, everyMs, threshold, timing: () => 0.3 };
    const quick = skipping(watch);
    expect(quick.changes.length).toBeGreaterThan(20);
    expect(quick).toEqual(skipping({ ...watch, skips: false }));
  },
);

test('where nothing but restarts ever happens, every probe is counted all the same', () => {
  const noise = { ...QUIET, restartEveryMs: 600_000 };
  const watch = { everyMs: 1_000, threshold: 2, noise, timing: () => 0.3 };
  const { probes } = skipping(watch);
  expect(probes).toBe(skipping({ ...watch, skips: false }).probes);
  expect(probes).toBeGreaterThan(2 * 86_400);
});

test.each([
  [5_000, 1, 5],
  [5_000, 2, 12],
  [1_000, 2, 3],
] as const)(
  'every %d ms: as many runs of %d failures as in the plain simulation, over %d days',
  (everyMs, threshold, days) => {
    const endMs = START_MS + days * DAY_MS;
    const quick = skipping({ everyMs, threshold, endMs, timing: seededChance(10) });
    const plain = plainAlarms(everyMs, threshold, STORM, days, 11);
    const alarms = quick.runs[threshold - 1] ?? 0;
    expect(plain.alarms).toBeGreaterThan(800);
    // Two counts of rare things differ by chance, but hardly by four times the root of their sum.
    expect(Math.abs(alarms - plain.alarms)).toBeLessThan(4 * Math.sqrt(alarms + plain.alarms));
    expect(Math.abs(quick.probes / plain.probes - 1)).toBeLessThan(0.004);
  },
);

test('a window whose end cuts plain probes off is refused, because windows would differ by chance', () => {
  expect(() => skipping({ everyMs: 5_000, threshold: 2, startMs: 30_000 })).toThrow(
    'another moment',
  );
});

test('what is slow for a healthy answer is as rare as in the plain simulation', () => {
  const target = noisyTarget([], QUIET, seededChance(1));
  const asked = 400_000;
  let slow = 0;
  for (let probe = 0; probe < asked; probe++)
    if (target(probe, null).tookMs > PLAIN_MS_MAX) slow += 1;
  expect(Math.abs(slow - asked * SLOW_SHARE)).toBeLessThan(4 * Math.sqrt(asked * SLOW_SHARE));
});

test('resets, late answers and slow ones come as often as said', () => {
  const source = rareEvents(STORM, seededChance(1), seededChance(2));
  const asked = 500_000;
  const counts = { reset: 0, late: 0, slow: 0 };
  for (let probe = 0; probe < asked; probe++) {
    const { isHealthy, tookMs } = source.ask();
    if (!isHealthy) counts[tookMs < PLAIN_MS_MAX ? 'reset' : 'late'] += 1;
    else if (tookMs > PLAIN_MS_MAX) counts.slow += 1;
  }
  expect(counts.reset / asked).toBeCloseTo(0.1, 2);
  expect(counts.late / asked).toBeCloseTo(0.9 * 0.02, 3);
  expect(counts.slow / asked).toBeCloseTo(0.9 * 0.98 * SLOW_SHARE, 3);
  expect(counts.slow).toBeGreaterThan(200);
});

test('a probe that is not plain cannot be skipped', () => {
  const source = rareEvents(STORM, seededChance(1), seededChance(2));
  source.skip(source.plainLeft());
  expect(() => source.skip(1)).toThrow(RangeError);
});

const DEAD = { ...QUIET, resetShare: 1 };

test.each([
  ['lasts', 60_000, DEAD, 1],
  ['lasts, of a primary that answers', 60_000, QUIET, 0],
  ['is over before failover looks', 60, DEAD, 0],
] as const)('an alarm that %s (%d ms) becomes %d flips', (_name, lastsMs, noise, flips) => {
  const changes = [
    { status: 'healthy', sinceMs: 1_000 },
    { status: 'unhealthy', sinceMs: 500_000 },
    { status: 'healthy', sinceMs: 500_000 + lastsMs },
  ] as const;
  expect(flipsOf(changes, defaultPolicy(5_000), seededChance(1), noise)).toBe(flips);
});

test('what longer runs are to be expected of the shorter ones', () => {
  expect(expectedRuns([10_000, 100], 4)).toBeCloseTo(0.01, 9);
  expect(expectedRuns([], 4)).toBe(0);
});
