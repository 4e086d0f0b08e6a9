import { holdSite } from '../../lib/app/holds.ts';
import { carryOutOrder } from '../../lib/app/orders.ts';
import type { Order } from '../../lib/core/order.ts';
import { plusMs } from '../../lib/core/time.ts';
import { type FakeFailoverWorld, makeFakeFailoverWorld } from '../support/fake-failover-world.ts';
import { siteNamed } from '../support/sites.ts';

const SITE = siteNamed('www.example.com', { cooldownMs: 600_000 });
const OUT: Order = { target: 'secondary', by: 'alice', reason: 'a migration', overrides: [] };
const BACK: Order = { ...OUT, target: 'primary', reason: 'done' };

const give = (
  world: FakeFailoverWorld,
  order: Order,
  { isDryRun = false, budgetMs = 30_000 } = {},
) => world.clock.finish(carryOutOrder(world.deps, SITE, order, { isDryRun, budgetMs }));
const calm = async () => {
  const world = makeFakeFailoverWorld();
  await world.saw(SITE, 'healthy', plusMs(world.clock.now(), -3_600_000));
  return world;
};

test('an order is carried out, and who gave it and why is in the switch and in the audit trail', async () => {
  const world = await calm();
  world.dnsFollowsAfterMs = 2_500;
  const answer = await give(world, OUT);
  expect(answer).toMatchObject({ outcome: 'flipped', phase: 'on-secondary', blockedBy: [] });
  expect(answer.steps.map(({ text }) => text)).toEqual([
    'on-primary → failing-over: ordered',
    'the switch is put',
    'failing-over → on-secondary: dns-confirmed',
  ]);
  expect(world.switches.get(SITE.name)).toMatchObject({ by: 'alice', reason: 'a migration' });
  const trail = await world.controllers.readHistory(SITE.name, 10);
  expect(trail.map(({ event, by, words }) => [event, by, words])).toEqual([
    ['failover-done', 'understudy', null],
    ['failover-begun', 'alice', 'a migration'],
  ]);
});

test('what DNS has not followed in time is said to be under way, and goes on by itself', async () => {
  const world = await calm();
  world.dnsFollowsAfterMs = 60_000;
  const answer = await give(world, OUT, { budgetMs: 5_000 });
  expect(answer).toMatchObject({ outcome: 'not-yet-served', phase: 'failing-over' });
});

test('the same again is nothing to do', async () => {
  const world = await calm();
  await give(world, OUT);
  const puts = world.deeds.of('put switch').length;
  expect(await give(world, OUT)).toMatchObject({ outcome: 'already', phase: 'on-secondary' });
  expect(world.deeds.of('put switch')).toHaveLength(puts);
});

test('a dry run says what it would do, and does nothing', async () => {
  const world = await calm();
  expect(await give(world, OUT, { isDryRun: true })).toMatchObject({
    outcome: 'would-flip',
    isDryRun: true,
    phase: 'on-primary',
  });
  expect(world.deeds.of('save', 'put switch', 'publish')).toEqual([]);
});

test('a dry run of what is blocked names every rule', async () => {
  const world = await calm();
  world.page = () => new Error('ECONNREFUSED');
  await world.saw(SITE, 'unhealthy');
  expect(await give(world, OUT, { isDryRun: true })).toMatchObject({
    outcome: 'blocked',
    blockedBy: ['secondary-not-healthy'],
  });
});

test('the cooldown blocks the way back, and an override is told to everybody and written down', async () => {
  const world = await calm();
  await give(world, OUT);
  expect(await give(world, BACK)).toMatchObject({
    outcome: 'blocked',
    blockedBy: ['cooling-down'],
  });
  const answer = await give(world, { ...BACK, overrides: ['cooling-down', 'blind'] });
  expect(answer).toMatchObject({ outcome: 'flipped', overridden: ['cooling-down'] });
  expect(world.messages.map(({ attributes }) => attributes.event)).toContain('overridden-failback');
  const [, begun] = await world.controllers.readHistory(SITE.name, 10);
  expect(begun).toMatchObject({ event: 'failback-begun', overridden: ['cooling-down'] });
});

test('visitors whom Route 53 has moved are where the order wants them, and the switch does not keep them', async () => {
  const world = await calm();
  world.isFailedOverByRoute53 = true;
  world.page = () => new Error('ECONNREFUSED');
  expect(await give(world, OUT)).toMatchObject({ outcome: 'served-without-flip' });
});

test('an order against a record that others keep changing says so', async () => {
  const world = await calm();
  await give(world, OUT);
  world.deeds.delay = async (deed) => {
    if (!deed.startsWith('save controller')) return;
    const stored = await world.controllers.load(SITE.name);
    if (stored !== null) await world.controllers.save(SITE.name, stored.value, stored.version);
  };
  expect(await give(world, { ...BACK, overrides: ['cooling-down'] })).toMatchObject({
    outcome: 'superseded',
  });
});

test('a switch that cannot be read is not removed blindly, but as soon as it can', async () => {
  const world = await calm();
  await give(world, OUT);
  const { read } = world.deps.switch;
  let reads = 0;
  const unsure = {
    ...world.deps.switch,
    read: (site: string) => (++reads < 4 ? Promise.reject(new Error('503')) : read(site)),
  };
  const deps = { ...world.deps, switch: unsure };
  const order = { ...BACK, overrides: ['cooling-down' as const] };
  const options = { isDryRun: false, budgetMs: 30_000 };
  const answer = await world.clock.finish(carryOutOrder(deps, SITE, order, options));
  expect(answer).toMatchObject({ outcome: 'flipped', phase: 'on-primary' });
  expect(world.deeds.of('remove switch')).toHaveLength(1);
});

test('who changes the record while people are told does not make them hear it twice', async () => {
  const world = await calm();
  world.deeds.delay = async (deed) => {
    if (!deed.startsWith('publish')) return;
    const hold = { kind: 'hold', by: 'bob', reason: 'a test', until: null } as const;
    await holdSite(world.deps, SITE, hold, false);
  };
  await give(world, OUT);
  await world.clock.advance(120_000);
  await give(world, OUT);
  const events = world.messages.map(({ attributes }) => attributes.event);
  expect(events.filter((event) => event === 'moved-on-secondary')).toHaveLength(1);
});
