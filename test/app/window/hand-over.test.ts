import fc from 'fast-check';
import type { Site } from '../../../lib/core/site.ts';
import { refusing } from '../../support/deeds.ts';
import { makeFakeProbeWorld } from '../../support/fake-probe-world.ts';
import {
  anyOffsets,
  type Firing,
  HARD_STOP_MS,
  longestGapMs,
  MINUTE_MS,
  makeScheduledWorld,
  playSchedule,
  punctual,
  unwatchedMsMax,
} from '../../support/fake-scheduler.ts';
import { at, siteNamed } from '../../support/sites.ts';

const anyAddress = fc.integer({ min: 1, max: 254 }).map((octet) => `203.0.113.${octet}`);
const siteAt = (intervalMs: number, ...addresses: readonly string[]): Site =>
  siteNamed('www.example.com', { intervalMs }, at(...addresses));

/* The second number shows that holes between windows are met: without them it is the interval and its jitter. */
describe.each([
  [1_000, 1_200],
  [2_000, 2_120],
  [5_000, 5_000],
  [20_000, 20_000],
  [60_000, 60_000],
])('at an interval of %i ms', (intervalMs, longestMsMin) => {
  test('no target goes unprobed for more than 2 intervals while the scheduler keeps its promise, and the bill is that of one window', async () => {
    let longestMs = 0;
    const minutes = intervalMs < 5_000 ? 30 : 120;
    const addresses = fc.uniqueArray(anyAddress, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(anyOffsets(minutes), addresses, async (offsetsMs, hosts) => {
        const world = makeScheduledWorld();
        const played = await playSchedule(
          world,
          [siteAt(intervalMs, ...hosts)],
          punctual(offsetsMs),
        );
        expect(played.failures).toEqual([]);
        const gapMs = longestGapMs(world);
        longestMs = Math.max(longestMs, gapMs);
        expect(gapMs).toBeLessThanOrEqual(2 * intervalMs);
        // The hand-overs, and the last window, which has no successor.
        expect(played.runningMs).toBeLessThanOrEqual(1.1 * minutes * MINUTE_MS + HARD_STOP_MS);
        expect(played.longestMs).toBeLessThanOrEqual(HARD_STOP_MS + 1_000);
      }),
      { numRuns: 12 },
    );
    expect(longestMs).toBeGreaterThan(longestMsMin);
  });
});

/** What a scheduler that breaks its promise does in one minute. */
const anyMinute = fc.oneof(
  { weight: 4, arbitrary: fc.nat(MINUTE_MS - 1).map((atMs) => [{ atMs, diesAfterMs: null }]) },
  { weight: 1, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.nat(MINUTE_MS - 1), fc.constantFrom(0, 1, 60, 3_000))
      .map(([atMs, laterMs]) => [
        { atMs, diesAfterMs: null },
        { atMs: atMs + laterMs, diesAfterMs: null },
      ]),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.nat(2 * MINUTE_MS), fc.nat(100_000))
      .map(([atMs, diesAfterMs]) => [{ atMs, diesAfterMs }]),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: MINUTE_MS, max: MINUTE_MS + 59_000 })
      .map((atMs) => [{ atMs, diesAfterMs: null }]),
  },
);
const anyChaos = fc
  .array(anyMinute, { minLength: 25, maxLength: 25 })
  .map((minutes): readonly Firing[] =>
    minutes.flatMap((firings, minute) =>
      firings.map(({ atMs, diesAfterMs }) => ({ atMs: minute * MINUTE_MS + atMs, diesAfterMs })),
    ),
  )
  .filter((firings) => firings.length > 0);

