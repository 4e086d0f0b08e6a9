import { runWindow } from '../../../lib/app/window/window.ts';
import type { MonitorState } from '../../../lib/core/records.ts';
import type { Site } from '../../../lib/core/site.ts';
import { controllerState, MONITOR } from '../../fixtures/records.ts';
import { refusing } from '../../support/deeds.ts';
import { type FakeProbeWorld, makeFakeProbeWorld, NOON } from '../../support/fake-probe-world.ts';
import { at, siteNamed } from '../../support/sites.ts';

const A = siteNamed('a.example.com', {}, at('203.0.113.1'));
const B = siteNamed('b.example.com', {}, at('203.0.113.2'));
const HEALTHY = { status: 'healthy', since: NOON, run: { verdict: 'healthy', length: 2 } } as const;

const run = (world: FakeProbeWorld, sites: readonly Site[], durationMs = 57_000) =>
  world.clock.finish(runWindow(world.deps, sites, { shard: 0, of: 1, durationMs }));

async function makeHealthyWorld(): Promise<FakeProbeWorld> {
  const world = makeFakeProbeWorld();
  for (const [{ name }, address] of [
    [A, '203.0.113.1'],
    [B, '203.0.113.2'],
  ] as const) {
    const known = { ...MONITOR, health: { [address]: HEALTHY }, lastWindowAt: NOON };
    await world.monitors.save(name, known, 0);
  }
  return world;
}
const stateOf = async (world: FakeProbeWorld, site: Site): Promise<MonitorState | undefined> =>
  (await world.monitors.load(site.name))?.value;
const goDark = (world: FakeProbeWorld) => {
  world.answer = () => 'unhealthy';
  world.controlAnswers = () => false;
};
const published = (world: FakeProbeWorld) => world.deeds.of('publish');
const BLIND = 'publish understudy-test: blind-opened';
const SEES = 'publish understudy-test: blind-resolved';

test.each([
  ['a shard of one site', [A]],
  ['a shard of two', [A, B]],
])('when all fails, the controls too, nobody is unhealthy: %s', async (_name, sites) => {
  const world = await makeHealthyWorld();
  goDark(world);
  const summary = await run(world, sites);
  expect(summary).toMatchObject({ blind: true, unhealthyProbes: 0 });
  expect(summary.heldBack).toBeGreaterThan(5);
  expect(new Set(Object.values(summary.sites))).toEqual(new Set(['healthy']));
  expect(published(world)).toEqual([BLIND]);
  expect(world.deeds.of('invoke')).toEqual([]);
  expect((await stateOf(world, A))?.blind).toBe(true);
  expect(world.metrics).toContainEqual(
    expect.objectContaining({
      name: 'Blind',
      values: [1],
      dimensions: { Stack: 'understudy-test', Shard: '0' },
    }),
  );
});

test('one dead site is an outage when a control answers, and one answer of a control is enough', async () => {
  const world = await makeHealthyWorld();
  world.answer = () => 'unhealthy';
  world.controlAnswers = ({ endpoint }) => endpoint.hostname === 'two.example.org';
  const summary = await run(world, [A]);
  expect(summary).toMatchObject({ blind: false, heldBack: 0, sites: { [A.name]: 'unhealthy' } });
  expect(published(world)).toEqual(['publish a.example.com: outage-opened']);
  // Once, while the first suspicion was confirmed.
  expect(world.controlProbes).toHaveLength(2);
  expect(new Set(world.controlProbes.map(({ fresh }) => fresh))).toEqual(new Set([true]));
});

test('while another site answers, dead controls blind nobody', async () => {
  const world = await makeHealthyWorld();
  world.answer = ({ endpoint }) => (endpoint.hostname === A.name ? 'unhealthy' : 'healthy');
  world.controlAnswers = () => false;
  const summary = await run(world, [A, B]);
  expect(summary).toMatchObject({ blind: false, sites: { [A.name]: 'unhealthy' } });
  expect(published(world)).toEqual(['publish a.example.com: outage-opened']);
});

test('without controls every failure counts', async () => {
  const world = await makeHealthyWorld();
  goDark(world);
  world.deps = { ...world.deps, controls: [] };
  expect((await run(world, [A])).sites).toEqual({ [A.name]: 'unhealthy' });
});

