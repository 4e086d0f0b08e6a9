import { runWindow } from '../../../lib/app/window/window.ts';
import type { HealthStatus } from '../../../lib/core/probing/health.ts';
import type { MonitorState } from '../../../lib/core/records.ts';
import { epochMs } from '../../../lib/core/time.ts';
import { MONITOR } from '../../fixtures/records.ts';
import { type FakeProbeWorld, makeFakeProbeWorld, NOON } from '../../support/fake-probe-world.ts';
import { behindLoadBalancer, siteNamed } from '../../support/sites.ts';

/*
 * A network load balancer has one address in each of its zones, and DNS names those of the zones that it
 * takes for healthy (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health.html).
 * An application load balancer has others whenever it has grown or shrunk.
 */
const LB = siteNamed('lb.example.com', {}, behindLoadBalancer);
const [A, B, C, D] = ['198.51.100.1', '198.51.100.2', '198.51.100.3', '198.51.100.4'] as const;
const EARLIER = epochMs(NOON - 600_000);

const run = (world: FakeProbeWorld) =>
  world.clock.finish(runWindow(world.deps, [LB], { shard: 0, of: 1, durationMs: 57_000 }));
const remember = (
  world: FakeProbeWorld,
  statuses: Readonly<Record<string, 'healthy' | 'unhealthy'>>,
) => {
  const health: MonitorState['health'] = Object.fromEntries(
    Object.entries(statuses).map(([address, status]) => [
      address,
      { status, since: EARLIER, run: { verdict: status, length: 3 } },
    ]),
  );
  return world.monitors.save(LB.name, { ...MONITOR, health, lastWindowAt: EARLIER }, 0);
};
/** A first window, at the end of which people know of an outage of A and B. */
const outage = async (world: FakeProbeWorld) => {
  await remember(world, { [A]: 'healthy', [B]: 'healthy' });
  world.resolved = [A, B];
  dead(world, A, B);
  expect((await run(world)).sites).toEqual({ [LB.name]: 'unhealthy' });
  expect(published(world)).toEqual(['outage-opened']);
};
const savedOf = async (world: FakeProbeWorld): Promise<Readonly<Record<string, HealthStatus>>> => {
  const health = (await world.monitors.load(LB.name))?.value.health ?? {};
  return Object.fromEntries(Object.entries(health).map(([at, { status }]) => [at, status]));
};
/** Addresses that do not answer. */
const dead = (world: FakeProbeWorld, ...addresses: readonly string[]) => {
  world.answer = ({ endpoint }) => (addresses.includes(endpoint.address) ? 'unhealthy' : 'healthy');
};
const published = (world: FakeProbeWorld) =>
  world.deeds.of('publish').map((deed) => deed.replace(`publish ${LB.name}: `, ''));

describe('of a load balancer with an address in each of three zones', () => {
  test('each is probed by itself, asking for the site by its name', async () => {
    const world = makeFakeProbeWorld();
    world.resolved = [A, B, C];
    await run(world);
    for (const address of [A, B, C])
      expect(world.probes.filter((sent) => sent.address === address).length).toBeGreaterThan(9);
    expect(new Set(world.probes.map(({ hostname }) => hostname))).toEqual(new Set([LB.name]));
  });

  test('one that is dead is known and counted, and neither told nor a reason to fail over', async () => {
    const world = makeFakeProbeWorld();
    world.resolved = [A, B, C];
    await remember(world, { [A]: 'healthy', [B]: 'healthy', [C]: 'healthy' });
    dead(world, C);
    const summary = await run(world);
    expect(summary.sites).toEqual({ [LB.name]: 'healthy' });
    expect(summary.unhealthyProbes).toBeGreaterThan(9);
    expect(await savedOf(world)).toEqual({ [A]: 'healthy', [B]: 'healthy', [C]: 'unhealthy' });
    expect([published(world), world.deeds.of('invoke')]).toEqual([[], []]);
  });

  test('all that are dead are an outage, told once', async () => {
    const world = makeFakeProbeWorld();
    world.resolved = [A, B, C];
    await remember(world, { [A]: 'healthy', [B]: 'healthy', [C]: 'healthy' });
    dead(world, A, B, C);
    expect((await run(world)).sites).toEqual({ [LB.name]: 'unhealthy' });
    expect(published(world)).toEqual(['outage-opened']);
    expect(world.deeds.of('invoke')).not.toEqual([]);
  });
});

describe('when the addresses of a load balancer have changed', () => {
  test('those that DNS has dropped are not probed, and their health is forgotten', async () => {
    const world = makeFakeProbeWorld();
    await remember(world, { [A]: 'healthy', [B]: 'unhealthy' });
    world.resolved = [A, C];
    expect((await run(world)).sites).toEqual({ [LB.name]: 'healthy' });
    expect(await savedOf(world)).toEqual({ [A]: 'healthy', [C]: 'healthy' });
    expect(world.probes.some(({ address }) => address === B)).toBe(false);
    expect([published(world), world.deeds.of('invoke')]).toEqual([[], []]);
  });

  test('unhealthy ones that are gone keep nobody from hearing that the outage is over', async () => {
    const world = makeFakeProbeWorld();
    await outage(world);
    world.resolved = [C, D];
    expect((await run(world)).sites).toEqual({ [LB.name]: 'healthy' });
    expect(await savedOf(world)).toEqual({ [C]: 'healthy', [D]: 'healthy' });
    await world.clock.advance(LB.policy.stableForMs);
    await run(world);
    expect(published(world)).toEqual(['outage-opened', 'outage-resolved']);
  });

  test('a healthy one that is gone does not hide that the others are dead', async () => {
    const world = makeFakeProbeWorld();
    await remember(world, { [A]: 'healthy', [B]: 'unhealthy' });
    dead(world, B);
    world.resolved = [B];
    expect((await run(world)).sites).toEqual({ [LB.name]: 'unhealthy' });
    expect(published(world)).toEqual(['outage-opened']);
  });

  test('new ones that are dead, too, are the same outage: nobody is told a second time', async () => {
    const world = makeFakeProbeWorld();
    await outage(world);
    dead(world, A, B, C, D);
    world.resolved = [C, D];
    expect((await run(world)).sites).toEqual({ [LB.name]: 'unhealthy' });
    expect(published(world)).toEqual(['outage-opened']);
  });

  test('all new ones at once are no outage while they are not known yet', async () => {
    const world = makeFakeProbeWorld();
    await remember(world, { [A]: 'healthy', [B]: 'healthy' });
    dead(world, A, B);
    world.resolved = [C, D];
    expect((await run(world)).sites).toEqual({ [LB.name]: 'healthy' });
    expect(published(world)).toEqual([]);
  });
});
