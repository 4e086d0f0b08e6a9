import { carryOut } from '../../lib/app/failover-actions.ts';
import type { FailoverRequest } from '../../lib/app/failover-request.ts';
import { NO_INCIDENT } from '../../lib/core/alerts/incident.ts';
import { initialFailoverState } from '../../lib/core/failover.ts';
import type { Site } from '../../lib/core/site.ts';
import { PAGE } from '../fixtures/snapshot.ts';
import { refusing } from '../support/deeds.ts';
import { type FakeFailoverWorld, makeFakeFailoverWorld } from '../support/fake-failover-world.ts';
import { NOON } from '../support/fake-probe-world.ts';
import { siteNamed } from '../support/sites.ts';

const WWW = siteNamed('www.example.com');
const SHOP = siteNamed('shop.example.com');

const VERIFY: FailoverRequest = { action: 'verify', site: null, by: null };

const run = (
  world: FakeFailoverWorld,
  request: Partial<Pick<FailoverRequest, 'site'>> & { readonly action?: Looking },
  sites: readonly Site[] = [WWW, SHOP],
) => world.clock.finish(carryOut(world.deps, sites, { ...VERIFY, ...request }, 30_000));
type Looking = 'verify' | 'status' | 'evaluate';

test('without a site, all are verified, as JSON and as text', async () => {
  const answer = await run(makeFakeFailoverWorld(), {});
  if (!('verifications' in answer)) throw new Error('no verifications');
  expect(answer.verifications.map(({ site }) => site)).toEqual([WWW.name, SHOP.name]);
  expect(answer.text).toMatch(/^www\.example\.com: .*\d+ pass/);
  expect(answer.text).toMatch(/^shop\.example\.com: /m);
});

test('with a site, only that one is', async () => {
  const world = makeFakeFailoverWorld();
  expect(await run(world, { site: SHOP.name })).toMatchObject({
    verifications: [{ site: SHOP.name }],
  });
  expect(world.deeds.done.join('\n')).not.toContain(WWW.name);
});

test('a verification with a failure is not ok, one without is', async () => {
  const world = makeFakeFailoverWorld();
  await world.saw(WWW, 'healthy');
  const outcome = async () => {
    const answer = await run(world, { site: WWW.name });
    return (
      'verifications' in answer && { ok: answer.ok, outcome: answer.verifications[0]?.outcome }
    );
  };
  const before = await outcome();
  expect(before).toMatchObject({ ok: true });
  expect(before).not.toMatchObject({ outcome: 'fail' });
  world.page = () => ({ ...PAGE, status: 404 });
  expect(await outcome()).toEqual({ ok: false, outcome: 'fail' });
});

test.each(['verify', 'status', 'evaluate'] as const)(
  '%s of a site that nobody configured is refused with the names that there are',
  async (action) => {
    const world = makeFakeFailoverWorld();
    await expect(run(world, { action, site: 'ww.example.com' })).rejects.toMatchObject({
      name: 'UnknownSiteError',
      message: 'site: ww.example.com is not in sites.yml; it has www.example.com, shop.example.com',
    });
    expect(world.deeds.done).toEqual([]);
  },
);

test('a package without any site says so', async () => {
  const world = makeFakeFailoverWorld();
  await expect(run(world, { site: WWW.name }, [])).rejects.toThrow('it has no site');
});

test('an evaluation asks the control plane only after the flip', async () => {
  const world = makeFakeFailoverWorld();
  await world.saw(WWW, 'unhealthy');
  const answer = await run(world, { action: 'evaluate', site: WWW.name });
  const { done } = world.deeds;
  const flippedAt = done.indexOf(`put switch ${WWW.name}`);
  expect(flippedAt).toBeGreaterThan(-1);
  expect(done.findIndex((deed) => deed.startsWith('route53'))).toBeGreaterThan(flippedAt);
  expect(answer).toMatchObject({
    action: 'evaluate',
    evaluations: [{ outcome: 'decided', decision: { reason: 'dns-confirmed' } }],
    verifications: [{ site: WWW.name }],
  });
  expect(answer.text).toMatch(/^www\.example\.com: /);
});

test.each(['verify', 'status'] as const)('%s flips nothing', async (action) => {
  const world = makeFakeFailoverWorld();
  await world.saw(WWW, 'unhealthy');
  await run(world, { action });
  expect(world.deeds.of('put switch', 'remove switch', 'publish')).toEqual([]);
});

