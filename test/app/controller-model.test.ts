import fc from 'fast-check';
import { drillSite } from '../../lib/app/drill.ts';
import { evaluate } from '../../lib/app/evaluate.ts';
import { holdSite, releaseSite } from '../../lib/app/holds.ts';
import { carryOutOrder } from '../../lib/app/orders.ts';
import { acknowledgeSite } from '../../lib/app/telling/acknowledge.ts';
import { verifySite } from '../../lib/app/verifying/verify-site.ts';
import { watchDisagreement } from '../../lib/app/verifying/watch-disagreement.ts';
import type { AuditEntry } from '../../lib/core/audit.ts';
import type { FailoverState } from '../../lib/core/failover.ts';
import { isQuiet } from '../../lib/core/maintenance.ts';
import type { ControllerState } from '../../lib/core/records.ts';
import { RULE_IDS, type RuleId } from '../../lib/core/rules.ts';
import type { Target } from '../../lib/core/site.ts';
import { plusMs } from '../../lib/core/time.ts';
import type { Message } from '../../lib/core/world.ts';
import { PAGE } from '../fixtures/snapshot.ts';
import { type FakeFailoverWorld, makeFakeFailoverWorld } from '../support/fake-failover-world.ts';
import { siteNamed } from '../support/sites.ts';

/*
 * The controller as a whole, from nothing but what is stored: evaluations, verifications, orders, holds,
 * drills, acknowledgements and people with the AWS CLI, doubled, interleaved at every wait and crashed at every write.
 */

const MINUTE = 60_000;
const SITE = siteNamed('www.example.com', {
  failback: 'automatic',
  stableForMs: 5 * MINUTE,
  flipsPerDayMax: 50,
  drill: { everyMs: null, window: null, stayMs: 2_000, withinMs: 20_000 },
});

type Command =
  | { readonly kind: 'evaluate' | 'verify' | 'acknowledge' | 'maintenance' }
  | { readonly kind: 'order'; readonly target: Target; readonly overrides: readonly RuleId[] }
  | { readonly kind: 'hold' | 'release' | 'drill' }
  | { readonly kind: 'by-hand'; readonly to: Target };

type Crash = {
  /** Which of the calls that write or send, counted from 0. */
  readonly atCall: number;
  /** `refuse`: before it had an effect; `lose`: after it. */
  readonly how: 'refuse' | 'lose';
};

type Tick = {
  readonly primary: 'healthy' | 'unhealthy';
  readonly isPageBroken: boolean;
  readonly afterMs: number;
  /** What happens at the same time. */
  readonly commands: readonly Command[];
  readonly crash: Crash | null;
  /** How long each call takes, in turn. */
  readonly delaysMs: readonly number[];
  readonly budgetMs: number;
  readonly dnsFollowsAfterMs: number;
};

const overrides = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.subarray([...RULE_IDS]) },
);
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ kind: 'evaluate' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      target: fc.constantFrom<Target>('primary', 'secondary'),
      overrides,
    }),
  },
  { weight: 4, arbitrary: fc.constant({ kind: 'verify' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('hold' as const, 'release' as const, 'maintenance' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'acknowledge' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'drill' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('by-hand' as const),
      to: fc.constantFrom<Target>('primary', 'secondary'),
    }),
  },
);
const tick: fc.Arbitrary<Tick> = fc.record({
  primary: fc.constantFrom('healthy', 'healthy', 'unhealthy'),
  isPageBroken: fc.constantFrom(false, false, false, true),
  afterMs: fc.integer({ min: 1, max: 12 * MINUTE }),
  commands: fc.array(command, { minLength: 1, maxLength: 3 }),
  crash: fc.option(
    fc.record({ atCall: fc.nat(5), how: fc.constantFrom<Crash['how']>('refuse', 'lose') }),
    { freq: 2 },
  ),
  delaysMs: fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 12 }),
  budgetMs: fc.constantFrom(0, 5_000, 40_000),
  dnsFollowsAfterMs: fc.constantFrom(0, 3_000, MINUTE),
});
const timeline = fc.array(tick, { minLength: 30, maxLength: 60 });
const QUIET: Omit<Tick, 'primary'> = {
  isPageBroken: false,
  afterMs: 20 * MINUTE,
  commands: [{ kind: 'release' }, { kind: 'evaluate' }, { kind: 'verify' }],
  crash: null,
  delaysMs: [0],
  budgetMs: 40_000,
  dnsFollowsAfterMs: 0,
};

