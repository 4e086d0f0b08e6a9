import { runWindow } from '../../../lib/app/window/window.ts';
import type { WindowSummary } from '../../../lib/app/window/window-report.ts';
import { BrokenRecordError, type MonitorState } from '../../../lib/core/records.ts';
import type { Site } from '../../../lib/core/site.ts';
import { MONITOR } from '../../fixtures/records.ts';
import { refusing } from '../../support/deeds.ts';
import { type FakeProbeWorld, makeFakeProbeWorld, NOON } from '../../support/fake-probe-world.ts';
import { at, behindLoadBalancer, siteNamed } from '../../support/sites.ts';

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

const SINCE_NOON = {
  status: 'healthy',
  since: NOON,
  run: { verdict: 'healthy', length: 2 },
} as const;
const remember = (world: FakeProbeWorld, site: Site, health: MonitorState['health'], version = 0) =>
  world.monitors.save(site.name, { ...MONITOR, health, lastWindowAt: NOON }, version);

test('a quiet window probes, saves, writes the metrics once and says what it did', async () => {
  const world = makeFakeProbeWorld();
  const summary = await run(world, [A, B]);
  expect(summary).toEqual({
    message: 'window',
    shard: 0,
    of: 1,
    isHandedOver: false,
    blind: false,
    probes: world.probes.length,
    unhealthyProbes: 0,
    slowProbes: 0,
    staleSockets: 0,
    unconfirmed: 0,
    heldBack: 0,
    notProbed: 0,
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
  expect(world.deeds.of('close', 'put')).toEqual(['close prober', 'put metrics']);
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

test('a site whose record another window changed is begun anew, and the others go on', async () => {
  const world = makeFakeProbeWorld();
  let changes = 1;
  world.deeds.lose = (deed) => {
    if (deed === 'load monitor a.example.com' && changes-- > 0)
      void remember(world, A, { '203.0.113.1': SINCE_NOON });
    return null;
  };
  const summary = await run(world, [A, B]);
  expect(summary.sites).toEqual({ 'a.example.com': 'healthy', 'b.example.com': 'healthy' });
  // What the other window saved was read: nothing became healthy a second time.
  expect((await healthOf(world, A))['203.0.113.1']?.since).toBe(NOON);
  expect(world.logged).toContainEqual(
    expect.objectContaining({ message: 'site begun anew', site: 'a.example.com' }),
  );
});

test('a site whose record somebody else writes all the time is left to it', async () => {
  const world = makeFakeProbeWorld();
  world.deeds.lose = (deed) => {
    if (deed !== 'load monitor a.example.com') return null;
    void world.monitors.load(A.name).then((stored) => remember(world, A, {}, stored?.version));
    return null;
  };
  const summary = await run(world, [A, B]);
  expect(summary.sites).toEqual({ 'a.example.com': 'superseded', 'b.example.com': 'healthy' });
  expect(world.deeds.of('load monitor a')).toHaveLength(5);
});

test('a site whose record could not be written for a while is watched again', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, A, { '203.0.113.1': SINCE_NOON });
  world.deeds.refuse = (deed) =>
    world.clock.now() < NOON + 25_000 ? refusing('save monitor a')(deed) : null;
  world.answer = ({ at: when }) => (when < NOON + 15_000 ? 'unhealthy' : 'healthy');
  expect((await run(world, [A])).sites).toEqual({ 'a.example.com': 'healthy' });
  expect(world.probes.filter(({ atMs }) => atMs > 30_000).length).toBeGreaterThan(4);
});

test('the hard stop cuts probes short, and what was not probed is counted', async () => {
  const world = makeFakeProbeWorld();
  world.latencyMs = 300;
  const slow = siteNamed('slow.example.com', { intervalMs: 60_000 }, at('203.0.113.3'));
  await remember(world, slow, { '203.0.113.3': SINCE_NOON });
  // Its moment is 34 s after noon, so that a window of 30 s does not come to it.
  const summary = await run(world, [A, slow], { durationMs: 30_000 });
  expect(world.clock.now()).toBe(NOON + 30_000);
  expect(summary).toMatchObject({ isHandedOver: false, notProbed: 1 });
  const cut = await run(world, [A], { durationMs: 1_000 });
  expect(cut).toMatchObject({ probes: 0, notProbed: 1 });
  expect(world.metrics.filter(({ name }) => name === 'NotProbed')).toHaveLength(2);
});

test('sockets that died are counted as stale, other doubts as unconfirmed', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, A, { '203.0.113.1': SINCE_NOON });
  await remember(world, B, { '203.0.113.2': SINCE_NOON });
  world.answer = ({ fresh, endpoint }) => {
    if (fresh) return 'healthy';
    return endpoint.hostname === A.name ? 'reset' : 'unhealthy';
  };
  const { staleSockets, unconfirmed, unhealthyProbes } = await run(world, [A, B]);
  expect(staleSockets).toBeGreaterThan(5);
  expect(unconfirmed).toBeGreaterThan(5);
  expect(unhealthyProbes).toBe(0);
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
    await remember(world, LB, { '198.51.100.1': SINCE_NOON });
    world.resolved = new Error('queryA ETIMEOUT');
    expect((await run(world, [LB])).sites).toEqual({ [LB.name]: 'healthy' });
    expect(new Set(world.probes.map(({ address }) => address))).toEqual(new Set(['198.51.100.1']));
    expect(world.logged).toContainEqual(
      expect.objectContaining({ message: 'name not resolved', site: LB.name }),
    );
  });

  test('whose name has no addresses is probed by its name, so that people hear of it', async () => {
    const world = makeFakeProbeWorld();
    await remember(world, LB, { '198.51.100.1': SINCE_NOON });
    world.answer = () => 'unhealthy';
    expect((await run(world, [LB])).sites).toEqual({ [LB.name]: 'unhealthy' });
    expect(Object.keys(await healthOf(world, LB))).toEqual(['lb.example.net']);
    expect(world.deeds.of('publish')).toEqual(['publish lb.example.com: outage-opened']);
  });

  test('that lost an address is not judged by it any more', async () => {
    const world = makeFakeProbeWorld();
    await remember(world, LB, { '198.51.100.1': SINCE_NOON, '198.51.100.2': SINCE_NOON });
    world.resolved = ['198.51.100.2'];
    await run(world, [LB]);
    expect(Object.keys(await healthOf(world, LB))).toEqual(['198.51.100.2']);
  });
});

test('when hundreds fall silent at once, no more than 200 are asked beside their silent probe', async () => {
  const world = makeFakeProbeWorld();
  const hosts = Array.from({ length: 300 }, (_host, index) => `203.0.${index >> 8}.${index & 255}`);
  const many = siteNamed('many.example.com', { intervalMs: 60_000 }, at(...hosts));
  await remember(world, many, Object.fromEntries(hosts.map((host) => [host, SINCE_NOON])));
  world.answer = () => 'unhealthy';
  world.latencyMs = 30_000;
  const patient = {
    ...many,
    primary: { ...many.primary, expect: { ...many.primary.expect, withinMs: 30_000 } },
  };
  await run(world, [patient], { durationMs: 29_000 });
  const asked = new Map<string, number>();
  for (const { address } of world.probes) asked.set(address, (asked.get(address) ?? 0) + 1);
  const beside = [...asked.values()].reduce((sum, times) => sum + times - 1, 0);
  expect(asked.size).toBeGreaterThan(100);
  expect(beside).toBeGreaterThan(100);
  expect(beside).toBeLessThanOrEqual(200);
});
