import { type EvaluateDeps, evaluate } from '../../lib/app/evaluate.ts';
import type { FailoverState } from '../../lib/core/failover.ts';
import { StaleRecordError } from '../../lib/core/records.ts';
import type { Site } from '../../lib/core/site.ts';
import { epochMs } from '../../lib/core/time.ts';
import { controllerState, SWITCH_NOTE } from '../fixtures/records.ts';
import { PAGE } from '../fixtures/snapshot.ts';
import { refusing } from '../support/deeds.ts';
import {
  type FakeFailoverWorld,
  makeFakeFailoverWorld,
  PRIMARY_ADDRESS,
} from '../support/fake-failover-world.ts';
import { NOON } from '../support/fake-probe-world.ts';
import { siteNamed } from '../support/sites.ts';

const SITE = siteNamed('a.example.com');
const LONG_AGO = epochMs(NOON - 3_600_000);

const run = (world: FakeFailoverWorld, site: Site = SITE, budgetMs = 30_000) =>
  world.clock.finish(evaluate(world.deps, site, budgetMs));
/** What was written, sent or waited for, without the looking. */
const acts = (world: FakeFailoverWorld) =>
  world.deeds
    .of('save', 'put switch', 'remove switch', 'publish')
    .map((deed) => deed.replace(/ (controller |switch )?a\.example\.com/, ''));
const remember = (world: FakeFailoverWorld, change: Partial<FailoverState>) =>
  world.controllers.save(SITE.name, controllerState(LONG_AGO, change), 0);
const phaseOf = async (world: FakeFailoverWorld) =>
  (await world.controllers.load(SITE.name))?.value.failover.phase;

/** The recovery path calls no Route 53 API: the compiler holds the dependencies to it. */
type NoRoute53 = Extract<
  keyof EvaluateDeps,
  'readZone' | 'readRecords' | 'listHealthChecks' | 'readCheckers'
>;
const noRoute53: [NoRoute53] extends [never] ? true : false = true;

test('a failover saves the intent, flips, and tells people once DNS has moved', async () => {
  expect(noRoute53).toBe(true);
  const world = makeFakeFailoverWorld();
  await world.saw(SITE, 'unhealthy');
  const evaluation = await run(world);
  expect(evaluation).toMatchObject({
    outcome: 'decided',
    decision: { reason: 'dns-confirmed', flipTo: null },
    evidence: { served: 'secondary', secondary: 'healthy' },
  });
  expect(acts(world)).toEqual([
    'save: failing-over, primary-unhealthy',
    'put',
    'save: on-secondary, dns-confirmed',
    // Claimed, told, crossed out.
    'save: on-secondary, dns-confirmed',
    'publish: moved-on-secondary',
    'save: on-secondary, dns-confirmed',
  ]);
  expect(world.deeds.of('route53')).toEqual([]);
});

test('a failover works while Route 53 and the bucket reader are out of order', async () => {
  const world = makeFakeFailoverWorld();
  world.deeds.refuse = refusing('route53', 'read bucket', 'put metrics');
  await world.saw(SITE, 'unhealthy');
  await run(world);
  expect(await phaseOf(world)).toBe('on-secondary');
});

test('the name servers are asked once a second until they confirm a flip that stands', async () => {
  const world = makeFakeFailoverWorld();
  world.dnsFollowsAfterMs = 3_500;
  await world.saw(SITE, 'unhealthy');
  await run(world);
  expect(world.clock.now()).toBe(NOON + 4_000);
  expect(acts(world)).toEqual([
    'save: failing-over, primary-unhealthy',
    'put',
    'save: failing-over, awaiting-dns',
    'save: on-secondary, dns-confirmed',
    // Claimed, told, crossed out.
    'save: on-secondary, dns-confirmed',
    'publish: moved-on-secondary',
    'save: on-secondary, dns-confirmed',
  ]);
});

test('a switch that does not stand any more is put again while the name servers are waited for', async () => {
  const world = makeFakeFailoverWorld();
  world.dnsFollowsAfterMs = 3_500;
  await world.saw(SITE, 'unhealthy');
  const evaluation = run(world);
  await world.clock.advance(1_500);
  world.switches.delete(SITE.name);
  await evaluation;
  expect(world.deeds.of('put switch')).toHaveLength(2);
  expect([...world.switches.keys()]).toEqual([SITE.name]);
  expect(await phaseOf(world)).toBe('on-secondary');
});

test('the wait for the name servers ends with the time, and the next evaluation goes on', async () => {
  const world = makeFakeFailoverWorld();
  world.dnsFollowsAfterMs = 60_000;
  await world.saw(SITE, 'unhealthy');
  expect((await run(world, SITE, 10_000)).decision).toMatchObject({
    reason: 'awaiting-dns',
    flipTo: 'secondary',
  });
  expect(world.clock.now()).toBe(NOON + 10_000);
  await world.clock.advance(50_000);
  await run(world);
  expect(await phaseOf(world)).toBe('on-secondary');
});

test.each([0, -15_000])(
  'with a budget of %i ms it looks and flips once, without waiting',
  async (budgetMs) => {
    const world = makeFakeFailoverWorld();
    world.dnsFollowsAfterMs = 60_000;
    await world.saw(SITE, 'unhealthy');
    await run(world, SITE, budgetMs);
    expect(acts(world)).toEqual(['save: failing-over, primary-unhealthy', 'put']);
    expect(world.clock.now()).toBe(NOON);
  },
);

