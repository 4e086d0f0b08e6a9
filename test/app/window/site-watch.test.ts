import { runWindow } from '../../../lib/app/window/window.ts';
import type { Incident } from '../../../lib/core/alerts/incident.ts';
import type { FailoverState } from '../../../lib/core/failover.ts';
import type { Hold } from '../../../lib/core/hold.ts';
import type { Site } from '../../../lib/core/site.ts';
import { epochMs, plusMs } from '../../../lib/core/time.ts';
import { controllerState, HOLD, MONITOR } from '../../fixtures/records.ts';
import { refusing } from '../../support/deeds.ts';
import { type FakeProbeWorld, makeFakeProbeWorld, NOON } from '../../support/fake-probe-world.ts';
import { openSince, overAt, withOutage } from '../../support/incidents.ts';
import { at, siteNamed } from '../../support/sites.ts';

const SITE = siteNamed('a.example.com');
const AUTOMATIC = siteNamed('a.example.com', { failback: 'automatic' });
const EARLIER = epochMs(NOON - 600_000);
const OPEN = openSince(plusMs(NOON, -60_000));
/** Over for so long that nobody doubts it. */
const OVER = overAt(EARLIER, plusMs(NOON, -SITE.policy.stableForMs));

const run = (world: FakeProbeWorld, site: Site = SITE, durationMs = 57_000) =>
  world.clock.finish(runWindow(world.deps, [site], { shard: 0, of: 1, durationMs }));

/** What was remembered of the site when the window begins: its health, settled, and its incident. */
const remember = (
  world: FakeProbeWorld,
  status: 'healthy' | 'unhealthy',
  incident: Incident = { state: 'none' },
) =>
  world.monitors.save(
    SITE.name,
    {
      ...MONITOR,
      health: { '203.0.113.10': { status, since: EARLIER, run: { verdict: status, length: 3 } } },
      incidents: withOutage(incident),
      lastWindowAt: EARLIER,
    },
    0,
  );
const rememberPhase = (world: FakeProbeWorld, change: Partial<FailoverState>) =>
  world.controllers.save(SITE.name, controllerState(EARLIER, change), 0);
const incidentOf = async (world: FakeProbeWorld) =>
  (await world.monitors.load(SITE.name))?.value.incidents.outage;
/** What was written or sent, without the reading. */
const told = (world: FakeProbeWorld) =>
  world.deeds
    .of('save monitor', 'publish', 'invoke')
    .map((deed) => deed.replace(/ (monitor |evaluate )?a\.example\.com/, ''));

const OPENED = 'publish: outage-opened';
const RESOLVED = 'publish: outage-resolved';

test('an incident is saved before it is told, told once, and handed to failover at once', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'healthy');
  world.answer = () => 'unhealthy';
  await run(world);
  expect(told(world)).toEqual([
    'save: open, not told',
    'invoke',
    'save: open, claimed',
    OPENED,
    'save: open, told',
    // The end of the window: nothing is settled, so failover looks again.
    'save: open, told',
    'invoke',
  ]);
  expect(await incidentOf(world)).toMatchObject({
    state: 'open',
    told: { openedAt: expect.any(Number) },
  });
});

test('the alert of an outage of new connections only says that old ones work', async () => {
  const bodies: string[] = [];
  const world = makeFakeProbeWorld();
  await remember(world, 'healthy');
  world.answer = ({ fresh, at: when }) => (fresh && when > NOON + 10_000 ? 'unhealthy' : 'healthy');
  const publish: typeof world.deps.publish = async ({ body }) => void bodies.push(body);
  world.deps = { ...world.deps, publish };
  await run(world, SITE, 120_000);
  expect(bodies).toEqual([expect.stringContaining('New connections fail, old ones still work')]);
});

test('an incident and its end are told one after the other, the end once it has lasted', async () => {
  const world = makeFakeProbeWorld();
  const impatient = siteNamed(SITE.name, { stableForMs: 15_000 });
  await remember(world, 'healthy');
  world.answer = (asked) => (asked.at < NOON + 30_000 ? 'unhealthy' : 'healthy');
  await run(world, impatient);
  expect(told(world).filter((deed) => !deed.startsWith('save'))).toEqual([
    'invoke',
    OPENED,
    'invoke',
    RESOLVED,
  ]);
  expect(await incidentOf(world)).toEqual({ state: 'none' });
});