test('doubled, late, missing and dying windows lose no more than the time in which none was there', async () => {
  const seen = { dead: 0, superseded: 0, hardStops: 0 };
  await fc.assert(
    fc.asyncProperty(anyChaos, async (firings) => {
      const world = makeScheduledWorld();
      const { failures, summaries, longestMs } = await playSchedule(
        world,
        [siteAt(5_000, '203.0.113.10')],
        firings,
      );
      seen.dead += firings.length - summaries.length;
      seen.superseded += summaries.filter(({ probes }) => probes === 0).length;
      seen.hardStops += summaries.filter(({ isHandedOver }) => !isHandedOver).length - 1;
      expect(failures).toEqual([]);
      expect(longestGapMs(world)).toBeLessThanOrEqual(10_000 + unwatchedMsMax(firings, 5_000));
      expect(longestMs).toBeLessThanOrEqual(HARD_STOP_MS + 1_000);
    }),
    { numRuns: 40 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
});

test('whatever the schedule does, an outage is one incident, and what was told stays told', async () => {
  await fc.assert(
    fc.asyncProperty(anyChaos, fc.nat(15 * MINUTE_MS), async (firings, diesAtMs) => {
      const world = makeScheduledWorld();
      const noonMs = world.clock.now();
      const isDown = (when: number) =>
        when >= noonMs + diesAtMs && when < noonMs + diesAtMs + 6 * MINUTE_MS;
      world.answer = (asked) => (isDown(asked.at) ? 'unhealthy' : 'healthy');
      await playSchedule(world, [siteAt(5_000, '203.0.113.10')], firings);
      const saved = world.saved.map(({ incidents }) => incidents.outage);
      const opened = saved.flatMap((outage) => (outage.state === 'none' ? [] : [outage]));
      expect(new Set(opened.map(({ since }) => since)).size).toBeLessThanOrEqual(1);
      const isKnown = opened.map(({ told }) => told.openedAt !== null);
      expect(isKnown).toEqual([...isKnown].sort());
      const deaths = firings.filter(({ diesAfterMs }) => diesAfterMs !== null).length;
      // A window that dies between telling and noting it down leaves the telling to be repeated.
      expect(world.deeds.of('publish').length).toBeLessThanOrEqual(2 + deaths);
      if (deaths === 0)
        expect(new Set(world.deeds.of('publish')).size).toBe(world.deeds.of('publish').length);
    }),
    { numRuns: 40 },
  );
});

test('while the lease cannot be read or written, windows go on as if alone and all is probed', async () => {
  await fc.assert(
    fc.asyncProperty(anyOffsets(20), async (offsetsMs) => {
      const world = makeScheduledWorld();
      const noonMs = world.clock.now();
      const isOut = () => {
        const minute = (world.clock.now() - noonMs) / MINUTE_MS;
        return minute >= 5 && minute < 11;
      };
      world.deeds.refuse = (deed) => (isOut() ? refusing('load shard', 'save shard')(deed) : null);
      const { failures, summaries } = await playSchedule(
        world,
        [siteAt(5_000, '203.0.113.10')],
        punctual(offsetsMs),
      );
      expect(failures).toEqual([]);
      // A window whose leaving cannot be written is waited for in vain: 5 s, at the edges of the outage.
      expect(longestGapMs(world)).toBeLessThanOrEqual(10_000 + 5_500);
      // Later windows know of each other again.
      expect(summaries.slice(-6, -1).every(({ isHandedOver }) => isHandedOver)).toBe(true);
    }),
    { numRuns: 15 },
  );
});

test('a thousand targets are no burst, neither at the very first window nor at a hand-over', async () => {
  const world = makeScheduledWorld();
  const sites = Array.from({ length: 40 }, (_site, number) =>
    siteNamed(
      `s${number}.example.com`,
      { intervalMs: 10_000 },
      at(...Array.from({ length: 25 }, (_host, host) => `203.0.113.${host}`)),
    ),
  );
  await playSchedule(world, sites, punctual([500, 9_000, 2_000]));
  const slices = new Map<number, number>();
  for (const { atMs } of world.probes)
    slices.set(Math.floor(atMs / 100), (slices.get(Math.floor(atMs / 100)) ?? 0) + 1);
  // The even share is 10; what was missed is made up for at twice the pace.
  expect(Math.max(...slices.values())).toBeLessThanOrEqual(40);
  expect(world.probes.length).toBeGreaterThan(1_000 * 20);
});

test('a slow target delays no other', async () => {
  const world = makeScheduledWorld();
  const { openProber } = world.deps;
  const slowly = () => {
    const prober = openProber();
    const probe: typeof prober.probe = async (endpoint, options) => {
      if (endpoint.hostname === 'slow.example.com') await world.clock.sleep(29_000, options.signal);
      return prober.probe(endpoint, options);
    };
    return { ...prober, probe };
  };
  const sites = [siteNamed('slow.example.com'), siteAt(5_000, '203.0.113.7')];
  await playSchedule(
    { ...world, deps: { ...world.deps, openProber: slowly } },
    sites,
    punctual([0, 30_000, 10_000]),
  );
  const others = world.probes.filter(({ hostname }) => hostname !== 'slow.example.com');
  expect(longestGapMs({ probes: others })).toBeLessThan(6_000);
});

test('a window that comes while its predecessor looks sees it leave, and probes nothing before', async () => {
  const world = makeFakeProbeWorld();
  await playSchedule(world, [siteAt(1_000, '203.0.113.10')], punctual([0, 500]));
  const [first, second] = world.deeds.of('save shard').slice(0, 3);
  expect([first, second]).toEqual([
    'save shard #shard/0/1: window-1',
    'save shard #shard/0/1: window-1 window-2',
  ]);
  const saved = world.deeds.done.filter((deed) => /save (monitor|shard)|load monitor/.test(deed));
  const left = saved.indexOf('save shard #shard/0/1: window-2');
  // The record is saved before the lease is left, and read again only after that.
  expect(saved[left - 1]).toMatch('save monitor');
  expect(saved[left + 1]).toMatch('load monitor');
});
