import { evaluate } from '../../../lib/app/evaluate.ts';
import { holdSite } from '../../../lib/app/holds.ts';
import { NO_INCIDENT } from '../../../lib/core/alerts/incident.ts';
import type { Policy } from '../../../lib/core/site.ts';
import { plusMs } from '../../../lib/core/time.ts';
import { refusing } from '../../support/deeds.ts';
import {
  type FakeFailoverWorld,
  makeFakeFailoverWorld,
} from '../../support/fake-failover-world.ts';
import { siteNamed } from '../../support/sites.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The fake world begins on Sunday, 22 November 2026, at 12:00 UTC. */
const UNTIL_ONE = {
  kind: 'weekly',
  reason: 'patches',
  timeZone: 'UTC',
  days: [0],
  fromMinute: 11 * 60,
  toMinute: 13 * 60,
} as const;

/** Evaluates so often, with so much time in between. */
async function goOn(
  world: FakeFailoverWorld,
  times: number,
  { policy = {}, everyMs = MINUTE, primary = 'healthy' }: Going = {},
): Promise<void> {
  const site = siteNamed('www.example.com', policy);
  for (let time = 0; time < times; time++) {
    await world.saw(site, primary);
    await evaluate(world.deps, site, 0);
    await world.clock.advance(everyMs);
  }
}
type Going = {
  readonly policy?: Partial<Policy>;
  readonly everyMs?: number;
  readonly primary?: 'healthy' | 'unhealthy';
};

const events = (world: FakeFailoverWorld) => world.messages.map(({ data }) => data.event);
const recordOf = async (world: FakeFailoverWorld) =>
  (await world.controllers.load('www.example.com'))?.value;
const hold = (world: FakeFailoverWorld, kind: 'hold' | 'maintenance', forMs: number) =>
  holdSite(
    world.deps,
    siteNamed('www.example.com'),
    { kind, by: 'alice', reason: 'a move', until: plusMs(world.clock.now(), forMs) },
    false,
  );

describe('the end of a hold', () => {
  test.each(['hold', 'maintenance'] as const)(
    'is told once for each %s, a quarter of an hour before',
    async (kind) => {
      const world = makeFakeFailoverWorld();
      for (let holds = 1; holds <= 2; holds++) {
        await hold(world, kind, HOUR);
        await goOn(world, 44);
        expect(events(world)).toHaveLength(holds - 1);
        await goOn(world, 3);
        expect(events(world)).toEqual(Array(holds).fill('hold-ending-opened'));
        await goOn(world, 17);
        expect(events(world)).toHaveLength(holds);
      }
      expect((await recordOf(world))?.incidents['hold-ending']).toEqual(NO_INCIDENT);
    },
  );

  test('is told again of one that was prolonged', async () => {
    const world = makeFakeFailoverWorld();
    await hold(world, 'hold', HOUR);
    await goOn(world, 50);
    await hold(world, 'hold', HOUR);
    await goOn(world, 50);
    expect(events(world)).toEqual(['hold-ending-opened', 'hold-ending-opened']);
  });

  test('is not told any more when it has come', async () => {
    const world = makeFakeFailoverWorld();
    world.deeds.refuse = refusing('publish');
    await hold(world, 'hold', HOUR);
    await goOn(world, 62);
    world.deeds.refuse = () => null;
    await goOn(world, 5);
    expect(events(world)).toEqual([]);
  });

  test('is told of no short one and of no planned one', async () => {
    const world = makeFakeFailoverWorld();
    await hold(world, 'hold', 20 * MINUTE);
    await goOn(world, 70, { policy: { maintenance: [UNTIL_ONE] } });
    expect(events(world)).toEqual([]);
  });
});

test('a drill that is overdue is told after a day, and once a week after that', async () => {
  const world = makeFakeFailoverWorld();
  const remind = { criticalMs: HOUR, warningMs: HOUR };
  Object.assign(world.deps, { alerts: { remind, escalation: null } });
  const drill = { everyMs: 30 * DAY, window: null, stayMs: 2_000, withinMs: 20_000 };
  const going = { policy: { drill }, everyMs: 6 * HOUR };
  await goOn(world, 4, going);
  expect(events(world)).toEqual([]);
  await goOn(world, 4 * 6, going);
  expect(events(world)).toEqual(['drill-overdue-opened']);
  await goOn(world, 4 * 9, going);
  expect(events(world)).toEqual([
    'drill-overdue-opened',
    'drill-overdue-reminder',
    'drill-overdue-reminder',
  ]);
});

describe('in a planned maintenance', () => {
  const broken = (world: FakeFailoverWorld) => {
    world.page = () => new Error('connect ETIMEDOUT');
  };
  const planned = { policy: { maintenance: [UNTIL_ONE] }, primary: 'unhealthy' } as const;

  test('nobody is moved and nobody is told, and what outlasts it is told after it', async () => {
    const world = makeFakeFailoverWorld();
    broken(world);
    await goOn(world, 59, planned);
    expect(events(world)).toEqual([]);
    expect((await recordOf(world))?.failover).toMatchObject({
      phase: 'on-primary',
      reason: 'maintenance',
    });
    await goOn(world, 3, planned);
    expect(events(world)).toEqual(['blocked-opened']);
  });

  test('a failover that it put off comes after it', async () => {
    const world = makeFakeFailoverWorld();
    await goOn(world, 59, planned);
    expect([...world.switches.keys()]).toEqual([]);
    await goOn(world, 3, planned);
    expect([...world.switches.keys()]).toEqual(['www.example.com']);
    expect(events(world)).toEqual(['moved-on-secondary']);
  });

  test('an ordered hold counts more, and mutes nothing', async () => {
    const world = makeFakeFailoverWorld();
    await hold(world, 'hold', 10 * HOUR);
    await goOn(world, 2, planned);
    expect(events(world)).toEqual(['blocked-opened']);
    expect(world.messages[0]?.data.facts).toMatchObject({ reason: 'held' });
  });
});

test('what was seen is written when it changes, and not every minute', async () => {
  const world = makeFakeFailoverWorld();
  const start = world.clock.now();
  await goOn(world, 5);
  expect((await recordOf(world))?.seen).toEqual({
    at: start,
    served: 'primary',
    secondary: 'healthy',
    checkers: null,
  });
  expect(world.deeds.of('save')).toHaveLength(1);
  world.page = () => new Error('connect ETIMEDOUT');
  await goOn(world, 5);
  expect((await recordOf(world))?.seen).toMatchObject({ at: plusMs(start, 5 * MINUTE) });
  expect(world.deeds.of('save')).toHaveLength(2);
});
