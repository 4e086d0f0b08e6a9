import fc from 'fast-check';
import type { Site } from '../../../lib/core/site.ts';
import type { FakeProbeWorld } from '../../support/fake-probe-world.ts';
import {
  anyOffsets,
  longestGapMs,
  MINUTE_MS,
  makeScheduledWorld,
  playSchedule,
  punctual,
} from '../../support/fake-scheduler.ts';
import { at, siteNamed } from '../../support/sites.ts';

/** Notes when the monitor believed it, in milliseconds after the world began. */
function noteDetection(world: FakeProbeWorld): { readonly atMs: () => number } {
  const noonMs = world.clock.now();
  const found: number[] = [];
  const log: FakeProbeWorld['deps']['log'] = ({ message, to }) => {
    if (message === 'health changed' && to === 'unhealthy') found.push(world.clock.now() - noonMs);
  };
  world.deps = { ...world.deps, log };
  return { atMs: () => found[0] ?? Number.NaN };
}

const lastOctets = fc.integer({ min: 1, max: 254 });
const siteOf = (intervalMs: number, lastOctet: number): Site =>
  siteNamed('www.example.com', { intervalMs }, at(`203.0.113.${lastOctet}`));

/* A refusal takes no time, and neither does an answer; a control takes 80 ms. */
test.each([1_000, 5_000, 60_000])(
  'a primary that refuses is detected within 3 intervals of %i ms, whenever it dies',
  async (intervalMs) => {
    let slowestMs = 0;
    await fc.assert(
      fc.asyncProperty(
        anyOffsets(8),
        lastOctets,
        fc.nat(2 * MINUTE_MS),
        async (offsetsMs, lastOctet, afterMs) => {
          const world = makeScheduledWorld();
          world.latencyMs = 0;
          world.controlLatencyMs = 80;
          const noonMs = world.clock.now();
          const detection = noteDetection(world);
          const diesAtMs = 3 * MINUTE_MS + afterMs;
          world.answer = (asked) => (asked.at < noonMs + diesAtMs ? 'healthy' : 'unhealthy');
          await playSchedule(world, [siteOf(intervalMs, lastOctet)], punctual(offsetsMs));
          const tookMs = detection.atMs() - diesAtMs;
          slowestMs = Math.max(slowestMs, tookMs);
          expect(tookMs).toBeLessThanOrEqual(3 * intervalMs);
          expect(tookMs).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60 },
    );
    expect(slowestMs).toBeGreaterThan(1.25 * intervalMs);
  },
);

test('windows hand over on the same grid', async () => {
  const world = makeScheduledWorld();
  world.deps = { ...world.deps, chance: () => 0 };
  await playSchedule(world, [siteOf(5_000, 10)], punctual([1_300, 700, 2_100, 0]));
  const settled = world.probes.map(({ atMs }) => atMs).filter((atMs) => atMs >= MINUTE_MS);
  const [first = Number.NaN] = settled;
  expect(settled.length).toBeGreaterThanOrEqual(3 * 12);
  expect([...new Set(settled.map((atMs) => Math.round(atMs - first) % 5_000))]).toEqual([0]);
});

test('no address is missed because its moment falls between two windows every minute', async () => {
  const world = makeScheduledWorld();
  const hosts = Array.from({ length: 250 }, (_none, host) => `203.0.113.${host}`);
  const site = siteNamed('www.example.com', { intervalMs: MINUTE_MS }, at(...hosts));
  await playSchedule(world, [site], punctual(Array<number>(10).fill(20_000)));
  expect(longestGapMs(world)).toBeLessThan(1.2 * MINUTE_MS);
});
