import { runWindow, type WindowSummary } from '../../lib/app/window.ts';
import { BrokenRecordError, type MonitorState } from '../../lib/core/records.ts';
import type { Site } from '../../lib/core/site.ts';
import { refusing } from '../support/deeds.ts';
import { type FakeProbeWorld, makeFakeProbeWorld, NOON } from '../support/fake-probe-world.ts';
import { at, behindLoadBalancer, siteNamed } from '../support/sites.ts';

const A = siteNamed('a.example.com', {}, at('203.0.113.1'));
const B = siteNamed('b.example.com', {}, at('203.0.113.2'));
const LB = siteNamed('lb.example.com', {}, behindLoadBalancer);

const run = (
  world: FakeProbeWorld,
  sites: readonly Site[],
  window: Partial<Parameters<typeof runWindow>[2]> = {},
): Promise<WindowSummary> =>
  world.clock.finish(
    runWindow(world.deps, sites, { shard: 0, of: 1, durationMs: 57_000, ...window }),
  );

const healthOf = async (world: FakeProbeWorld, site: Site): Promise<MonitorState['health']> =>
  (await world.monitors.load(site.name))?.value.health ?? {};

const FOUR_O_CLOCK = {
  status: 'healthy',
  since: NOON,
  run: { verdict: 'healthy', length: 2 },
} as const;
const remember = (world: FakeProbeWorld, site: Site, health: MonitorState['health']) =>
  world.monitors.save(site.name, { health, incident: { state: 'none' }, lastWindowAt: NOON }, 0);

test('a quiet window probes, saves, writes the metrics once and says what it did', async () => {
  const world = makeFakeProbeWorld();
  const summary = await run(world, [A, B]);
  expect(summary).toEqual({
    message: 'window',
    shard: 0,
    of: 1,
    probes: world.probes.length,
    unhealthyProbes: 0,
    unconfirmed: 0,
    sites: { 'a.example.com': 'healthy', 'b.example.com': 'healthy' },
  });
  expect(world.logged.at(-1)).toEqual(summary);
  expect(world.clock.now()).toBe(NOON + 57_000);
  expect(world.deeds.of('put metrics')).toHaveLength(1);
  expect(world.deeds.of('publish')).toEqual([]);
  expect(world.clock.sleeping()).toBe(0);
});

test('a window without sites is still a window: it writes its heartbeat', async () => {
  const world = makeFakeProbeWorld();
  expect(await run(world, [])).toMatchObject({ probes: 0, sites: {} });
  expect(world.deeds.done).toEqual(['close prober', 'put metrics']);
  expect(world.metrics).toEqual([
    {
      name: 'Window',
      unit: 'Count',
      dimensions: { Stack: 'understudy-test', Shard: '0' },
      at: world.clock.now(),
      values: [1],
    },
  ]);
});

test('a window whose time is already over probes nobody', async () => {
  const world = makeFakeProbeWorld();
  await run(world, [A], { durationMs: -1 });
  expect(world.probes).toEqual([]);
  expect(world.deeds.of('close')).toHaveLength(1);
});

test('every site is looked after by the window of one shard', async () => {
  const sites = Array.from({ length: 20 }, (_, number) => siteNamed(`s${number}.example.com`));
  const looked = await Promise.all(
    [0, 1, 2].map(async (shard) =>
      Object.keys((await run(makeFakeProbeWorld(), sites, { shard, of: 3 })).sites),
    ),
  );
  expect(looked.every((names) => names.length > 0)).toBe(true);
  expect(looked.flat().sort()).toEqual(sites.map(({ name }) => name).sort());
});

test('metrics that cannot be written stop nothing', async () => {
  const world = makeFakeProbeWorld();
  world.deeds.refuse = refusing('put metrics');
  expect((await run(world, [A])).sites).toEqual({ 'a.example.com': 'healthy' });
  expect(world.logged).toContainEqual({
    message: 'metrics not written',
    error: 'Error: put metrics: out of order',
  });
});

