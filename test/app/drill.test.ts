import { drillSite } from '../../lib/app/drill.ts';
import { evaluate } from '../../lib/app/evaluate.ts';
import { drillIfDue } from '../../lib/app/scheduled-drill.ts';
import { NOTHING_TOLD } from '../../lib/core/alerts/incident.ts';
import type { DrillReport } from '../../lib/core/drill.ts';
import { initialControllerState } from '../../lib/core/records.ts';
import type { DrillPolicy, Site } from '../../lib/core/site.ts';
import { plusMs } from '../../lib/core/time.ts';
import { PAGE } from '../fixtures/snapshot.ts';
import {
  type FakeFailoverWorld,
  makeFakeFailoverWorld,
  WEBSITE_ADDRESS,
} from '../support/fake-failover-world.ts';
import { siteNamed } from '../support/sites.ts';

const DRILL: DrillPolicy = { everyMs: null, window: null, stayMs: 5_000, withinMs: 60_000 };
const SITE = siteNamed('www.example.com', { drill: DRILL });
const ORDER = { by: 'alice', reason: 'the quarterly drill', overrides: [], isDryRun: false };

const calm = async (site: Site = SITE) => {
  const world = makeFakeFailoverWorld();
  await world.saw(site, 'healthy', plusMs(world.clock.now(), -3_600_000));
  return world;
};
const drill = (world: FakeFailoverWorld, order: Partial<typeof ORDER> = {}, budgetMs = 120_000) =>
  world.clock.finish(drillSite(world.deps, SITE, { ...ORDER, ...order }, budgetMs));
const failoverOf = async (world: FakeFailoverWorld) =>
  (await world.controllers.load(SITE.name))?.value.failover;

test('a drill goes out, stays, comes back, and reports its times', async () => {
  const world = await calm();
  world.dnsFollowsAfterMs = 3_000;
  const answer = await drill(world);
  expect(answer).toMatchObject({ outcome: 'passed', blockedBy: [] });
  const { marks, rto } = answer.report ?? {};
  expect(rto?.measuredMoveMs).toBeGreaterThanOrEqual(2_000);
  expect(rto?.measuredMoveMs).toBeLessThanOrEqual(5_000);
  const order = [
    marks?.flipped,
    marks?.nameServers,
    marks?.page,
    marks?.restoring,
    marks?.restored,
  ];
  expect(order).toEqual([...order].sort());
  expect(order.every((at) => at !== null)).toBe(true);
  expect((marks?.restoring ?? 0) - (marks?.page ?? 0)).toBeGreaterThanOrEqual(DRILL.stayMs);
  expect(world.messages.map(({ attributes }) => attributes.event)).toEqual([
    'drill-started',
    'drill-passed',
  ]);
  expect(world.messages.every(({ subject }) => subject.startsWith('DRILL'))).toBe(true);
  expect(await failoverOf(world)).toMatchObject({ phase: 'on-primary', drill: null, flips: [] });
});

test('while visitors stay nothing is written, since nothing is new', async () => {
  const savesOf = async (stayMs: number) => {
    const site = siteNamed('www.example.com', { drill: { ...DRILL, stayMs } });
    const world = await calm(site);
    const answer = await world.clock.finish(drillSite(world.deps, site, ORDER, 120_000));
    expect(answer.outcome).toBe('passed');
    return world.deeds.of('save controller').length;
  };
  expect(await savesOf(40_000)).toBe(await savesOf(5_000));
});

test('a drill whose function dies is brought to its end by the next evaluation', async () => {
  const world = await calm();
  world.dnsFollowsAfterMs = 3_000;
  expect(await drill(world, {}, 1_000)).toMatchObject({ outcome: 'under-way', report: null });
  expect(await failoverOf(world)).toMatchObject({ phase: 'failing-over', drill: { by: 'alice' } });
  await world.clock.advance(60_000);
  await world.clock.finish(evaluate(world.deps, SITE, 120_000));
  expect(await failoverOf(world)).toMatchObject({ phase: 'on-primary', drill: null });
  expect(world.switches.size).toBe(0);
});

test('a secondary that fails under the drill is left at once', async () => {
  const world = await calm();
  let fetches = 0;
  world.page = () => (++fetches > 6 ? { ...PAGE, status: 503 } : PAGE);
  const answer = await drill(world);
  expect(answer).toMatchObject({ outcome: 'failed', report: { stopped: 'secondary-failed' } });
  expect(world.switches.size).toBe(0);
});