test('a calm window saves once and invokes nobody', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'healthy');
  await rememberPhase(world, {});
  await run(world);
  expect(told(world)).toEqual(['save: calm']);
});

test.each<[string, FailoverState['phase']]>([
  ['failing over', 'failing-over'],
  ['on the secondary', 'on-secondary'],
  ['failing back', 'failing-back'],
])('while it is %s, failover is invoked at the end of each window', async (_name, phase) => {
  const world = makeFakeProbeWorld();
  await remember(world, 'healthy');
  await rememberPhase(world, { phase });
  await run(world);
  expect(told(world)).toEqual(['save: calm', 'invoke']);
});

test('an alert that was refused stays due, is tried at the end of the window and in the next', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'healthy');
  world.answer = () => 'unhealthy';
  world.deeds.refuse = refusing('publish');
  await run(world);
  expect(told(world)).toEqual([
    'save: open, not told',
    'invoke',
    'save: open, claimed',
    OPENED,
    'save: open, not told',
    // The end of the window.
    'save: open, not told',
    'save: open, claimed',
    OPENED,
    'save: open, not told',
    'invoke',
  ]);
  world.deeds.refuse = () => null;
  const before = told(world).length;
  await run(world);
  expect(told(world).slice(before)).toEqual([
    'save: open, claimed',
    OPENED,
    'save: open, told',
    'save: open, told',
    'invoke',
  ]);
});

test('a failover function that cannot be invoked keeps no alert back', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'healthy');
  world.answer = () => 'unhealthy';
  world.deeds.refuse = refusing('invoke');
  expect((await run(world)).sites).toEqual({ [SITE.name]: 'unhealthy' });
  expect(told(world)).toContain(OPENED);
  expect(world.logged).toContainEqual(
    expect.objectContaining({ message: 'failover not invoked', site: SITE.name }),
  );
});

test('an alert that never comes back keeps no failover back', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'healthy');
  world.answer = () => 'unhealthy';
  const deps = { ...world.deps, publish: () => new Promise<never>(() => undefined) };
  void runWindow(deps, [SITE], { shard: 0, of: 1, durationMs: 57_000 });
  await world.clock.advance(20_000);
  expect(told(world)).toEqual(['save: open, not told', 'invoke', 'save: open, claimed']);
});

test.each<[string, Site, Partial<FailoverState>, readonly string[]]>([
  ['nobody was failed over', AUTOMATIC, {}, [RESOLVED]],
  ['an automatic failback is still to come', AUTOMATIC, { phase: 'on-secondary' }, []],
  ['DNS is still to follow a failback', AUTOMATIC, { phase: 'failing-back' }, []],
  ['a person has to fail back', SITE, { phase: 'on-secondary' }, [RESOLVED]],
  ['a person holds', AUTOMATIC, { phase: 'on-secondary', hold: HOLD }, [RESOLVED]],
])('when %s, the end is told or waits: %#', async (_name, site, state, expected) => {
  const world = makeFakeProbeWorld();
  await remember(world, 'healthy', OVER);
  await rememberPhase(world, state);
  await run(world, site);
  expect(world.deeds.of('publish').map((deed) => deed.replace(' a.example.com', ''))).toEqual(
    expected,
  );
  const expectedEnd = expected.length === 0 ? OVER : { state: 'none' };
  expect(await incidentOf(world)).toEqual(expectedEnd);
});

const MAINTENANCE: Hold = { ...HOLD, kind: 'maintenance', until: plusMs(NOON, 120_000) };

test('during a maintenance nobody is told of an outage, and afterwards they are', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'healthy');
  await rememberPhase(world, { hold: MAINTENANCE });
  world.answer = () => 'unhealthy';
  expect((await run(world)).sites).toEqual({ [SITE.name]: 'unhealthy' });
  await run(world);
  expect(world.deeds.of('publish')).toEqual([]);
  expect(await incidentOf(world)).toMatchObject({ state: 'open', told: { openedAt: null } });
  await world.clock.advance(6_000);
  await run(world);
  expect(world.deeds.of('publish')).toEqual(['publish a.example.com: outage-opened']);
});

