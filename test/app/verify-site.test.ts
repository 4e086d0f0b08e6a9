import { verifySite } from '../../lib/app/verify-site.ts';
import { epochMs } from '../../lib/core/time.ts';
import { controllerState } from '../fixtures/records.ts';
import { PAGE } from '../fixtures/snapshot.ts';
import { refusing } from '../support/deeds.ts';
import { type FakeFailoverWorld, makeFakeFailoverWorld } from '../support/fake-failover-world.ts';
import { NOON } from '../support/fake-probe-world.ts';
import { siteNamed } from '../support/sites.ts';

/** The fixture's records belong to this name. */
const SITE = siteNamed('www.example.com');
const RECORD = controllerState(epochMs(NOON - 60_000), { phase: 'failing-over', flips: [NOON] });

const run = (world: FakeFailoverWorld) =>
  world.clock.finish(verifySite(world.deps, SITE)).then(({ verification }) => verification);
const storedIn = async (world: FakeFailoverWorld) =>
  (await world.controllers.load(SITE.name))?.value;

test('a verification answers with its findings, saves their counts and writes a metric', async () => {
  const world = makeFakeFailoverWorld();
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
  });
  expect(world.metrics).toEqual([
    {
      name: 'SecondaryReady',
      unit: 'None',
      dimensions: { Site: SITE.name },
      at: NOON,
      values: [1],
    },
  ]);
});

test.each([
  ['read the zone', 'route53 zone', 'route53 zone'],
  ['read the records', 'route53 records', 'route53 records'],
  ['read a health check', 'route53 health check', 'route53 health check'],
  ['ask what the checkers see', 'route53 checkers', 'route53 checkers'],
  ['read the bucket', 'read bucket', 'read bucket'],
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

test('each health check is read once, the parents before their children', async () => {
  const world = makeFakeFailoverWorld();
  await run(world);
  expect(world.deeds.of('route53 health check')).toEqual([
    'route53 health check parent',
    'route53 health check endpoint',
    'route53 health check switch',
  ]);
  expect(world.deeds.of('route53 checkers')).toEqual([
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
  expect(world.metrics).toHaveLength(1);
});

test('whoever changed the record meanwhile has the last word, quietly', async () => {
  const world = makeFakeFailoverWorld();
  world.deeds.refuse = (deed) => {
    if (deed.startsWith('save controller')) void world.controllers.save(SITE.name, RECORD, 0);
    return null;
  };
  await run(world);
  expect(await storedIn(world)).toEqual(RECORD);
  expect(world.logged.map(({ message }) => message)).toEqual(['verified']);
});

test('a metric that cannot be written is logged', async () => {
  const world = makeFakeFailoverWorld();
  world.deeds.refuse = refusing('put metrics');
  await run(world);
  expect(world.logged).toContainEqual(
    expect.objectContaining({ message: 'metrics not written', site: SITE.name }),
  );
});

test.each<[string, FakeFailoverWorld['page'], readonly number[]]>([
  ['0 when the secondary could not serve', () => ({ ...PAGE, status: 403 }), [0]],
  ['absent when nobody knows', () => new Error('connect ETIMEDOUT'), []],
])('the metric is %s', async (_name, page, values) => {
  const world = makeFakeFailoverWorld();
  world.page = page;
  await run(world);
  expect(world.metrics.flatMap((metric) => metric.values)).toEqual(values);
});