test('an answer that leads to another page than the secondary is left, too', async () => {
  const world = await calm();
  world.page = (address) =>
    address === WEBSITE_ADDRESS ? { ...PAGE, body: 'somebody else' } : PAGE;
  const answer = await drill(world);
  expect(answer).toMatchObject({ outcome: 'failed', report: { stopped: 'secondary-failed' } });
  expect(answer.report?.marks.page).toBeNull();
  expect(world.switches.size).toBe(0);
});

test('DNS that does not move ends the drill, and visitors stay on the primary', async () => {
  const world = await calm();
  world.dnsFollowsAfterMs = 3_600_000;
  const answer = await drill(world, {}, 300_000);
  expect(answer).toMatchObject({ outcome: 'failed', report: { stopped: 'dns-did-not-move' } });
});

test('a dry run says that it would begin, and changes nothing but the verification', async () => {
  const world = await calm();
  expect(await drill(world, { isDryRun: true })).toMatchObject({ outcome: 'would-drill' });
  expect(world.deeds.of('put switch', 'publish')).toEqual([]);
  expect((await failoverOf(world))?.drill).toBeNull();
});

test.each<[string, (world: FakeFailoverWorld) => Promise<unknown>, string]>([
  ['an incident is open', (world) => open(world), 'incident-open'],
  ['the primary is unhealthy', (world) => world.saw(SITE, 'unhealthy'), 'primary-not-healthy'],
  [
    'the page is broken',
    async (world) => {
      world.page = () => ({ ...PAGE, status: 500 });
    },
    'secondary-not-healthy',
  ],
])('no drill while %s', async (_name, prepare, rule) => {
  const world = await calm();
  await prepare(world);
  const answer = await drill(world);
  expect(answer.outcome).toBe('blocked');
  expect(answer.blockedBy).toContain(rule);
  expect(world.deeds.of('put switch')).toEqual([]);
});

async function open(world: FakeFailoverWorld) {
  const stored = await world.monitors.load(SITE.name);
  if (stored === null) throw new Error('nothing was seen');
  const outage = { state: 'open', since: world.clock.now(), told: NOTHING_TOLD } as const;
  const incidents = { ...stored.value.incidents, outage };
  await world.monitors.save(SITE.name, { ...stored.value, incidents }, stored.version);
}

describe('by schedule', () => {
  const DAY = 24 * 3_600_000;
  /** The fake world begins on Sunday, 22 November 2026, at 12:00 UTC. */
  const windowOf = (fromMinute: number, toMinute: number) => ({ days: [0], fromMinute, toMinute });
  const due = (policy: Partial<DrillPolicy>): Site =>
    siteNamed('www.example.com', {
      drill: { ...DRILL, everyMs: 30 * DAY, window: windowOf(11 * 60, 13 * 60), ...policy },
    });
  const rehearsed = async (
    world: FakeFailoverWorld,
    ago: number,
    outcome: DrillReport['outcome'],
  ) => {
    const { report } = await drill(world);
    const stored = await world.controllers.load(SITE.name);
    const record = stored?.value ?? initialControllerState(world.clock.now());
    if (report === null) throw new Error('there is no report');
    const lastDrill = { ...report, outcome, endedAt: plusMs(world.clock.now(), -ago) };
    const failover = { ...record.failover, lastDrill };
    await world.controllers.save(SITE.name, { ...record, failover }, stored?.version ?? 0);
  };
  const run = (world: FakeFailoverWorld, site: Site) =>
    world.clock.finish(drillIfDue(world.deps, site, 120_000));

  test('a drill that never was begins in its window', async () => {
    const world = await calm();
    expect(await run(world, due({}))).toMatchObject({
      outcome: 'passed',
      report: { by: 'schedule' },
    });
  });

  test('not outside of it', async () => {
    const world = await calm();
    expect(await run(world, due({ window: windowOf(3 * 60, 5 * 60) }))).toMatchObject({
      outcome: 'blocked',
      blockedBy: ['outside-window'],
    });
  });

  test.each<[string, number, DrillReport['outcome'], boolean]>([
    ['passed a week ago', 7 * DAY, 'passed', false],
    ['passed too long ago', 31 * DAY, 'passed', true],
    ['failed yesterday', DAY, 'failed', true],
    ['failed half an hour ago', 1_800_000, 'failed', false],
  ])('after one that %s', async (_name, ago, outcome, isBegun) => {
    const world = await calm();
    await rehearsed(world, ago, outcome);
    expect((await run(world, due({}))) !== null).toBe(isBegun);
  });

  test.each<[string, Site]>([
    ['without a window', due({ window: null })],
    ['without a time between two', due({ everyMs: null })],
  ])('never %s', async (_name, site) => {
    expect(await run(await calm(), site)).toBeNull();
  });
});