test('an outage that came and went during a maintenance is never told', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'healthy');
  await rememberPhase(world, { hold: MAINTENANCE });
  world.answer = (asked) => (asked.at < NOON + 30_000 ? 'unhealthy' : 'healthy');
  await run(world);
  expect(await incidentOf(world)).toEqual({ state: 'none' });
  await world.clock.advance(120_000);
  await run(world);
  expect(world.deeds.of('publish')).toEqual([]);
});

test('the end of an outage of which people know is told after the maintenance', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'healthy', OVER);
  await rememberPhase(world, { hold: MAINTENANCE });
  await run(world);
  expect(world.deeds.of('publish')).toEqual([]);
  expect(await incidentOf(world)).toEqual(OVER);
  await world.clock.advance(120_000);
  await run(world);
  expect(world.deeds.of('publish')).toEqual(['publish a.example.com: outage-resolved']);
});

describe('windows in which the primary was healthy', () => {
  type Answer = FakeProbeWorld['answer'];
  const countAfter = async (answer: Answer, before: number): Promise<number | undefined> => {
    const world = makeFakeProbeWorld();
    await remember(world, 'healthy');
    const known = await world.monitors.load(SITE.name);
    if (known === null) throw new Error('nothing was remembered');
    await world.monitors.save(SITE.name, { ...known.value, healthyWindows: before }, 1);
    world.answer = answer;
    await run(world);
    return (await world.monitors.load(SITE.name))?.value.healthyWindows;
  };

  test.each<[string, Answer, number, number]>([
    ['a calm one is', () => 'healthy', 4, 5],
    ['a calm one is not any more, once there are enough', () => 'healthy', 1_000, 1_000],
    ['one with an outage is not', () => 'unhealthy', 4, 4],
    [
      'one with a failure that did not last is not',
      ({ at: when }) => (when < NOON + 8_000 ? 'unhealthy' : 'healthy'),
      4,
      4,
    ],
    [
      'one that ended in an outage is not',
      ({ at: when }) => (when < NOON + 30_000 ? 'healthy' : 'unhealthy'),
      4,
      4,
    ],
  ])('%s counted', async (_name, answer, before, after) => {
    expect(await countAfter(answer, before)).toBe(after);
  });

  test('are counted from the first one on', async () => {
    const world = makeFakeProbeWorld();
    await run(world);
    await run(world);
    expect((await world.monitors.load(SITE.name))?.value.healthyWindows).toBe(2);
  });
});

test('a controller record that cannot be read does not keep anybody from probing', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'healthy', OVER);
  world.deeds.refuse = refusing('load controller');
  expect((await run(world)).sites).toEqual({ [SITE.name]: 'healthy' });
  expect(world.probes.length).toBeGreaterThan(10);
  expect(await incidentOf(world)).toEqual(OVER);
  expect(told(world)).toEqual(['save: over, told', 'invoke']);
});

test('an incident that relapses while its end is being told is opened anew', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'healthy', OVER);
  const publish: typeof world.deps.publish = async (message) => {
    await world.deps.publish(message);
    await world.clock.sleep(20_000);
  };
  world.answer = (asked) => (asked.earlier === 0 ? 'healthy' : 'unhealthy');
  const deps = { ...world.deps, publish };
  await world.clock.finish(runWindow(deps, [SITE], { shard: 0, of: 1, durationMs: 57_000 }));
  expect(told(world).filter((deed) => deed.startsWith('publish'))).toEqual([RESOLVED, OPENED]);
  expect(await incidentOf(world)).toMatchObject({
    state: 'open',
    told: { openedAt: expect.any(Number) },
  });
});

test('an end is not told before the primary has been healthy for as long as a failback waits', async () => {
  const world = makeFakeProbeWorld();
  const until = plusMs(NOON, 90_000 - SITE.policy.stableForMs);
  await remember(world, 'healthy', overAt(EARLIER, until));
  await run(world);
  expect(world.deeds.of('publish')).toEqual([]);
  await world.clock.advance(30_000);
  await run(world);
  expect(world.deeds.of('publish')).toEqual(['publish a.example.com: outage-resolved']);
});