/** How often the run came to what it is about. */
type Reached = Map<string, number>;
const note = (reached: Reached, what: string) => reached.set(what, (reached.get(what) ?? 0) + 1);

/** Holds every save against the rules, since after the fact nobody can tell what was known. */
function watchSaves(world: FakeFailoverWorld, reached: Reached) {
  let before: FailoverState | null = null;
  let arrivals = 0;
  const counted: { at: number; overridden: readonly RuleId[] }[] = [];
  const { save } = world.controllers;
  const watched: FakeFailoverWorld['controllers']['save'] = async (site, value, version, audit) => {
    const next = await save(site, value, version, audit);
    check(value, audit ?? []);
    return next;
  };
  const check = ({ failover }: ControllerState, audit: readonly AuditEntry[]) => {
    const phaseBefore = before?.phase ?? 'on-primary';
    const isTold =
      failover.reason === 'dns-confirmed' &&
      before?.drill === null &&
      !isQuiet(failover.hold, [], world.clock.now());
    if (failover.phase === 'on-secondary' && phaseBefore !== 'on-secondary' && isTold)
      arrivals += 1;
    if (failover.phase !== phaseBefore) {
      note(reached, failover.phase);
      expect(audit.map(({ phase }) => phase)).toContain(failover.phase);
    }
    if ((before?.drill ?? null) === null && failover.drill !== null)
      expect(audit.map(({ event }) => event)).toContain('drill-begun');
    if (before !== null && before.hold !== null && failover.hold === null)
      expect(audit.map(({ event }) => event)).toContain('release');
    const isNewFlip = failover.flips.length > (before?.flips.length ?? 0);
    if (isNewFlip)
      counted.push({ at: failover.flips.at(-1) ?? 0, overridden: failover.overridden });
    const begins = failover.phase === 'failing-over' && phaseBefore === 'on-primary';
    if (begins && failover.reason !== 'switched-by-hand') {
      const isOverridden =
        failover.overridden.includes('secondary-not-healthy') ||
        failover.overridden.includes('both-unhealthy');
      if (!isOverridden) expect(world.page('')).toEqual(PAGE);
    }
    before = structuredClone(failover);
  };
  Object.assign(world.controllers, { save: watched });
  return { counted, arrivals: () => arrivals };
}

function makePlayer(world: FakeFailoverWorld, reached: Reached) {
  let primary: Tick['primary'] = 'healthy';
  let since = world.clock.now();
  let hits = 0;
  let calls = 0;
  let crash: Crash | null = null;
  let delays: readonly number[] = [0];
  let delayed = 0;
  const intended = new Set<string>();

  const crashes = (deed: string, how: Crash['how']): Error | null => {
    if (crash?.atCall !== calls || crash.how !== how) return null;
    const where = `${how} ${deed.split(' ', 1)[0]}`;
    note(reached, where);
    hits += 1;
    return new Error(`crash: ${where}`);
  };
  world.deeds.refuse = (deed) => {
    if (!isAct(deed)) return null;
    calls += 1;
    // The switch is never touched unless the intent to do so was saved before.
    if (deed.startsWith('put switch')) expect(intended).toContain('failing-over');
    if (deed.startsWith('remove switch')) expect(intended).toContain('failing-back');
    return crashes(deed, 'refuse');
  };
  world.deeds.lose = (deed) => {
    const saved = /^save controller .*: ([a-z-]+),/.exec(deed)?.[1];
    if (saved !== undefined) intended.add(saved);
    return isAct(deed) ? crashes(deed, 'lose') : null;
  };
  world.deeds.delay = (deed) => {
    if (!WAITED_FOR.test(deed)) return Promise.resolve();
    const delayMs = delays[delayed++ % delays.length] ?? 0;
    return world.clock.sleep(delayMs);
  };
  const play = async (next: Tick): Promise<void> => {
    await world.clock.advance(next.afterMs);
    if (next.primary !== primary) since = world.clock.now();
    primary = next.primary;
    world.isFailedOverByRoute53 = primary === 'unhealthy' && world.clock.now() - since > MINUTE;
    world.page = () => (next.isPageBroken ? { ...PAGE, status: 403 } : PAGE);
    await world.saw(SITE, primary, since);
    world.dnsFollowsAfterMs = next.dnsFollowsAfterMs;
    crash = next.crash;
    calls = -1;
    delays = next.delaysMs;
    const running = next.commands.map((one) => carry(world, one, next.budgetMs, reached));
    const endings = await world.clock.finish(Promise.allSettled(running));
    for (const ending of endings)
      if (ending.status === 'rejected' && !`${ending.reason}`.includes('crash:'))
        throw ending.reason;
  };
  return { play, crashed: () => hits };
}

