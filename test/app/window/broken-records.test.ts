import { runWindow } from '../../../lib/app/window/window.ts';
import { BrokenRecordError } from '../../../lib/core/records.ts';
import { type FakeProbeWorld, makeFakeProbeWorld } from '../../support/fake-probe-world.ts';
import { at, siteNamed } from '../../support/sites.ts';

const A = siteNamed('a.example.com', {}, at('203.0.113.1'));
const B = siteNamed('b.example.com', {}, at('203.0.113.2'));
const run = (world: FakeProbeWorld) =>
  world.clock
    .finish(runWindow(world.deps, [A, B], { shard: 0, of: 1, durationMs: 20_000 }))
    .catch((error: unknown) => error);
const breakA = (deed: string) =>
  deed === 'load monitor a.example.com'
    ? new BrokenRecordError('monitor record of a.example.com', 'its schema is 9')
    : null;
const told = (world: FakeProbeWorld) => world.deeds.of('publish');

test('a record that cannot be read stops its site alone, and is told once', async () => {
  const world = makeFakeProbeWorld();
  world.deeds.refuse = breakA;
  for (let windows = 0; windows < 3; windows++)
    expect(await run(world)).toBeInstanceOf(AggregateError);
  expect(told(world)).toEqual(['publish a.example.com: record-broken-opened']);
  expect(world.probes.every(({ hostname }) => hostname === B.name)).toBe(true);
});

test('one that was mended is told, and may be told of again', async () => {
  const world = makeFakeProbeWorld();
  world.deeds.refuse = breakA;
  await run(world);
  world.deeds.refuse = () => null;
  await run(world);
  world.deeds.refuse = breakA;
  await run(world);
  expect(told(world).map((deed) => deed.replace(/.*broken-/, ''))).toEqual([
    'opened',
    'resolved',
    'opened',
  ]);
});

test('while one stays broken and people know, nothing more is written', async () => {
  const world = makeFakeProbeWorld();
  world.deeds.refuse = breakA;
  await run(world);
  const before = world.deeds.of('save shard').length;
  await run(world);
  // To join, and to leave.
  expect(world.deeds.of('save shard').length - before).toBe(2);
});

test('one that stays broken is told again, and nothing is kept of a site that is gone', async () => {
  const world = makeFakeProbeWorld();
  world.deeds.refuse = breakA;
  await run(world);
  await world.clock.advance(30 * 60_000);
  await run(world);
  expect(told(world).at(-1)).toBe('publish a.example.com: record-broken-reminder');
  await world.clock.finish(runWindow(world.deps, [B], { shard: 0, of: 1, durationMs: 20_000 }));
  expect((await world.shards.load('#shard/0/1'))?.value.broken).toEqual({});
});

test('what cannot be told is told by the next window', async () => {
  const world = makeFakeProbeWorld();
  world.deeds.refuse = (deed) =>
    deed.startsWith('publish') ? new Error('out of order') : breakA(deed);
  await run(world);
  world.deeds.refuse = breakA;
  await run(world);
  expect(told(world)).toHaveLength(2);
  await run(world);
  expect(told(world)).toHaveLength(2);
});

test('where nothing is broken nothing more is written', async () => {
  const world = makeFakeProbeWorld();
  await run(world);
  // To join, and to leave.
  expect(world.deeds.of('save shard')).toHaveLength(2);
});
