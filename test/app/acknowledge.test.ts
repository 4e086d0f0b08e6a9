import { acknowledgeSite } from '../../lib/app/acknowledge.ts';
import { evaluate } from '../../lib/app/evaluate.ts';
import { type Incident, NOTHING_TOLD } from '../../lib/core/incident.ts';
import { acknowledgeText } from '../../lib/render/acknowledge.ts';
import { type FakeFailoverWorld, makeFakeFailoverWorld } from '../support/fake-failover-world.ts';
import { siteNamed } from '../support/sites.ts';

const SITE = siteNamed('www.example.com');
const MINUTE = 60_000;
const ALERTS = {
  remind: { criticalMs: 10 * MINUTE, warningMs: 10 * MINUTE },
  escalation: { afterMs: 15 * MINUTE, topicArn: null, email: [] },
};

/** A primary that fails, and a secondary that does not answer: a failover is blocked. */
async function makeBlocked(): Promise<FakeFailoverWorld> {
  const world = makeFakeFailoverWorld();
  Object.assign(world.deps, { alerts: ALERTS });
  await world.saw(SITE, 'unhealthy');
  world.page = () => new Error('connect ETIMEDOUT');
  await evaluate(world.deps, SITE, 0);
  return world;
}
async function goOn(world: FakeFailoverWorld, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    await world.clock.advance(MINUTE);
    await world.saw(SITE, 'unhealthy');
    await evaluate(world.deps, SITE, 0);
  }
}
const acknowledge = (world: FakeFailoverWorld) =>
  acknowledgeSite(world.deps, SITE, { by: 'ada', reason: 'I am on it' });
const events = (world: FakeFailoverWorld) => world.messages.map(({ data }) => data.event);

test('what nobody acknowledges is told again and again, and once to others', async () => {
  const world = await makeBlocked();
  await goOn(world, 30);
  expect(events(world)).toEqual(['blocked-opened', 'blocked-reminder', 'blocked-reminder']);
  expect(world.escalated.map(({ data }) => data.event)).toEqual(['blocked-escalated']);
});

test('what somebody acknowledges is silent, and it is written down who does', async () => {
  const world = await makeBlocked();
  const answer = await acknowledge(world);
  expect(answer).toMatchObject({ outcome: 'acknowledged', silenced: [{ class: 'blocked' }] });
  expect(acknowledgeText(answer)).toMatch(/acknowledged by ada \(I am on it\):\n- blocked, since /);
  await goOn(world, 60);
  expect(events(world)).toEqual(['blocked-opened']);
  expect(world.escalated).toEqual([]);
  const [entry] = await world.controllers.readHistory(SITE.name, 1);
  expect(entry).toMatchObject({ event: 'acknowledge', by: 'ada', words: 'I am on it' });
});

test('what gets graver speaks again, and goes on to', async () => {
  const mild = makeFakeFailoverWorld();
  mild.isFailedOverByRoute53 = true;
  Object.assign(mild.deps, { alerts: ALERTS });
  mild.page = () => new Error('connect ETIMEDOUT');
  await goOn(mild, 1);
  await acknowledge(mild);
  await goOn(mild, 20);
  expect(events(mild)).toEqual(['blocked-opened']);
  mild.isFailedOverByRoute53 = false;
  await goOn(mild, 11);
  expect(events(mild)).toEqual(['blocked-opened', 'blocked-worse', 'blocked-reminder']);
});

test('what ends and begins anew is told anew', async () => {
  const world = await makeBlocked();
  await acknowledge(world);
  await world.saw(SITE, 'healthy');
  for (let minute = 0; minute < 3; minute++) {
    await evaluate(world.deps, SITE, 0);
    await world.clock.advance(MINUTE);
    await world.saw(SITE, 'healthy');
  }
  await goOn(world, 1);
  expect(events(world)).toEqual(['blocked-opened', 'blocked-opened']);
  expect(new Set(world.messages.map(({ data }) => data.thread)).size).toBe(2);
});

test('incidents of the probe function are acknowledged too, and those that nobody was told of are not', async () => {
  const world = makeFakeFailoverWorld();
  await world.saw(SITE, 'unhealthy');
  const stored = await world.monitors.load(SITE.name);
  if (stored === null) throw new Error('nothing was seen');
  const since = world.clock.now();
  const outage: Incident = {
    state: 'open',
    since,
    told: { ...NOTHING_TOLD, openedAt: since, latestAt: since, gravity: 2 },
  };
  const degraded: Incident = { state: 'open', since, told: NOTHING_TOLD };
  const incidents = { ...stored.value.incidents, outage, degraded };
  await world.monitors.save(SITE.name, { ...stored.value, incidents }, stored.version);
  const answer = await acknowledge(world);
  expect(answer).toMatchObject({
    silenced: [{ class: 'outage' }],
    untold: [{ class: 'degraded' }],
  });
  expect(acknowledgeText(answer)).toContain('Not told yet');
  expect((await world.controllers.load(SITE.name))?.value.acknowledged).toEqual({
    by: 'ada',
    reason: 'I am on it',
    at: since,
    gravity: { outage: 2 },
  });
});

test('where people were told of nothing, nothing is acknowledged and nothing is saved', async () => {
  const world = makeFakeFailoverWorld();
  const answer = await acknowledge(world);
  expect(answer).toMatchObject({ outcome: 'nothing-told', silenced: [] });
  expect(acknowledgeText(answer)).toContain('nothing was acknowledged');
  expect(world.deeds.of('save')).toEqual([]);
});

test('that the monitor is blind is acknowledged with any site', async () => {
  const world = makeFakeFailoverWorld();
  const since = world.clock.now();
  const told = { ...NOTHING_TOLD, openedAt: since, latestAt: since, gravity: 1 };
  const blindness: Incident = { state: 'open', since, told };
  await world.shards.save('#shard/0/1', { windows: [], blindness, broken: {} }, 0);
  expect(await acknowledge(world)).toMatchObject({ silenced: [{ class: 'blind' }] });
  const { acknowledged } = (await world.controllers.load(SITE.name))?.value ?? {};
  expect(acknowledged).toMatchObject({ gravity: { blind: 1 } });
});
