import { evaluate } from '../../../lib/app/evaluate.ts';
import { acknowledgeSite } from '../../../lib/app/telling/acknowledge.ts';
import { tellIncident } from '../../../lib/app/telling/tell-incident.ts';
import { tellingFor } from '../../../lib/app/telling/telling-for.ts';
import { type Incident, NOTHING_TOLD } from '../../../lib/core/alerts/incident.ts';
import { acknowledgeText } from '../../../lib/render/acknowledge.ts';
import { identityOf } from '../../../lib/render/alerts/incident-parts.ts';
import { controllerState } from '../../fixtures/records.ts';
import {
  type FakeFailoverWorld,
  makeFakeFailoverWorld,
} from '../../support/fake-failover-world.ts';
import { untoldSince } from '../../support/incidents.ts';
import { messageOf } from '../../support/messages.ts';
import { siteNamed } from '../../support/sites.ts';

const SITE = siteNamed('www.example.com');
const MINUTE = 60_000;
const ALERTS = {
  remind: { criticalMs: 10 * MINUTE, warningMs: 10 * MINUTE },
  escalation: { afterMs: 15 * MINUTE, topicArn: null, email: [] },
};

/** A drift that visitors feel, which is told again and escalated as long as nobody has it in hand. */
type Drift = { readonly world: FakeFailoverWorld; gravity: number };

async function makeDrift(): Promise<Drift> {
  const drift: Drift = { world: makeFakeFailoverWorld(), gravity: 1 };
  Object.assign(drift.world.deps, { alerts: ALERTS });
  await begin(drift);
  return drift;
}
async function begin({ world: { clock, controllers } }: Drift): Promise<void> {
  const stored = await controllers.load(SITE.name);
  const value = stored?.value ?? controllerState(clock.now());
  const incidents = { ...value.incidents, drift: untoldSince(clock.now()) };
  await controllers.save(SITE.name, { ...value, incidents }, stored?.version ?? 0);
}
async function tell(drift: Drift): Promise<void> {
  const { deps, controllers } = drift.world;
  const stored = await controllers.load(SITE.name);
  if (stored === null) throw new Error('there is no record');
  await tellIncident(deps, SITE, stored, {
    class: 'drift',
    telling: { ...tellingFor(deps, 'drift', 'critical'), openAfterMs: 0 },
    isMuted: () => false,
    gravity: () => drift.gravity,
    message: (event, { incidents: { drift: incident } }, now) => {
      const identity = { class: 'drift', event, severity: 'critical', site: SITE } as const;
      const { thread, count = '' } = identityOf({ ...identity, incident, now });
      return messageOf({ event: `drift-${event}`, thread, id: `${thread}/${event}${count}` });
    },
  });
}
async function goOn(drift: Drift, minutes: number): Promise<void> {
  await tell(drift);
  for (let minute = 0; minute < minutes; minute++) {
    await drift.world.clock.advance(MINUTE);
    await tell(drift);
  }
}
const acknowledge = (world: FakeFailoverWorld) =>
  acknowledgeSite(world.deps, SITE, { by: 'ada', reason: 'I am on it' });
const events = ({ world }: Drift) => world.messages.map(({ data }) => data.event);

test('what nobody acknowledges is told again and again, and once to others', async () => {
  const drift = await makeDrift();
  await goOn(drift, 30);
  expect(events(drift)).toEqual(['drift-opened', 'drift-reminder', 'drift-reminder']);
  expect(drift.world.escalated.map(({ data }) => data.event)).toEqual(['drift-escalated']);
});

test('what somebody acknowledges is silent, and it is written down who does', async () => {
  const drift = await makeDrift();
  await goOn(drift, 1);
  const answer = await acknowledge(drift.world);
  expect(answer).toMatchObject({ outcome: 'acknowledged', silenced: [{ class: 'drift' }] });
  expect(acknowledgeText(answer)).toMatch(/acknowledged by ada \(I am on it\):\n- drift, since /);
  await goOn(drift, 60);
  expect(events(drift)).toEqual(['drift-opened']);
  expect(drift.world.escalated).toEqual([]);
  const [entry] = await drift.world.controllers.readHistory(SITE.name, 1);
  expect(entry).toMatchObject({ event: 'acknowledge', by: 'ada', words: 'I am on it' });
});

test('what gets graver speaks again, and goes on to', async () => {
  const drift = await makeDrift();
  await goOn(drift, 1);
  await acknowledge(drift.world);
  await goOn(drift, 20);
  expect(events(drift)).toEqual(['drift-opened']);
  drift.gravity = 2;
  await goOn(drift, 11);
  expect(events(drift)).toEqual(['drift-opened', 'drift-worse', 'drift-reminder']);
});

test('what ends and begins anew is told anew', async () => {
  const drift = await makeDrift();
  await goOn(drift, 1);
  await acknowledge(drift.world);
  await begin(drift);
  await goOn(drift, 1);
  expect(events(drift)).toEqual(['drift-opened', 'drift-opened']);
  expect(new Set(drift.world.messages.map(({ data }) => data.thread)).size).toBe(2);
});

test('that a failover is blocked is told once: the outage reminds of it and is escalated', async () => {
  const world = makeFakeFailoverWorld();
  Object.assign(world.deps, { alerts: ALERTS });
  world.page = () => new Error('connect ETIMEDOUT');
  for (let minute = 0; minute < 40; minute++) {
    await world.saw(SITE, 'unhealthy');
    await evaluate(world.deps, SITE, 0);
    await world.clock.advance(MINUTE);
  }
  expect(world.messages.map(({ data }) => data.event)).toEqual(['blocked-opened']);
  expect(world.escalated).toEqual([]);
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