test('a site that another window has taken is left to it, and the others go on', async () => {
  const world = makeFakeProbeWorld();
  world.deeds.lose = (deed) => {
    if (deed === 'load monitor a.example.com') void remember(world, A, {});
    return null;
  };
  const summary = await run(world, [A, B]);
  expect(summary.sites).toEqual({ 'a.example.com': 'superseded', 'b.example.com': 'healthy' });
  const probesOf = (site: Site) =>
    world.probes.filter(({ hostname }) => hostname === site.name).length;
  // A was lost at its first save, when it became healthy with the second probe.
  expect(probesOf(A)).toBe(2);
  expect(probesOf(B)).toBeGreaterThan(10);
});

test.each(['load monitor a', 'save monitor a', 'load controller a'])(
  'when it cannot %s, the other site is looked after and the window fails at its end',
  async (deed) => {
    const world = makeFakeProbeWorld();
    world.deeds.refuse = refusing(deed);
    const failure: unknown = await run(world, [A, B]).catch((error) => error);
    if (!(failure instanceof AggregateError)) throw new Error('the window did not fail');
    expect(failure.errors).toHaveLength(1);
    expect(failure.message).toContain(`${deed}.example.com`);
    expect(world.logged.at(-1)?.sites).toEqual({ [A.name]: 'failed', [B.name]: 'healthy' });
    expect(world.deeds.done.slice(-2)).toEqual(['close prober', 'put metrics']);
    expect(world.clock.now()).toBe(NOON + 57_000);
  },
);

test('the prober is closed before the metrics, when every site fails, too', async () => {
  const world = makeFakeProbeWorld();
  world.deeds.refuse = (deed) =>
    deed.startsWith('load monitor') ? new BrokenRecordError('monitor record', 'no JSON') : null;
  await expect(run(world, [A, B])).rejects.toThrow(AggregateError);
  expect(world.deeds.of('close', 'put')).toEqual(['close prober', 'put metrics']);
  expect(world.clock.sleeping()).toBe(0);
});

describe('a load balancer', () => {
  test('is probed at every address that its name has', async () => {
    const world = makeFakeProbeWorld();
    world.resolved = ['198.51.100.1', '198.51.100.2'];
    await run(world, [LB]);
    expect(Object.keys(await healthOf(world, LB))).toEqual(world.resolved);
  });

  test('whose name does not resolve goes on with the addresses that were known', async () => {
    const world = makeFakeProbeWorld();
    await remember(world, LB, { '198.51.100.1': FOUR_O_CLOCK });
    world.resolved = new Error('queryA ETIMEOUT');
    expect((await run(world, [LB])).sites).toEqual({ [LB.name]: 'healthy' });
    expect(new Set(world.probes.map(({ address }) => address))).toEqual(new Set(['198.51.100.1']));
    expect(world.logged).toContainEqual(
      expect.objectContaining({ message: 'name not resolved', site: LB.name }),
    );
  });

  test('whose name has no addresses is probed by its name, so that people hear of it', async () => {
    const world = makeFakeProbeWorld();
    await remember(world, LB, { '198.51.100.1': FOUR_O_CLOCK });
    world.answer = () => 'unhealthy';
    expect((await run(world, [LB])).sites).toEqual({ [LB.name]: 'unhealthy' });
    expect(Object.keys(await healthOf(world, LB))).toEqual(['lb.example.net']);
    expect(world.deeds.of('publish')).toEqual(['publish lb.example.com: incident-opened']);
  });

  test('that lost an address is not judged by it any more', async () => {
    const world = makeFakeProbeWorld();
    await remember(world, LB, { '198.51.100.1': FOUR_O_CLOCK, '198.51.100.2': FOUR_O_CLOCK });
    world.resolved = ['198.51.100.2'];
    await run(world, [LB]);
    expect(Object.keys(await healthOf(world, LB))).toEqual(['198.51.100.2']);
  });
});