test('nothing is flipped when another evaluation saves first, again and again', async () => {
  const world = makeFakeFailoverWorld();
  await world.saw(SITE, 'unhealthy');
  world.deeds.refuse = (deed) =>
    deed.startsWith('save controller') ? new StaleRecordError('controller', 0) : null;
  expect(await run(world)).toEqual({
    site: SITE.name,
    outcome: 'superseded',
    decision: null,
    evidence: null,
    steps: [],
  });
  expect(world.deeds.of('put switch', 'publish')).toEqual([]);
});

test('nothing is flipped when the intent cannot be saved', async () => {
  const world = makeFakeFailoverWorld();
  await world.saw(SITE, 'unhealthy');
  world.deeds.refuse = refusing('save controller');
  await expect(run(world)).rejects.toThrow('out of order');
  expect(world.deeds.of('put switch', 'publish')).toEqual([]);
});

test('an automatic failback takes the switch away and tells people', async () => {
  const world = makeFakeFailoverWorld();
  const site = siteNamed(SITE.name, { failback: 'automatic' });
  await world.deps.switch.put(site.name, { ...SWITCH_NOTE, site: site.name });
  await remember(world, { phase: 'on-secondary' });
  await world.saw(site, 'healthy', epochMs(NOON - site.policy.stableForMs));
  const before = acts(world).length;
  await run(world, site);
  expect(acts(world).slice(before)).toEqual([
    'save: failing-back, primary-stable',
    'remove',
    'save: on-primary, dns-confirmed',
    'save: on-primary, dns-confirmed',
    'publish: moved-on-primary',
    'save: on-primary, dns-confirmed',
  ]);
  expect([...world.switches]).toEqual([]);
});

test('a save that comes too late begins the evaluation anew, on what was written meanwhile', async () => {
  const world = makeFakeFailoverWorld();
  await world.saw(SITE, 'unhealthy');
  let interferences = 0;
  world.deeds.refuse = (deed) => {
    if (deed.startsWith('fetch') && interferences === 0) {
      interferences += 1;
      void remember(world, {});
    }
    return null;
  };
  expect((await run(world)).outcome).toBe('decided');
  expect(await phaseOf(world)).toBe('on-secondary');
  expect(world.deeds.of('publish')).toHaveLength(1);
});

test('what could not be told is told by an evaluation a minute later, once', async () => {
  const world = makeFakeFailoverWorld();
  await world.saw(SITE, 'unhealthy');
  world.deeds.refuse = refusing('publish');
  await run(world);
  world.deeds.refuse = () => null;
  await world.clock.advance(60_000);
  await world.saw(SITE, 'unhealthy');
  await run(world);
  await run(world);
  expect(world.messages.map(({ attributes }) => attributes.event)).toEqual(['moved-on-secondary']);
});

test('an alert that cannot be sent does not undo what was done', async () => {
  const world = makeFakeFailoverWorld();
  await world.saw(SITE, 'unhealthy');
  world.deeds.refuse = refusing('publish');
  expect((await run(world)).outcome).toBe('decided');
  expect(await phaseOf(world)).toBe('on-secondary');
  expect([...world.switches.keys()]).toEqual([SITE.name]);
  expect(world.logged).toContainEqual(
    expect.objectContaining({ message: 'alert not sent', event: 'moved' }),
  );
});

test('a failover that is blocked is told once, whatever the rule is by then', async () => {
  const world = makeFakeFailoverWorld();
  await world.saw(SITE, 'unhealthy');
  world.page = () => new Error('connect ETIMEDOUT');
  for (let minute = 0; minute < 3; minute++) await run(world);
  expect(acts(world)).toEqual([
    'save: on-primary, secondary-not-healthy',
    'save: on-primary, secondary-not-healthy',
    'publish: blocked-opened',
    'save: on-primary, secondary-not-healthy',
  ]);
  await run(world, siteNamed(SITE.name, { mode: 'observe' }));
  expect(world.messages).toHaveLength(1);
  expect(world.messages[0]?.subject).toContain('secondary is not healthy');
});

test('a calm evaluation writes its reason once and then nothing', async () => {
  const world = makeFakeFailoverWorld();
  await world.saw(SITE, 'healthy', LONG_AGO);
  await run(world);
  await run(world);
  expect(acts(world)).toEqual(['save: on-primary, primary-healthy']);
});

describe('an address that is neither the primary nor the latest of the website endpoint', () => {
  const settle = async (server: string) => {
    const world = makeFakeFailoverWorld();
    world.secondaryAnswer = ['198.51.100.77'];
    world.page = (address) =>
      address === '198.51.100.77' ? { ...PAGE, headers: { ...PAGE.headers, server } } : PAGE;
    await world.saw(SITE, 'unhealthy');
    return { world, evaluation: await run(world, SITE, 2_000) };
  };

  test('is the secondary when S3 answers there', async () => {
    const { world, evaluation } = await settle('AmazonS3');
    expect(evaluation.evidence?.served).toBe('secondary');
    expect(world.deeds.of(`fetch ${PRIMARY_ADDRESS}`)).toEqual([]);
  });

  test('is nobody of ours when anything else does', async () => {
    expect((await settle('nginx')).evaluation.evidence?.served).toBe('neither');
  });
});
