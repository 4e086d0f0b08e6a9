import { rememberVerification } from '../../lib/app/remember-verification.ts';
import { plusMs } from '../../lib/core/time.ts';
import type { Finding } from '../../lib/core/verify/finding.ts';
import { controllerState, DRILL, HOLD } from '../fixtures/records.ts';
import { refusing } from '../support/deeds.ts';
import { type FakeFailoverWorld, makeFakeFailoverWorld } from '../support/fake-failover-world.ts';
import { siteNamed } from '../support/sites.ts';

const SITE = siteNamed('www.example.com');
const MINUTE = 60_000;
const FAILING: Finding = {
  id: 'bucket.public-read',
  outcome: 'fail',
  seen: 'no bucket policy',
  why: 'Visitors see an error.',
  mend: 'aws s3api put-bucket-policy --bucket www.example.com --policy x',
};
const PASSING: Finding = { ...FAILING, outcome: 'pass', seen: 'fine', mend: null };

const verified = async (world: FakeFailoverWorld, findings: readonly Finding[]) => {
  await rememberVerification(world.deps, SITE, {
    at: world.clock.now(),
    findings,
    lastDrill: null,
  });
  await world.clock.advance(5 * MINUTE);
};
const events = (world: FakeFailoverWorld) =>
  world.messages.map(({ attributes }) => attributes.event);

test('what fails twice running is told once, with what was seen and how to mend it', async () => {
  const world = makeFakeFailoverWorld();
  for (let round = 0; round < 4; round++) await verified(world, [FAILING]);
  expect(events(world)).toEqual(['verification-failing']);
  const [message] = world.messages;
  expect(message?.subject).toBe('www.example.com: 1 of the checks on its failover fail');
  expect(message?.body).toContain('- bucket.public-read (new): no bucket policy');
  expect(message?.body).toContain(`  ${FAILING.mend}`);
});

test('what is mended is told once', async () => {
  const world = makeFakeFailoverWorld();
  const rounds = [FAILING, FAILING, PASSING, PASSING, PASSING];
  for (const finding of rounds) await verified(world, [finding]);
  expect(events(world)).toEqual(['verification-failing', 'verification-mended']);
  expect(world.messages[1]?.body).toContain('- bucket.public-read');
});

test('an alert that could not be sent is sent after the next verification', async () => {
  const world = makeFakeFailoverWorld();
  world.deeds.refuse = refusing('publish');
  for (let round = 0; round < 2; round++) await verified(world, [FAILING]);
  expect(world.logged).toContainEqual(expect.objectContaining({ message: 'alert not sent' }));
  world.deeds.refuse = () => null;
  await verified(world, [FAILING]);
  expect(events(world)).toEqual(['verification-failing']);
});

test('somebody who changes the record while it is told does not make it be told twice', async () => {
  const world = makeFakeFailoverWorld();
  await verified(world, [FAILING]);
  world.deeds.refuse = (deed) => {
    if (deed.startsWith('publish')) {
      void world.controllers.load(SITE.name).then(async (stored) => {
        if (stored !== null) await world.controllers.save(SITE.name, stored.value, stored.version);
      });
    }
    return null;
  };
  for (let round = 0; round < 3; round++) await verified(world, [FAILING]);
  expect(events(world)).toEqual(['verification-failing']);
});

test('a verification that began earlier and ends later changes nothing', async () => {
  const world = makeFakeFailoverWorld();
  const early = world.clock.now();
  await world.clock.advance(MINUTE);
  await verified(world, [PASSING]);
  await rememberVerification(world.deps, SITE, { at: early, findings: [FAILING], lastDrill: null });
  expect((await world.controllers.load(SITE.name))?.value.verified).toMatchObject({ fail: 0 });
});

test.each([
  ['a maintenance', { hold: { ...HOLD, kind: 'maintenance' } }],
  ['a drill', { drill: DRILL }],
] as const)('during %s nothing is told, and afterwards it is', async (_name, during) => {
  const world = makeFakeFailoverWorld();
  const now = world.clock.now();
  const state = controllerState(now, during);
  await world.controllers.save(SITE.name, state, 0);
  for (let round = 0; round < 3; round++) await verified(world, [FAILING]);
  expect(events(world)).toEqual([]);
  const stored = await world.controllers.load(SITE.name);
  if (stored === null) throw new Error('nothing was saved');
  const failover = controllerState(plusMs(now, MINUTE)).failover;
  await world.controllers.save(SITE.name, { ...stored.value, failover }, stored.version);
  await verified(world, [FAILING]);
  expect(events(world)).toEqual(['verification-failing']);
});