test('an end is not told while a failure is to be confirmed, and a relapse goes on as the same incident', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'healthy', OVER);
  world.answer = () => 'unhealthy';
  await run(world);
  expect(world.deeds.of('publish')).toEqual([]);
  expect(await incidentOf(world)).toMatchObject({ state: 'open', since: EARLIER });
});

test('a primary whose last healthy address is taken away opens an incident', async () => {
  const world = makeFakeProbeWorld();
  const two = siteNamed(SITE.name, {}, at('203.0.113.10', '203.0.113.11'));
  world.answer = ({ endpoint }) => (endpoint.address === '203.0.113.10' ? 'unhealthy' : 'healthy');
  expect((await run(world, two)).sites).toEqual({ [SITE.name]: 'healthy' });
  expect(told(world)).not.toContain(OPENED);
  expect((await run(world, SITE)).sites).toEqual({ [SITE.name]: 'unhealthy' });
  expect(told(world).filter((deed) => deed === OPENED)).toHaveLength(1);
  expect(await incidentOf(world)).toMatchObject({ state: 'open' });
});

test('an incident that goes on is not told again before a reminder is due', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'unhealthy', OPEN);
  world.answer = () => 'unhealthy';
  await run(world);
  expect(told(world)).toEqual(['save: open, told', 'invoke']);
  await world.clock.advance(30 * 60_000);
  await run(world);
  expect(world.deeds.of('publish')).toEqual(['publish a.example.com: outage-reminder']);
});

test('nobody is reminded of what somebody has in hand', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'unhealthy', OPEN);
  const known = controllerState(EARLIER);
  const acknowledged = { by: 'ada', reason: 'on it', at: NOON, gravity: { outage: 2 } };
  await world.controllers.save(SITE.name, { ...known, acknowledged }, 0);
  world.answer = () => 'unhealthy';
  await world.clock.advance(60 * 60_000);
  await run(world);
  expect(world.deeds.of('publish')).toEqual([]);
});

test('others are told of what nobody has acknowledged, once, and the rest of it goes where it went', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'unhealthy', OPEN);
  world.answer = () => 'unhealthy';
  const others: string[] = [];
  const escalation = { afterMs: 15 * 60_000, topicArn: null, email: ['boss@example.com'] };
  world.deps = {
    ...world.deps,
    alerts: { ...world.deps.alerts, escalation },
    escalate: async ({ data }) => void others.push(data.event),
  };
  await world.clock.advance(14 * 60_000);
  await run(world);
  await run(world);
  expect([others, world.deeds.of('publish')]).toEqual([['outage-escalated'], []]);
});

test('a secondary that fails while visitors are on it makes the outage worse, once', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'unhealthy', OPEN);
  world.answer = () => 'unhealthy';
  const seen = { at: NOON, served: 'secondary', secondary: 'unhealthy', checkers: null } as const;
  const away = controllerState(EARLIER, { phase: 'on-secondary' });
  await world.controllers.save(SITE.name, { ...away, seen }, 0);
  await run(world);
  await run(world);
  expect(world.deeds.of('publish')).toEqual(['publish a.example.com: outage-worse']);
});

test('a planned maintenance is as quiet as an ordered one', async () => {
  const world = makeFakeProbeWorld();
  await remember(world, 'healthy');
  world.answer = () => 'unhealthy';
  const maintenance = [
    {
      kind: 'once',
      reason: 'a move',
      timeZone: 'UTC',
      from: '2026-11-22T11:00',
      to: '2026-11-22T12:02',
    },
  ] as const;
  const planned = siteNamed(SITE.name, { maintenance });
  await run(world, planned);
  await run(world, planned);
  expect(world.deeds.of('publish')).toEqual([]);
  await world.clock.advance(6_000);
  await run(world, planned);
  expect(world.deeds.of('publish')).toEqual(['publish a.example.com: outage-opened']);
});