/** An invocation that dies the moment a message was accepted: nothing that it would do after that happens. */
function mortal<T extends object>(deps: T, life: { isOver: boolean }): T {
  return new Proxy(deps, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value === 'object' && value !== null) return mortal(value, life);
      if (typeof value !== 'function' || name === 'now' || name === 'log') return value;
      return async (...args: unknown[]) => {
        if (life.isOver) throw new Error('crash: dead');
        try {
          return await value(...args);
        } catch (error) {
          life.isOver ||= /lose (publish|escalate)/.test(`${error}`);
          throw error;
        }
      };
    },
  });
}

async function carry(
  { deps: immortal, flipByHand }: FakeFailoverWorld,
  command: Command,
  budgetMs: number,
  reached: Reached,
): Promise<void> {
  const by = 'a person';
  const deps = mortal(immortal, { isOver: false });
  switch (command.kind) {
    case 'evaluate':
      await evaluate(deps, SITE, budgetMs);
      return;
    case 'order': {
      const { target, overrides } = command;
      const order = { target, by, reason: 'the model', overrides };
      const answer = await carryOutOrder(deps, SITE, order, { isDryRun: false, budgetMs });
      note(reached, `order ${answer.outcome}`);
      return;
    }
    case 'hold': {
      const hold = { kind: 'hold', by, reason: 'the model', until: null } as const;
      await holdSite(deps, SITE, hold, false);
      return;
    }
    case 'maintenance': {
      const until = plusMs(deps.now(), MAINTENANCE_MS);
      const hold = { kind: 'maintenance', by, reason: 'the model', until } as const;
      await holdSite(deps, SITE, hold, false);
      return;
    }
    case 'acknowledge': {
      const answer = await acknowledgeSite(deps, SITE, { by, reason: 'the model' });
      note(reached, answer.outcome);
      return;
    }
    case 'verify': {
      const { snapshot } = await verifySite(deps, SITE);
      await watchDisagreement(deps, SITE, snapshot);
      return;
    }
    case 'release':
      await releaseSite(deps, SITE, { by, reason: null }, false);
      return;
    case 'drill': {
      const order = { by, reason: 'the model', overrides: [], isDryRun: false };
      const answer = await drillSite(deps, SITE, order, budgetMs);
      note(reached, `drill ${answer.outcome}`);
      for (const rule of answer.blockedBy) note(reached, `drill blocked by ${rule}`);
      return;
    }
    default:
      flipByHand(SITE.name, command.to);
  }
}

const MAINTENANCE_MS = 40 * MINUTE;

/** Where another may come in between; the looks are all taken at the same time. */
const WAITED_FOR = /^(load controller|save|put switch|remove switch|publish|escalate)/;

const isAct = (deed: string): boolean =>
  /^(save|put switch|remove switch|publish|escalate)/.test(deed);