test('a site that cannot be evaluated keeps no other from its failover', async () => {
  const world = makeFakeFailoverWorld();
  world.dnsFollowsAfterMs = 3_000;
  for (const site of [WWW, SHOP]) await world.saw(site, 'unhealthy');
  world.deeds.refuse = refusing(`put switch ${WWW.name}`);
  await expect(run(world, { action: 'evaluate' })).rejects.toThrow(`put switch ${WWW.name}`);
  const shop = await world.controllers.load(SHOP.name);
  expect(shop?.value.failover.phase).toBe('on-secondary');
});

describe('status', () => {
  test('tells what is known and what is served, as JSON and as text', async () => {
    const world = makeFakeFailoverWorld();
    await world.saw(WWW, 'healthy');
    const answer = await run(world, { action: 'status', site: WWW.name });
    expect(answer).toMatchObject({
      action: 'status',
      ok: true,
      statuses: [
        {
          site: WWW.name,
          at: NOON,
          evidence: { primary: 'healthy', secondary: 'healthy', served: 'primary', blind: false },
          failover: initialFailoverState(NOON),
          hold: null,
          incidents: { outage: NO_INCIDENT, blocked: NO_INCIDENT },
          acknowledged: null,
          lastWindowAt: NOON,
          verified: null,
        },
      ],
    });
    expect(answer.text).toMatch(/^served +primary$/m);
    expect(world.deeds.of('route53', 'read bucket', 'save')).toEqual([]);
  });

  test('of a site that nobody has looked at yet is that the monitor is blind', async () => {
    const answer = await run(makeFakeFailoverWorld(), { action: 'status', site: WWW.name });
    expect(answer).toMatchObject({ ok: false, statuses: [{ evidence: { blind: true } }] });
  });

  test('is not ok while the secondary could not serve', async () => {
    const world = makeFakeFailoverWorld();
    await world.saw(WWW, 'healthy');
    world.page = () => ({ ...PAGE, status: 404 });
    expect((await run(world, { action: 'status', site: WWW.name })).ok).toBe(false);
  });

  test('shows what was verified before', async () => {
    const world = makeFakeFailoverWorld();
    await run(world, { site: WWW.name });
    const answer = await run(world, { action: 'status', site: WWW.name });
    expect(answer).toMatchObject({ statuses: [{ verified: { at: NOON } }] });
    expect(answer.text).toMatch(/^verified .*\d+ pass$/m);
  });
});

test('the metrics of all sites are one request', async () => {
  const world = makeFakeFailoverWorld();
  await run(world, {});
  expect(world.deeds.of('put metrics')).toHaveLength(1);
  const ofStack = world.metrics.filter(({ dimensions }) => 'Stack' in dimensions);
  expect(ofStack.map(({ name }) => name)).toEqual(['SecondaryReady', 'SecondaryReady']);
});

test('an evaluation by the clock writes who is on the secondary, and on a good day nothing', async () => {
  const world = makeFakeFailoverWorld();
  const evaluate = () =>
    world.clock.finish(
      carryOut(world.deps, [WWW], { action: 'evaluate', site: null, by: 'schedule' }, 30_000),
    );
  await evaluate();
  expect(world.deeds.of('put metrics')).toEqual([]);
  world.isFailedOverByRoute53 = true;
  await evaluate();
  expect(world.metrics.map(({ name }) => name)).toEqual(['SecondaryServed', 'SecondaryServed']);
});

test('metrics that cannot be written stop nothing', async () => {
  const world = makeFakeFailoverWorld();
  world.deeds.refuse = refusing('put metrics');
  expect(await run(world, {})).toHaveProperty('verifications');
  expect(world.logged).toContainEqual(expect.objectContaining({ message: 'metrics not written' }));
});

test('an acknowledgement without a site is meant for all of them', async () => {
  const world = makeFakeFailoverWorld();
  const request = { action: 'acknowledge', site: null, by: 'ada', reason: 'I am on it' } as const;
  const answer = await carryOut(world.deps, [WWW, SHOP], request, 0);
  expect(answer).toMatchObject({
    ok: true,
    acknowledgements: [
      { site: WWW.name, outcome: 'nothing-told' },
      { site: SHOP.name, outcome: 'nothing-told' },
    ],
  });
  expect(answer.text).toContain('nothing was acknowledged');
});
