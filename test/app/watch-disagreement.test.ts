import { verifySite } from '../../lib/app/verify-site.ts';
import { watchDisagreement } from '../../lib/app/watch-disagreement.ts';
import { plusMs } from '../../lib/core/time.ts';
import { refusing } from '../support/deeds.ts';
import { type FakeFailoverWorld, makeFakeFailoverWorld } from '../support/fake-failover-world.ts';
import { siteNamed } from '../support/sites.ts';

const SITE = siteNamed('www.example.com');
const MINUTE = 60_000;

/** One round of verification; the monitor goes on seeing what it saw. */
const look = async (world: FakeFailoverWorld, primary: 'healthy' | 'unhealthy' = 'healthy') => {
  await world.saw(SITE, primary, plusMs(world.clock.now(), -3_600_000));
  const { snapshot } = await verifySite(world.deps, SITE);
  return watchDisagreement(world.deps, SITE, snapshot);
};
const told = (world: FakeFailoverWorld) =>
  world.messages.filter(({ attributes }) => attributes.event === 'disagreement');

test('all is well: there is none', async () => {
  const world = makeFakeFailoverWorld();
  expect(await look(world)).toBeNull();
});

test('what lasts is told once, with what each of them sees', async () => {
  const world = makeFakeFailoverWorld();
  world.isFailedOverByRoute53 = true;
  expect(await look(world)).toMatchObject({ kind: 'secondary-served', isTold: false });
  expect(told(world)).toHaveLength(0);
  for (let round = 0; round < 3; round++) {
    await world.clock.advance(5 * MINUTE);
    expect(await look(world)).toMatchObject({ kind: 'secondary-served', isTold: true });
  }
  expect(told(world)).toHaveLength(1);
  const [message] = told(world);
  expect(message?.body).toContain('our probes: the primary is healthy');
  expect(message?.body).toContain('the name servers answer with: secondary');
});

test('what is over is forgotten, and told again when it comes back', async () => {
  const world = makeFakeFailoverWorld();
  for (let times = 0; times < 2; times++) {
    world.isFailedOverByRoute53 = true;
    await look(world);
    await world.clock.advance(5 * MINUTE);
    await look(world);
    world.isFailedOverByRoute53 = false;
    expect(await look(world)).toBeNull();
  }
  expect(told(world)).toHaveLength(2);
});

test('an alert that cannot be sent is tried again in the next round', async () => {
  const world = makeFakeFailoverWorld();
  world.isFailedOverByRoute53 = true;
  await look(world);
  await world.clock.advance(5 * MINUTE);
  world.deeds.refuse = refusing('publish');
  expect(await look(world)).toMatchObject({ isTold: false });
  world.deeds.refuse = () => null;
  await world.clock.advance(5 * MINUTE);
  expect(await look(world)).toMatchObject({ isTold: true });
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
  expect(await look(world)).toMatchObject({ isTold: false });
  await world.clock.advance(5 * MINUTE);
  expect(await look(world)).toMatchObject({ isTold: true });
});
