import { rememberVerification } from '../../../lib/app/verifying/remember-verification.ts';
import { plusMs } from '../../../lib/core/time.ts';
import type { Finding } from '../../../lib/core/verify/finding.ts';
import { controllerState, DRILL, HOLD } from '../../fixtures/records.ts';
import { refusing } from '../../support/deeds.ts';
import {
  type FakeFailoverWorld,
  makeFakeFailoverWorld,
} from '../../support/fake-failover-world.ts';
import { siteNamed } from '../../support/sites.ts';

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
  expect(events(world)).toEqual(['not-ready-opened']);
  const [message] = world.messages;
  expect(message?.subject).toContain('www.example.com not ready ');
  expect(message?.body).toContain('secondary is\nnot ready.');
  expect(message?.body).toContain('- bucket.public-read: no bucket policy');
  expect(message?.body).toContain(`  ${FAILING.mend}`);
});

const OTHER: Finding = { ...FAILING, id: 'records.ttl', seen: 'a TTL of an hour', mend: null };
test('another one that fails makes it worse, and the end names all that was mended', async () => {
  const world = makeFakeFailoverWorld();
  const rounds = [[FAILING], [FAILING], [FAILING, OTHER], [FAILING, OTHER], [OTHER], [OTHER]];
  for (const findings of [...rounds, [PASSING], [PASSING], [PASSING]])
    await verified(world, findings);
  expect(events(world)).toEqual(['not-ready-opened', 'not-ready-worse', 'not-ready-resolved']);
  const [, worse, resolved] = world.messages;
  expect(worse?.data.facts).toMatchObject({ added: ['records.ttl'] });
  expect(worse?.body).toContain('- records.ttl (new): a TTL of an hour');
  expect(resolved?.data.facts).toMatchObject({
    failing: [],
    mended: ['bucket.public-read', 'records.ttl'],
  });
  expect((await world.controllers.load(SITE.name))?.value.verified?.told).toEqual([]);
});

test('an alert that could not be sent is sent after the next verification', async () => {
  const world = makeFakeFailoverWorld();
  world.deeds.refuse = refusing('publish');
  for (let round = 0; round < 2; round++) await verified(world, [FAILING]);
  expect(world.logged).toContainEqual(expect.objectContaining({ message: 'alert not sent' }));
  world.deeds.refuse = () => null;
  await verified(world, [FAILING]);
  expect(events(world)).toEqual(['not-ready-opened']);
});

test('somebody who changes the record while it is told does not make it be told twice', async () => {
  const world = makeFakeFailoverWorld();
  await verified(world, [FAILING]);
  let races = 0;
  world.deeds.refuse = (deed) => {
    if (deed.startsWith('publish')) {
      races += 1;
      void world.controllers.load(SITE.name).then(async (stored) => {
        if (stored !== null) await world.controllers.save(SITE.name, stored.value, stored.version);
      });
    }
    return null;
  };
  for (let round = 0; round < 3; round++) await verified(world, [FAILING]);
  expect([races, events(world)]).toEqual([1, ['not-ready-opened']]);
});

test('it is told again when it goes on for as long as sites.yml says', async () => {
  const world = makeFakeFailoverWorld();
  const remind = { criticalMs: null, warningMs: 20 * MINUTE };
  Object.assign(world.deps, { alerts: { remind, escalation: null } });
  for (let round = 0; round < 10; round++) await verified(world, [FAILING]);
  expect(events(world)).toEqual(['not-ready-opened', 'not-ready-reminder', 'not-ready-reminder']);
  const ids = world.messages.map(({ data }) => data.id);
  expect(new Set(ids).size).toBe(3);
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
  expect(events(world)).toEqual(['not-ready-opened']);
});
