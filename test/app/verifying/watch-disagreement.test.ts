import { verifySite } from '../../../lib/app/verifying/verify-site.ts';
import { watchDisagreement } from '../../../lib/app/verifying/watch-disagreement.ts';
import { NO_INCIDENT } from '../../../lib/core/alerts/incident.ts';
import { plusMs } from '../../../lib/core/time.ts';
import { DRILL } from '../../fixtures/records.ts';
import { refusing } from '../../support/deeds.ts';
import {
  type FakeFailoverWorld,
  makeFakeFailoverWorld,
} from '../../support/fake-failover-world.ts';
import { siteNamed } from '../../support/sites.ts';

const SITE = siteNamed('www.example.com');
const MINUTE = 60_000;

/** One round of verification; the monitor goes on seeing what it saw. */
const look = async (
  world: FakeFailoverWorld,
  primary: 'healthy' | 'unhealthy' = 'healthy',
  site = SITE,
) => {
  await world.saw(site, primary, plusMs(world.clock.now(), -3_600_000));
  const { snapshot } = await verifySite(world.deps, site);
  return watchDisagreement(world.deps, site, snapshot);
};
const events = (world: FakeFailoverWorld) =>
  world.messages.map(({ attributes }) => attributes.event);

test('all is well: there is none', async () => {
  const world = makeFakeFailoverWorld();
  expect(await look(world)).toBeNull();
  expect(events(world)).toEqual([]);
});

test('what lasts is told once, with what each of them sees', async () => {
  const world = makeFakeFailoverWorld();
  world.isFailedOverByRoute53 = true;
  expect(await look(world)).toMatchObject({ kind: 'secondary-served' });
  expect(events(world)).toEqual([]);
  for (let round = 0; round < 3; round++) {
    await world.clock.advance(5 * MINUTE);
    expect(await look(world)).toMatchObject({ kind: 'secondary-served' });
  }
  expect(events(world)).toEqual(['drift-opened']);
  const [message] = world.messages;
  expect(message?.body).toContain('our probes: the primary is healthy');
  expect(message?.body).toContain('the name servers answer with: secondary');
});

test('what is over is told to be over once that has lasted, and another one is another thread', async () => {
  const world = makeFakeFailoverWorld();
  for (let times = 0; times < 2; times++) {
    world.isFailedOverByRoute53 = true;
    await look(world);
    await world.clock.advance(5 * MINUTE);
    await look(world);
    world.isFailedOverByRoute53 = false;
    expect(await look(world)).toBeNull();
    await world.clock.advance(5 * MINUTE);
    await look(world);
  }
  expect(events(world)).toEqual([
    'drift-opened',
    'drift-resolved',
    'drift-opened',
    'drift-resolved',
  ]);
  expect(new Set(world.messages.map(({ data }) => data.thread)).size).toBe(2);
});

test('one that comes back before that goes on as the same', async () => {
  const world = makeFakeFailoverWorld();
  for (let times = 0; times < 4; times++) {
    world.isFailedOverByRoute53 = times % 2 === 0;
    await look(world);
    await world.clock.advance(3 * MINUTE);
  }
  world.isFailedOverByRoute53 = true;
  await look(world);
  expect(events(world)).toEqual(['drift-opened']);
});

test('another kind goes on in the same incident; only a graver one is told, and it is critical', async () => {
  const world = makeFakeFailoverWorld();
  world.isFailedOverByRoute53 = true;
  await look(world);
  await world.clock.advance(5 * MINUTE);
  await look(world);
  world.secondaryAnswer = ['192.0.2.99'];
  for (let round = 0; round < 2; round++) {
    await world.clock.advance(5 * MINUTE);
    expect(await look(world)).toMatchObject({ kind: 'neither-served' });
  }
  expect(events(world)).toEqual(['drift-opened', 'drift-worse']);
  expect(world.messages.map(({ attributes }) => attributes.severity)).toEqual([
    'warning',
    'critical',
  ]);
  expect(new Set(world.messages.map(({ data }) => data.thread)).size).toBe(1);
});

test('an alert that cannot be sent is tried again in the next round', async () => {
  const world = makeFakeFailoverWorld();
  world.isFailedOverByRoute53 = true;
  await look(world);
  await world.clock.advance(5 * MINUTE);
  world.deeds.refuse = refusing('publish');
  await look(world);
  expect(events(world)).toEqual([]);
  world.deeds.refuse = () => null;
  await world.clock.advance(5 * MINUTE);
  await look(world);
  expect(events(world)).toEqual(['drift-opened']);
});

test('what was seen is written down, with how many checkers find the primary healthy', async () => {
  const world = makeFakeFailoverWorld();
  await look(world);
  const at = world.clock.now();
  expect((await world.controllers.load(SITE.name))?.value.seen).toEqual({
    at,
    served: 'primary',
    secondary: 'healthy',
    checkers: { healthy: expect.any(Number), total: 4, at },
  });
});

test('checkers that see another primary than we do are one, and ours alone would not have moved anybody', async () => {
  const world = makeFakeFailoverWorld();
  expect(await look(world, 'unhealthy')).toMatchObject({ kind: 'checkers-see-none' });
});

test('a maintenance mutes it until it is over', async () => {
  const world = makeFakeFailoverWorld();
  world.isFailedOverByRoute53 = true;
  await look(world);
  const stored = await world.controllers.load(SITE.name);
  if (stored === null) throw new Error('nothing was saved');
  const now = world.clock.now();
  const hold = {
    kind: 'maintenance',
    by: 'alice',
    reason: 'a move',
    since: now,
    until: plusMs(now, 8 * MINUTE),
  } as const;
  const failover = { ...stored.value.failover, hold };
  await world.controllers.save(SITE.name, { ...stored.value, failover }, stored.version);
  await world.clock.advance(5 * MINUTE);
  await look(world);
  expect(events(world)).toEqual([]);
  await world.clock.advance(5 * MINUTE);
  await look(world);
  expect(events(world)).toEqual(['drift-opened']);
});

test('what began and ended in a planned maintenance is forgotten', async () => {
  const world = makeFakeFailoverWorld();
  const planned = {
    kind: 'weekly',
    reason: 'patches',
    timeZone: 'UTC',
    days: [0],
    fromMinute: 12 * 60,
    toMinute: 12 * 60 + 12,
  } as const;
  const site = siteNamed('www.example.com', { maintenance: [planned] });
  for (const isOver of [false, false, true, true, true]) {
    world.isFailedOverByRoute53 = !isOver;
    await look(world, 'healthy', site);
    await world.clock.advance(5 * MINUTE);
  }
  expect(events(world)).toEqual([]);
  expect((await world.controllers.load(SITE.name))?.value.incidents.drift).toEqual(NO_INCIDENT);
});

test('a drill neither begins nor ends anything', async () => {
  const world = makeFakeFailoverWorld();
  world.isFailedOverByRoute53 = true;
  await look(world);
  await world.clock.advance(5 * MINUTE);
  await look(world);
  const stored = await world.controllers.load(SITE.name);
  if (stored === null) throw new Error('nothing was saved');
  const failover = { ...stored.value.failover, drill: DRILL };
  await world.controllers.save(SITE.name, { ...stored.value, failover }, stored.version);
  for (let round = 0; round < 3; round++) {
    await world.clock.advance(5 * MINUTE);
    await look(world);
  }
  expect(events(world)).toEqual(['drift-opened']);
  expect((await world.controllers.load(SITE.name))?.value.incidents.drift.state).toBe('open');
});
