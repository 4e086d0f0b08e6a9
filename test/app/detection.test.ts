import fc from 'fast-check';
import { runWindow } from '../../lib/app/window.ts';
import { type FakeProbeWorld, makeFakeProbeWorld, NOON } from '../support/fake-probe-world.ts';
import { at, siteNamed } from '../support/sites.ts';

const MINUTE = 60_000;
const WINDOW = { shard: 0, of: 1, durationMs: 57_000 };
type Sites = Parameters<typeof runWindow>[1];

/** Windows one after the other, each at the beginning of its minute. */
async function runMinutes(world: FakeProbeWorld, sites: Sites, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    const beganAt = world.clock.elapsed();
    await world.clock.finish(runWindow(world.deps, sites, WINDOW));
    await world.clock.advance(MINUTE - (world.clock.elapsed() - beganAt));
  }
}

const detectedAt = (world: FakeProbeWorld): number => {
  const line = world.logged.find(
    ({ message, to }) => message === 'health changed' && to === 'unhealthy',
  );
  return Number(line?.atMs ?? Number.NaN);
};

/** How much of that time lies between two windows, where nobody looks: from second 57 to 60. */
function unwatchedMs(fromMs: number, toMs: number): number {
  const upTo = (ms: number) =>
    Math.floor(ms / MINUTE) * 3_000 + Math.max(0, (ms % MINUTE) - WINDOW.durationMs);
  return upTo(toMs) - upTo(fromMs);
}

/** Notes when each line was logged, in milliseconds after the world began. */
function withTimes(world: FakeProbeWorld, beganAt = world.clock.elapsed()): FakeProbeWorld['deps'] {
  return {
    ...world.deps,
    log: (line) => world.logged.push({ ...line, atMs: world.clock.elapsed() - beganAt }),
  };
}

test.each([1_000, 5_000, 60_000])(
  'a primary that refuses is detected within 3 intervals of %i ms, whenever it dies',
  async (intervalMs) => {
    let slowestMs = 0;
    const lastOctets = fc.integer({ min: 1, max: 254 });
    await fc.assert(
      fc.asyncProperty(lastOctets, fc.nat(2 * MINUTE), async (lastOctet, afterMs) => {
        const world = makeFakeProbeWorld();
        const site = siteNamed('www.example.com', { intervalMs }, at(`203.0.113.${lastOctet}`));
        const diesAt = 2 * MINUTE + afterMs;
        world.answer = (asked) => (asked.at < NOON + diesAt ? 'healthy' : 'unhealthy');
        await runMinutes({ ...world, deps: withTimes(world) }, [site], 8);
        const watchedMs = detectedAt(world) - diesAt - unwatchedMs(diesAt, detectedAt(world));
        slowestMs = Math.max(slowestMs, watchedMs);
        expect(watchedMs).toBeLessThanOrEqual(3 * intervalMs);
      }),
      { numRuns: 60 },
    );
    expect(slowestMs).toBeGreaterThan(intervalMs);
  },
);

test('two windows hand over on the same grid', async () => {
  const world = makeFakeProbeWorld();
  // The scheduler is not punctual to the second.
  for (const lateMs of [1_300, 700, 2_100, 0]) {
    await world.clock.advance(lateMs);
    await runMinutes(world, [siteNamed('www.example.com')], 1);
  }
  const settled = world.probes.map(({ atMs }) => atMs).filter((atMs) => atMs >= MINUTE);
  const [first = Number.NaN] = settled;
  expect(settled.length).toBeGreaterThanOrEqual(3 * 11);
  expect([...new Set(settled.map((atMs) => (atMs - first) % 5_000))]).toEqual([0]);
});

test('no address is missed for ever because its moment lies between two windows', async () => {
  const world = makeFakeProbeWorld();
  const addresses = Array.from({ length: 100 }, (_, host) => `203.0.113.${host}`);
  const site = siteNamed('www.example.com', { intervalMs: MINUTE }, at(...addresses));
  await runMinutes(world, [site], 6);
  const lateProbes = world.probes.filter(({ atMs }) => atMs >= 4 * MINUTE);
  const counts = addresses.map(
    (address) => lateProbes.filter((probe) => probe.address === address).length,
  );
  expect([...new Set(counts)]).toEqual([2]);
});
