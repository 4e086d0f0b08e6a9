import { ShardLease } from '../../../lib/app/window/shard-lease.ts';
import type { ShardState } from '../../../lib/core/records.ts';
import { refusing } from '../../support/deeds.ts';
import { type FakeProbeWorld, makeFakeProbeWorld } from '../../support/fake-probe-world.ts';

const KEY = '#shard/0/1';
const NEVER = new AbortController().signal;

const begin = (world: FakeProbeWorld, over = NEVER) => ShardLease.take(world.deps, KEY, over);
const take = (world: FakeProbeWorld) => world.clock.finish(begin(world));
const remember = async (world: FakeProbeWorld, ...windows: readonly string[]) => {
  const value: ShardState = { windows, blindness: { state: 'none' }, broken: {} };
  const stored = await world.shards.load(KEY);
  await world.shards.save(KEY, value, stored?.version ?? 0);
};
const windowsOf = async (world: FakeProbeWorld) => (await world.shards.load(KEY))?.value.windows;

test('the first window begins at once', async () => {
  const world = makeFakeProbeWorld();
  const began = world.clock.elapsed();
  await take(world);
  expect(world.clock.elapsed()).toBe(began);
  expect(await windowsOf(world)).toEqual(['window-1']);
});

test('a window begins within 200 ms of the end of its predecessor', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'before');
  let hasBegun = false;
  const taking = begin(world).then(() => {
    hasBegun = true;
  });
  await world.clock.advance(1_900);
  expect(hasBegun).toBe(false);
  await remember(world, 'window-1');
  await world.clock.advance(200);
  expect(hasBegun).toBe(true);
  await taking;
});

test('a predecessor that died is waited for 5 s, and then nobody waits for it again', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'dead');
  const began = world.clock.elapsed();
  await take(world);
  expect(world.clock.elapsed() - began).toBe(5_000);
  expect(await windowsOf(world)).toEqual(['window-1']);
});

test('a window that gets a successor while it waits stops waiting', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'before');
  const taking = begin(world);
  await world.clock.advance(300);
  await remember(world, 'before', 'window-1', 'after');
  await world.clock.advance(200);
  expect((await taking).lost.aborted).toBe(true);
});

test('a window whose time is over waits for nobody', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'before');
  const over = new AbortController();
  const taking = begin(world, over.signal);
  await world.clock.advance(300);
  over.abort();
  await world.clock.finish(taking);
});

test('of two that join at the same moment exactly one has the lease', async () => {
  const world = makeFakeProbeWorld();
  world.storeLatencyMs = 50;
  const [first, second] = await world.clock.finish(Promise.all([begin(world), begin(world)]));
  await world.clock.finish(Promise.all([first.look(), second.look()]));
  const lost = [first, second].filter((lease) => lease.lost.aborted);
  expect(lost).toHaveLength(1);
});

describe('a window that cannot join', () => {
  const makeAlone = async (...windows: readonly string[]) => {
    const world = makeFakeProbeWorld();
    await remember(world, ...windows);
    world.deeds.refuse = refusing('save shard');
    const lease = await take(world);
    return { world, lease };
  };

  test('begins all the same, and says so once', async () => {
    const { world, lease } = await makeAlone('before');
    world.deeds.refuse = refusing('load shard');
    await lease.look();
    await lease.look();
    expect(lease.lost.aborted).toBe(false);
    expect(world.logged.map(({ message }) => message)).toEqual(['lease out of reach']);
  });

  test('goes on while those go who were there before it', async () => {
    const { world, lease } = await makeAlone('older', 'before');
    await lease.look();
    await remember(world, 'older');
    await lease.look();
    await remember(world);
    await lease.look();
    expect(lease.lost.aborted).toBe(false);
  });

  test('stops when somebody comes whom it did not see before', async () => {
    const { world, lease } = await makeAlone('before');
    await lease.look();
    await remember(world, 'before', 'after');
    await lease.look();
    expect(lease.lost.aborted).toBe(true);
  });

  test('leaves nothing behind', async () => {
    const { world, lease } = await makeAlone('before');
    await lease.leave();
    expect(await windowsOf(world)).toEqual(['before']);
  });
});
