import fc from 'fast-check';
import { evaluate } from '../../lib/app/evaluate.ts';
import type { Site } from '../../lib/core/site.ts';
import { epochMs } from '../../lib/core/time.ts';
import { type FakeFailoverWorld, makeFakeFailoverWorld } from '../support/fake-failover-world.ts';
import { siteNamed } from '../support/sites.ts';

const MINUTE = 60_000;
const SITE = siteNamed('a.example.com', {
  failback: 'automatic',
  stableForMs: 5 * MINUTE,
  flipsPerDayMax: 50,
});

type Crash = {
  /** Which of the calls that write or send, counted from 0. */
  readonly atCall: number;
  /** `refuse`: before it had an effect; `lose`: after it. */
  readonly how: 'refuse' | 'lose';
};
type Tick = {
  readonly primary: 'healthy' | 'unhealthy';
  readonly afterMs: number;
  readonly crash: Crash | null;
  /** A schedule fires twice. */
  readonly isDoubled: boolean;
  readonly budgetMs: number;
  readonly dnsFollowsAfterMs: number;
};

const tick: fc.Arbitrary<Tick> = fc.record({
  primary: fc.constantFrom('healthy', 'unhealthy'),
  afterMs: fc.integer({ min: 1, max: 12 * MINUTE }),
  crash: fc.option(
    fc.record({ atCall: fc.nat(3), how: fc.constantFrom<Crash['how']>('refuse', 'lose') }),
    { freq: 2 },
  ),
  isDoubled: fc.boolean(),
  budgetMs: fc.constantFrom(0, 5_000),
  dnsFollowsAfterMs: fc.constantFrom(0, 3_000, MINUTE),
});
const timeline = fc.array(tick, { minLength: 40, maxLength: 80 });
const QUIET: Omit<Tick, 'primary'> = {
  afterMs: 20 * MINUTE,
  crash: null,
  isDoubled: false,
  budgetMs: 5_000,
  dnsFollowsAfterMs: 0,
};

/** Plays ticks one after the other, each from nothing but what was stored, and notes what crashed where. */
function makePlayer(world: FakeFailoverWorld, site: Site, reached: Map<string, number>) {
  let primary: Tick['primary'] = 'healthy';
  let since = world.clock.now();
  let savedPhase = 'on-primary';
  let calls = 0;
  let crash: Crash | null = null;

  const crashes = (deed: string, how: Crash['how']): Error | null => {
    if (crash?.atCall !== calls || crash.how !== how) return null;
    const where = `${how} ${deed.split(' ', 1)[0]}`;
    reached.set(where, (reached.get(where) ?? 0) + 1);
    return new Error(`crash: ${where}`);
  };
  world.deeds.refuse = (deed) => {
    if (!isAct(deed)) return null;
    calls += 1;
    // The switch is never touched unless the intent to do so is what is stored.
    if (deed.startsWith('put')) expect(savedPhase).toBe('failing-over');
    if (deed.startsWith('remove')) expect(savedPhase).toBe('failing-back');
    return crashes(deed, 'refuse');
  };
  world.deeds.lose = (deed) => {
    const saved = /^save controller .*: ([a-z-]+),/.exec(deed)?.[1];
    savedPhase = saved ?? savedPhase;
    return isAct(deed) ? crashes(deed, 'lose') : null;
  };

  return async (next: Tick): Promise<void> => {
    await world.clock.advance(next.afterMs);
    if (next.primary !== primary) since = world.clock.now();
    primary = next.primary;
    await world.saw(site, primary, since);
    world.dnsFollowsAfterMs = next.dnsFollowsAfterMs;
    crash = next.crash === null ? null : { ...next.crash, atCall: next.crash.atCall + 1 };
    calls = 0;
    const runs = Array.from({ length: next.isDoubled ? 2 : 1 }, () =>
      evaluate(world.deps, site, next.budgetMs),
    );
    await world.clock.finish(Promise.allSettled(runs)).then((endings) => {
      for (const ending of endings)
        if (ending.status === 'rejected' && !`${ending.reason}`.includes('crash:'))
          throw ending.reason;
    });
  };
}

const isAct = (deed: string): boolean => /^(save|put switch|remove switch|publish)/.test(deed);

const failoverOf = async (world: FakeFailoverWorld) =>
  (await world.controllers.load(SITE.name))?.value.failover;

test('an evaluation that crashes anywhere is mended by the next, and flips no more often for it', async () => {
  const reached = new Map<string, number>();
  const flips = { begun: 0 };
  await fc.assert(
    fc.asyncProperty(
      timeline,
      fc.constantFrom<Tick['primary']>('healthy', 'unhealthy'),
      async (ticks, primary) => {
        const world = makeFakeFailoverWorld();
        const play = makePlayer(world, SITE, reached);
        for (const one of ticks) await play(one);
        const begun = (await failoverOf(world))?.flips ?? [];
        flips.begun += begun.length;
        begun.slice(1).forEach((at, index) => {
          expect(at - (begun[index] ?? epochMs(0))).toBeGreaterThanOrEqual(SITE.policy.cooldownMs);
        });
        for (let quiet = 0; quiet < 5; quiet++) await play({ ...QUIET, primary });
        expect((await failoverOf(world))?.phase).toBe(
          primary === 'healthy' ? 'on-primary' : 'on-secondary',
        );
        expect([...world.switches]).toEqual(primary === 'healthy' ? [] : [SITE.name]);
      },
    ),
    { numRuns: 60 },
  );
  expect(flips.begun).toBeGreaterThan(300);
  for (const where of ['save', 'put', 'remove', 'publish'])
    for (const how of ['refuse', 'lose'])
      expect([where, how, reached.get(`${how} ${where}`)]).toEqual([
        where,
        how,
        expect.any(Number),
      ]);
});