test('whatever is done at once and wherever it crashes, the rules hold and it comes to rest', async () => {
  const reached: Reached = new Map();
  let flips = 0;
  await fc.assert(
    fc.asyncProperty(
      timeline,
      fc.constantFrom<Tick['primary']>('healthy', 'unhealthy'),
      async (ticks, primary) => {
        const world = makeFakeFailoverWorld();
        Object.assign(world.deps, { alerts: ALERTS });
        const { counted, arrivals } = watchSaves(world, reached);
        const { play, crashed } = makePlayer(world, reached);
        for (const one of ticks) await play(one);
        flips += counted.length;
        counted.slice(1).forEach(({ at, overridden }, index) => {
          const before = counted[index]?.at ?? 0;
          const isEarly = at - before < SITE.policy.cooldownMs;
          expect([isEarly, isEarly && !overridden.includes('cooling-down')]).toEqual([
            isEarly,
            false,
          ]);
        });
        for (let quiet = 0; quiet < 6; quiet++) await play({ ...QUIET, primary });
        const record = (await world.controllers.load(SITE.name))?.value;
        const { failover, untold } = record ?? {};
        expect(untold).toEqual([]);
        expect(failover?.drill).toBeNull();
        restsAsItShould(world, failover, primary);
        const told = world.messages.filter(
          ({ attributes }) => attributes.event === 'moved-on-secondary',
        );
        expect(told.length).toBeGreaterThanOrEqual(arrivals());
        expect(told.length).toBeLessThanOrEqual(arrivals() + crashed());
        toldAsIncidents(world, record, crashed());
        for (const { data } of [...world.messages, ...world.escalated]) note(reached, data.event);
      },
    ),
    { numRuns: 250, endOnFailure: true },
  );
  expect(flips).toBeGreaterThan(300);
  const often: Readonly<Record<string, number>> = {
    'on-secondary': 200,
    'failing-back': 200,
    'on-primary': 200,
    'order flipped': 20,
    'order blocked': 100,
    'order already': 100,
    'drill passed': 2,
    'drill under-way': 10,
    'drill blocked': 50,
    'drill failed': 1,
    'refuse save': 50,
    'lose save': 50,
    'refuse put': 5,
    'lose put': 5,
    'refuse remove': 4,
    'lose remove': 4,
    'refuse publish': 20,
    'lose publish': 20,
    'blocked-opened': 50,
    'drift-opened': 50,
    'drift-resolved': 50,
    'drift-reminder': 10,
    'not-ready-opened': 50,
    'not-ready-resolved': 50,
    'hold-ending-opened': 3,
    acknowledged: 10,
  };
  const seldom = Object.entries(often).filter(([what, times]) => (reached.get(what) ?? 0) < times);
  expect(seldom.map(([what]) => [what, reached.get(what)])).toEqual([]);
}, 60_000);

/** People are told again soon, so that a timeline is long enough for it. */
const ALERTS = {
  remind: { criticalMs: 4 * MINUTE, warningMs: 30 * MINUTE },
  escalation: { afterMs: 10 * MINUTE, topicArn: null, email: [] },
};

/**
 * Each incident has one opening and at most one end after it, which comes unless it still goes on. The same
 * message comes twice only where a crash fell between its acceptance and the record.
 */
function toldAsIncidents(
  world: FakeFailoverWorld,
  record: ControllerState | undefined,
  crashes: number,
): void {
  const about = [...world.messages, ...world.escalated]
    .filter(({ data }) => Object.hasOwn(record?.incidents ?? {}, data.class))
    .toSorted((one, other) => one.data.at - other.data.at);
  const distinct = [...new Map(about.map((one) => [one.data.id, one])).values()];
  expect(about.length - distinct.length).toBeLessThanOrEqual(crashes);
  const threads = Map.groupBy(distinct, ({ data }) => data.thread);
  for (const messages of threads.values()) expect(courseOf(messages)).toMatch(COURSE);
  const isOver = (one: Message) =>
    Object.values(record?.incidents ?? {}).every(
      (incident) => incident.state === 'none' || incident.since !== one.data.since,
    );
  for (const [first, ...others] of threads.values()) {
    const hasEnd = first?.data.class === 'drift' || first?.data.class === 'not-ready';
    if (first !== undefined && hasEnd && isOver(first))
      expect([first.data.thread, others.at(-1)?.data.event]).toEqual([
        first.data.thread,
        `${first.data.class}-resolved`,
      ]);
  }
}

const COURSE = /^opened( (worse|reminder|escalated))*( resolved)?$/;

const courseOf = (messages: readonly Message[]): string =>
  messages.map(({ data }) => data.event.slice(data.class.length + 1)).join(' ');

/** DNS serves what the phase says, and the phase is what the primary's health and the orders say. */
function restsAsItShould(
  world: FakeFailoverWorld,
  failover: FailoverState | undefined,
  primary: Tick['primary'],
): void {
  const phase = failover?.phase ?? 'on-primary';
  const served = world.served(SITE.name);
  const isOrdered = failover?.cause === 'order';
  const isInsisted = failover?.overridden.includes('primary-not-healthy') === true;
  // An operator went back to a primary that is unhealthy, and Route 53 does not follow: that is said.
  if (phase === 'failing-back' && isInsisted && primary === 'unhealthy') return;
  expect([phase, served]).toEqual([phase, phase === 'on-secondary' ? 'secondary' : 'primary']);
  expect(world.switches.has(SITE.name)).toBe(phase === 'on-secondary');
  if (!isOrdered) expect(phase).toBe(primary === 'healthy' ? 'on-primary' : 'on-secondary');
}
