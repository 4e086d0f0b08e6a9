import { carryOut } from '../../../lib/app/failover-actions.ts';
import { verifySite } from '../../../lib/app/verifying/verify-site.ts';
import { epochMs } from '../../../lib/core/time.ts';
import { controllerState } from '../../fixtures/records.ts';
import { PAGE } from '../../fixtures/snapshot.ts';
import { refusing } from '../../support/deeds.ts';
import {
  type FakeFailoverWorld,
  makeFakeFailoverWorld,
} from '../../support/fake-failover-world.ts';
import { NOON } from '../../support/fake-probe-world.ts';
import { siteNamed } from '../../support/sites.ts';

/** The fixture's records belong to this name. */
const SITE = siteNamed('www.example.com');
const RECORD = controllerState(epochMs(NOON - 60_000), { phase: 'failing-over', flips: [NOON] });

const run = (world: FakeFailoverWorld) =>
  world.clock.finish(verifySite(world.deps, SITE)).then(({ verification }) => verification);
const storedIn = async (world: FakeFailoverWorld) =>
  (await world.controllers.load(SITE.name))?.value;

test('a verification answers with its findings, saves their counts and writes its metrics', async () => {
  const world = makeFakeFailoverWorld();
  await world.saw(SITE, 'healthy');
  const verification = await run(world);
  const count = (outcome: string) =>
    verification.findings.filter((finding) => finding.outcome === outcome).length;
  expect(verification).toMatchObject({ site: SITE.name, at: NOON });
  expect(count('pass')).toBeGreaterThan(15);
  expect({ fail: count('fail'), unknown: count('unknown') }).toEqual({ fail: 0, unknown: 0 });
  expect((await storedIn(world))?.verified).toEqual({
    at: NOON,
    pass: count('pass'),
    warn: count('warn'),
    fail: count('fail'),
    unknown: 0,
    confirmed: [],
    failing: [],
    told: [],
  });
  expect(world.metrics).toEqual([
    {
      name: 'SecondaryReady',
      unit: 'None',
      dimensions: { Stack: 'understudy-test' },
      at: NOON,
      values: [1],
    },
  ]);
});

test.each([
  ['read the zone', 'route53 zone', 'route53 zone'],
  ['read the records', 'route53 records', 'route53 records'],
  ['read the health checks', 'route53 health checks', 'route53 health checks'],
  ['ask what the checkers see', 'route53 checkers', 'route53 checkers'],
  ['read the bucket', 'read bucket', 'read bucket'],
  ['list the objects', 'list objects', 'list objects'],
  ['read the topic', 'read topic', 'read topic'],
  ['read the heartbeat alarm', 'read heartbeat', 'read heartbeat'],
  ['read what the windows saved', 'load monitor', 'load monitor'],
  ['fetch the page', 'fetch', 'fetch s3-website'],
  ['find the name servers', 'find name servers', 'find name servers'],
  ['ask any name server', 'ask', 'none of 4 name servers answered'],
])('when it cannot %s, a finding says that it is unknown', async (_name, deed, seenText) => {
  const world = makeFakeFailoverWorld();
  world.deeds.refuse = refusing(deed);
  const { findings } = await run(world);
  const unknown = findings.filter(({ outcome }) => outcome === 'unknown');
  expect(unknown.length).toBeGreaterThan(0);
  expect(unknown.map(({ seen }) => seen).join('\n')).toContain(seenText);
  expect((await storedIn(world))?.verified?.unknown).toBe(unknown.length);
});

test('it answers even when nothing at all can be read', async () => {
  const world = makeFakeFailoverWorld();
  world.deeds.refuse = () => new Error('no network');
  const verification = await run(world);
  expect(verification.outcome).toBe('unknown');
  expect(verification.findings.every(({ outcome }) => outcome === 'unknown')).toBe(true);
});

test('each of them is read once, and only the leaves have checkers to ask', async () => {
  const world = makeFakeFailoverWorld();
  await run(world);
  expect(world.deeds.of('route53')).toEqual([
    'route53 zone example.com',
    'route53 records www.example.com example.com *.example.com',
    'route53 health checks',
    'route53 checkers endpoint',
    'route53 checkers switch',
  ]);
});

test('the result is saved beside what the controller remembers, which stays as it was', async () => {
  const world = makeFakeFailoverWorld();
  await world.controllers.save(SITE.name, RECORD, 0);
  await run(world);
  expect((await storedIn(world))?.failover).toEqual(RECORD.failover);
});

test('a result that cannot be saved is still an answer', async () => {
  const world = makeFakeFailoverWorld();
  world.deeds.refuse = refusing('save controller');
  expect((await run(world)).findings.length).toBeGreaterThan(15);
  expect(world.logged).toContainEqual(
    expect.objectContaining({ message: 'verification not saved', site: SITE.name }),
  );
  expect(world.metrics).toHaveLength(2);
});

test('a record that somebody changes meanwhile keeps what they wrote', async () => {
  const world = makeFakeFailoverWorld();
  let isChanged = false;
  world.deeds.refuse = (deed) => {
    if (deed.startsWith('save controller') && !isChanged) {
      isChanged = true;
      void world.controllers.save(SITE.name, RECORD, 0);
    }
    return null;
  };
  await run(world);
  expect(await storedIn(world)).toMatchObject({
    failover: RECORD.failover,
    verified: { at: NOON },
  });
  expect(world.logged.map(({ message }) => message)).toEqual(['verified']);
});

test('a metric that cannot be written is logged', async () => {
  const world = makeFakeFailoverWorld();
  world.deeds.refuse = refusing('put metrics');
  await run(world);
  expect(world.logged).toContainEqual(expect.objectContaining({ message: 'metrics not written' }));
});

test.each<[string, FakeFailoverWorld['page'], readonly number[]]>([
  [
    '0 when the secondary could not serve, for the stack and the site',
    () => ({ ...PAGE, status: 403 }),
    [0, 0],
  ],
  ['absent when nobody knows', () => new Error('connect ETIMEDOUT'), []],
])('the metric is %s', async (_name, page, values) => {
  const world = makeFakeFailoverWorld();
  world.page = page;
  await run(world);
  const ready = world.metrics.filter(({ name }) => name === 'SecondaryReady');
  expect(ready.flatMap((metric) => metric.values)).toEqual(values);
});

test('the line in the log says when the failover was rehearsed last', async () => {
  const world = makeFakeFailoverWorld();
  await run(world);
  const line = world.logged.find(({ message }) => message === 'verified');
  expect(line).toMatchObject({ site: SITE.name, lastDrill: 'never', lastDrillAt: 'never' });
});

test('a terminal, whose sites.yml may be another one, answers and tells nobody', async () => {
  const world = makeFakeFailoverWorld();
  await world.saw(SITE, 'healthy');
  world.isFailedOverByRoute53 = true;
  world.page = () => ({ ...PAGE, status: 404 });
  const deps = { ...world.deps, isDeployed: false };
  const request = { action: 'verify', site: null, by: 'ops' } as const;
  for (let round = 0; round < 3; round++) {
    const answer = await world.clock.finish(carryOut(deps, [SITE], request, 1_000));
    expect(answer.ok).toBe(false);
    await world.clock.advance(300_000);
  }
  expect([world.messages, world.metrics]).toEqual([[], []]);
  expect(await storedIn(world)).toBeUndefined();
});