test('the controls are asked while the confirming probe is under way, and delay the verdict by one look at most', async () => {
  const detectedAfter = async (controlLatencyMs: number) => {
    const world = await makeHealthyWorld();
    const believedAt: number[] = [];
    const log: typeof world.deps.log = ({ message }) => {
      if (message === 'health changed') believedAt.push(world.clock.now());
    };
    world.deps = { ...world.deps, log };
    world.latencyMs = 100;
    world.controlLatencyMs = controlLatencyMs;
    // The first probe of a window is fresh: the outage begins with a pooled one.
    world.answer = ({ earlier }) => (earlier === 0 ? 'healthy' : 'unhealthy');
    await run(world, [siteNamed(A.name, { failureThreshold: 1 }, A.primary.where)]);
    return (believedAt[0] ?? Number.NaN) - NOON;
  };
  const withoutMs = await detectedAfter(0);
  expect(await detectedAfter(100)).toBe(withoutMs);
  expect((await detectedAfter(2_000)) - withoutMs).toBeLessThanOrEqual(2_000);
});

test('blindness is told once, over as many windows as it takes, and its end once', async () => {
  const world = await makeHealthyWorld();
  goDark(world);
  await run(world, [A, B]);
  await run(world, [A, B]);
  expect(published(world)).toEqual([BLIND]);
  world.answer = () => 'healthy';
  expect(await run(world, [A, B])).toMatchObject({ blind: true });
  expect(await run(world, [A, B])).toMatchObject({ blind: false });
  expect(published(world)).toEqual([BLIND, SEES]);
  expect((await stateOf(world, A))?.blind).toBe(false);
  expect((await world.shards.load('#shard/0/1'))?.value.blindness).toEqual({ state: 'none' });
});

test('blindness that goes on is told again, and no more once somebody has it in hand', async () => {
  const world = await makeHealthyWorld();
  const goOn = async (minutes: number) => {
    for (const end = world.clock.now() + minutes * 60_000; world.clock.now() < end; )
      await run(world, [A, B]);
  };
  goDark(world);
  await goOn(40);
  expect(published(world)).toEqual([BLIND, 'publish understudy-test: blind-reminder']);
  const at = world.clock.now();
  const acknowledged = { by: 'ada', reason: 'the network', at, gravity: { blind: 1 } };
  await world.controllers.save(B.name, { ...controllerState(NOON), acknowledged }, 0);
  await goOn(65);
  expect(published(world)).toHaveLength(2);
  world.answer = () => 'healthy';
  await goOn(2);
  expect(published(world).at(-1)).toBe(SEES);
});

test('what a blind monitor could not send is sent once it sees', async () => {
  const world = await makeHealthyWorld();
  goDark(world);
  world.deeds.refuse = refusing('publish');
  await run(world, [A]);
  world.deeds.refuse = () => null;
  world.answer = () => 'healthy';
  await run(world, [A]);
  expect(published(world)).toEqual([BLIND, BLIND, SEES]);
});

test('an outage that outlives the blindness is detected when a control answers again', async () => {
  const world = await makeHealthyWorld();
  world.answer = () => 'unhealthy';
  world.controlAnswers = (asked) => asked.at >= NOON + 30_000;
  const summary = await run(world, [A]);
  expect(summary).toMatchObject({ blind: true, sites: { [A.name]: 'unhealthy' } });
  expect(published(world)).toEqual([BLIND, SEES, 'publish a.example.com: outage-opened']);
  const { outage } = (await stateOf(world, A))?.incidents ?? {};
  expect(outage).toMatchObject({ state: 'open' });
  if (outage?.state === 'open') expect(outage.since - NOON).toBeLessThan(50_000);
});

test('dark controls are asked every two seconds at most, however many sites fail', async () => {
  const world = await makeHealthyWorld();
  goDark(world);
  world.controlLatencyMs = 1_000;
  const sites = Array.from({ length: 100 }, (_none, number) =>
    siteNamed(`s${number}.example.com`, {}, at('203.0.113.3')),
  );
  await run(world, sites, 30_000);
  expect(world.controlProbes.length).toBeLessThanOrEqual(2 * 16);
});

test('a blind window arms no site', async () => {
  const world = await makeHealthyWorld();
  const before = (await stateOf(world, A))?.healthyWindows ?? Number.NaN;
  goDark(world);
  await run(world, [A, B]);
  expect((await stateOf(world, A))?.healthyWindows).toBe(before);
  world.answer = () => 'healthy';
  await run(world, [A, B]);
  expect((await stateOf(world, A))?.healthyWindows).toBe(before + 1);
});
