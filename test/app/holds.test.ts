import { holdSite, releaseSite } from '../../lib/app/holds.ts';
import { plusMs } from '../../lib/core/time.ts';
import { holdText } from '../../lib/render/hold.ts';
import { type FakeFailoverWorld, makeFakeFailoverWorld } from '../support/fake-failover-world.ts';
import { siteNamed } from '../support/sites.ts';

const SITE = siteNamed('www.example.com');
const hold = (world: FakeFailoverWorld, isDryRun = false, until: number | null = null) =>
  holdSite(
    world.deps,
    SITE,
    {
      kind: 'hold',
      by: 'alice',
      reason: 'a migration',
      until: until === null ? null : plusMs(world.clock.now(), until),
    },
    isDryRun,
  );
const release = (world: FakeFailoverWorld, isDryRun = false) =>
  releaseSite(world.deps, SITE, { by: 'bob', reason: null }, isDryRun);
const holdOf = async (world: FakeFailoverWorld) =>
  (await world.controllers.load(SITE.name))?.value.failover.hold;

test('a hold is in force until somebody releases it, and both are written down', async () => {
  const world = makeFakeFailoverWorld();
  expect(await hold(world)).toMatchObject({ outcome: 'held', before: null });
  expect(await holdOf(world)).toMatchObject({ by: 'alice', until: null });
  expect(await release(world)).toMatchObject({ outcome: 'released', before: { by: 'alice' } });
  expect(await holdOf(world)).toBeNull();
  const trail = await world.controllers.readHistory(SITE.name, 10);
  expect(trail.map(({ event, by, words }) => [event, by, words])).toEqual([
    ['release', 'bob', null],
    ['hold', 'alice', 'a migration'],
  ]);
});

test('a hold that is over counts as none', async () => {
  const world = makeFakeFailoverWorld();
  await hold(world, false, 60_000);
  await world.clock.advance(60_000);
  expect(await release(world)).toMatchObject({ outcome: 'nothing-held', before: null });
});

test('another hold takes the place of the first, and says which', async () => {
  const world = makeFakeFailoverWorld();
  await hold(world);
  expect(await hold(world)).toMatchObject({ outcome: 'held', before: { by: 'alice' } });
});

test('a dry run changes nothing', async () => {
  const world = makeFakeFailoverWorld();
  expect(await hold(world, true)).toMatchObject({ outcome: 'would-hold', hold: { by: 'alice' } });
  expect(await holdOf(world)).toBeUndefined();
  await hold(world);
  expect(await release(world, true)).toMatchObject({ outcome: 'would-release' });
  expect(await holdOf(world)).not.toBeNull();
});

test('to release what is not held is nothing', async () => {
  const world = makeFakeFailoverWorld();
  expect(await release(world)).toMatchObject({ outcome: 'nothing-held' });
  expect(world.deeds.of('save')).toEqual([]);
});

test('a race is tried again on what the other wrote', async () => {
  const world = makeFakeFailoverWorld();
  let races = 0;
  world.deeds.delay = async (deed) => {
    if (!deed.startsWith('save') || ++races > 1) return;
    await world.controllers.save(SITE.name, (await recordOf(world)) ?? fail(), 0);
  };
  expect(await hold(world)).toMatchObject({ outcome: 'held' });
});

test('a planned maintenance is not for release: the answer says where it is planned', async () => {
  const world = makeFakeFailoverWorld();
  const everyDay = {
    kind: 'weekly',
    reason: 'patches',
    timeZone: 'UTC',
    days: [],
    fromMinute: 11 * 60,
    toMinute: 13 * 60,
  } as const;
  const site = siteNamed(SITE.name, { maintenance: [everyDay] });
  const asked = () => releaseSite(world.deps, site, { by: 'bob', reason: null }, false);
  const answer = await asked();
  expect(answer).toMatchObject({
    outcome: 'planned',
    hold: { kind: 'maintenance', by: 'sites.yml', reason: 'patches' },
  });
  expect(holdText(answer)).toContain('is planned in sites.yml');
  await hold(world);
  expect(await asked()).toMatchObject({ outcome: 'released', before: { by: 'alice' } });
});

const recordOf = async (world: FakeFailoverWorld) => {
  const other = makeFakeFailoverWorld(world.clock.now());
  await releaseSite(other.deps, SITE, { by: 'x', reason: null }, false);
  await hold(other);
  return (await other.controllers.load(SITE.name))?.value;
};
const fail = (): never => {
  throw new Error('there is no record');
};
