import fc from 'fast-check';
import type { DrillLook } from '../../lib/core/drill.ts';
import { observeDrill } from '../../lib/core/drill-course.ts';
import {
  type Decision,
  decide,
  type Evidence,
  type FailoverState,
  initialFailoverState,
  type Served,
} from '../../lib/core/failover.ts';
import { activeHold, type Hold } from '../../lib/core/hold.ts';
import { decideOrder, startDrill } from '../../lib/core/order.ts';
import type { HealthStatus } from '../../lib/core/probing/health.ts';
import { RULE_IDS, type RuleId } from '../../lib/core/rules.ts';
import type { Policy, Target } from '../../lib/core/site.ts';
import { type EpochMs, epochMs } from '../../lib/core/time.ts';
import { REASON_TEXT } from '../../lib/render/reasons.ts';
import { CALM, DRILL_REQUEST, HOLD, HOUR, MINUTE, NOON, POLICY } from './situations.ts';

/*
 * The state machine in any weather: random evidence, people who order, hold, rehearse and put or
 * remove the switch by hand, and crashes between the saved intent and the switch.
 */

/** Who looks at, or does something to, the site at a moment; most often it is only decided. */
type Deed =
  | { readonly kind: 'decide' }
  | { readonly kind: 'order'; readonly target: Target; readonly overrides: readonly RuleId[] }
  | { readonly kind: 'drill'; readonly overrides: readonly RuleId[] }
  | { readonly kind: 'hold'; readonly hold: Hold['kind']; readonly forMs: number | null }
  | { readonly kind: 'release' }
  | { readonly kind: 'put-by-hand' | 'remove-by-hand' | 'late-put' };

type Moment = {
  readonly deed: Deed;
  readonly afterMs: number;
  /** Null: as before. */
  readonly primary: HealthStatus | null;
  readonly seen: Pick<Evidence, 'secondary' | 'blind' | 'healthyWindows' | 'answersUs'>;
  /** What DNS answers; null: what follows from the switch. */
  readonly served: Served | null;
  /** Route 53's own check of the primary has not seen yet what we see. */
  readonly isRoute53Late: boolean;
  readonly isSwitchSeen: boolean;
  readonly look: DrillLook;
  /** A crash comes between the saved intent and the switch. */
  readonly isFlipLost: boolean;
};

const oneIn = (n: number) => fc.integer({ min: 1, max: n }).map((drawn) => drawn === 1);
const mostly = <T>(value: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(value) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
const overrides: fc.Arbitrary<readonly RuleId[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.subarray([...RULE_IDS]) },
  { weight: 1, arbitrary: fc.constant([...RULE_IDS]) },
);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 14, arbitrary: fc.constant({ kind: 'decide' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      target: fc.constantFrom<Target>('primary', 'secondary'),
      overrides,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('drill' as const), overrides }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('hold' as const),
      hold: fc.constantFrom<Hold['kind']>('hold', 'maintenance'),
      forMs: fc.option(fc.integer({ min: 1, max: 30 * MINUTE })),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'release' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('put-by-hand' as const, 'remove-by-hand' as const, 'late-put' as const),
    }),
  },
);
const moment: fc.Arbitrary<Moment> = fc.record({
  deed,
  afterMs: fc.oneof(fc.integer({ min: 1, max: 12 * MINUTE }), fc.integer({ min: 1, max: 20_000 })),
  primary: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    {
      weight: 2,
      arbitrary: fc.constantFrom<HealthStatus>('healthy', 'unhealthy', 'healthy', 'unknown'),
    },
  ),
  seen: fc.record({
    secondary: mostly<HealthStatus>('healthy', 'unhealthy', 'unhealthy', 'unknown'),
    blind: oneIn(12),
    answersUs: oneIn(8),
    healthyWindows: mostly(100, 0, 2, 3),
  }),
  served: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Served>('primary', 'secondary', 'neither', 'mixed', 'unknown'),
    },
  ),
  isRoute53Late: oneIn(2),
  isSwitchSeen: oneIn(8).map((isHidden) => !isHidden),
  look: fc.record({
    page: mostly<DrillLook['page']>('secondary', 'other', 'unreachable', null),
    checkersSeeSwitch: fc.constantFrom(true, false, null),
  }),
  isFlipLost: oneIn(6),
});
const timeline = fc.array(moment, { minLength: 60, maxLength: 160 });
const policy: fc.Arbitrary<Policy> = fc
  .record({
    mode: mostly<Policy['mode']>('automatic', 'observe'),
    failback: fc.constantFrom<Policy['failback']>('automatic', 'manual'),
    bothUnhealthy: fc.constantFrom<Policy['bothUnhealthy']>('stay', 'secondary', 'secondary'),
    cooldownMs: fc.integer({ min: 0, max: 20 * MINUTE }),
    flipsPerDayMax: fc.integer({ min: 1, max: 12 }),
    stableForMs: fc.integer({ min: 0, max: 20 * MINUTE }),
    armAfter: fc.constantFrom(0, 3),
  })
  .map((change) => ({ ...POLICY, ...change }));

/** One change of the record and what it rested on. */
type Step = {
  readonly by: 'decision' | 'order' | 'drill';
  readonly before: FailoverState;
  readonly next: FailoverState;
  readonly flipTo: Target | null;
  readonly evidence: Evidence;
  readonly policy: Policy;
  readonly now: EpochMs;
};

/** A site with its switch, as far as the state machine can tell. */
class World {
  state: FailoverState = initialFailoverState(NOON);
  now: EpochMs = NOON;
  /** Whose object stands there; null while none does. */
  switch: 'ours' | 'foreign' | null = null;
  readonly steps: Step[] = [];
  #primarySince = NOON;
  #primary: HealthStatus = 'healthy';
  readonly #policy: Policy;

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  play({ deed, afterMs, seen, served, isSwitchSeen, look, isFlipLost, ...moment }: Moment): void {
    this.now = epochMs(this.now + afterMs);
    this.#byHand(deed);
    const primary = moment.primary ?? this.#primary;
    if (primary !== this.#primary) this.#primarySince = this.now;
    this.#primary = primary;
    const stands = this.switch === null ? 'primary' : 'secondary';
    const evidence: Evidence = {
      ...seen,
      primary,
      primarySince: primary === 'unknown' ? null : this.#primarySince,
      served: served ?? this.#dnsFollows(moment.isRoute53Late),
      switched: isSwitchSeen ? stands : 'unknown',
      isSwitchOurs: isSwitchSeen && this.switch === 'ours',
      outageSince: null,
    };
    if (this.state.drill !== null) {
      const page = evidence.served === 'secondary' ? look.page : null;
      const drill = observeDrill(this.state.drill, evidence, { ...look, page }, this.now);
      this.state = { ...this.state, drill };
    }
    this.#decide(deed, evidence, isFlipLost);
  }

  /** Route 53 sends visitors away when the switch stands or the primary is unhealthy to it. */
  #dnsFollows(isRoute53Late: boolean): Target {
    const isSeenUnhealthy = this.#primary === 'unhealthy' && !isRoute53Late;
    return this.switch !== null || isSeenUnhealthy ? 'secondary' : 'primary';
  }

  #byHand(deed: Deed): void {
    if (deed.kind === 'put-by-hand') this.switch = 'foreign';
    if (deed.kind === 'remove-by-hand') this.switch = null;
    if (deed.kind === 'late-put') this.switch ??= 'ours';
    if (deed.kind === 'release') this.state = { ...this.state, hold: null };
    if (deed.kind === 'hold') {
      const until = deed.forMs === null ? null : epochMs(this.now + deed.forMs);
      this.state = { ...this.state, hold: { ...HOLD, kind: deed.hold, since: this.now, until } };
    }
  }

  #decide(deed: Deed, evidence: Evidence, isFlipLost: boolean): void {
    const facts = { state: this.state, evidence, policy: this.#policy, now: this.now };
    if (deed.kind === 'order') {
      const ruling = decideOrder({ ...deed, by: 'ada', reason: 'because' }, facts);
      if (ruling.kind === 'begun') this.#take('order', ruling.decision, evidence, isFlipLost);
      return;
    }
    if (deed.kind === 'drill') {
      const request = { ...DRILL_REQUEST, overrides: deed.overrides };
      const ruling = startDrill(request, this.state, evidence, this.#policy, this.now);
      if (ruling.kind === 'begun') this.#take('drill', ruling.decision, evidence, isFlipLost);
      return;
    }
    const decision = decide(this.state, evidence, this.#policy, this.now);
    this.#take('decision', decision, evidence, isFlipLost);
  }

  #take(by: Step['by'], { next, flipTo }: Decision, evidence: Evidence, isLost: boolean): void {
    const [policy, now] = [this.#policy, this.now];
    this.steps.push({ by, before: this.state, next, flipTo, evidence, policy, now });
    this.state = next;
    if (flipTo === null || isLost || evidence.switched === flipTo) return;
    // Nobody removes an object that was not seen.
    if (flipTo === 'primary' && evidence.switched === 'unknown') return;
    this.switch = flipTo === 'primary' ? null : (this.switch ?? 'ours');
  }
}

/** Whether the step began a flip that counts. */
const isCounted = ({ before, next }: Step): boolean => next.flips.at(-1) !== before.flips.at(-1);

/** Whether the step began to flip the switch: not a repetition, and nothing that a person had done. */
const isBegun = ({ before, next, flipTo, evidence }: Step): boolean =>
  flipTo !== null && next.since !== before.since && evidence.switched !== flipTo;

/** What takes back a flip or a drill that was begun needs no permission: visitors stay where they are. */
const TAKEN_BACK: ReadonlySet<unknown> = new Set([
  'primary-relapsed',
  'drill-over',
  'drill-stopped',
  'drill-became-failover',
]);
const needsPermission = (step: Step): boolean => isBegun(step) && !TAKEN_BACK.has(step.next.reason);

/** Checks every step of every timeline, and that what the check is about was reached often enough. */
function everyStep(check: (step: Step, earlier: readonly Step[]) => boolean, often: number): void {
  let reached = 0;
  fc.assert(
    fc.property(timeline, policy, (moments, limits) => {
      const world = new World(limits);
      for (const one of moments) world.play(one);
      world.steps.forEach((step, index) => {
        if (check(step, world.steps.slice(0, index))) reached += 1;
      });
    }),
    { numRuns: 400 },
  );
  expect(reached).toBeGreaterThan(often);
}

test('never two flips that count inside one cooldown, unless it was overridden', () => {
  everyStep((step, earlier) => {
    const previous = earlier.findLast(isCounted);
    if (!isCounted(step) || previous === undefined) return false;
    if (!step.next.overridden.includes('cooling-down'))
      expect(step.now - previous.now).toBeGreaterThanOrEqual(step.policy.cooldownMs);
    return true;
  }, 200);
});

test('never more flips in 24 hours than the limit, unless it was overridden', () => {
  let atTheLimit = 0;
  everyStep((step, earlier) => {
    if (!isCounted(step)) return false;
    const recent = earlier.filter((one) => isCounted(one) && step.now - one.now < 24 * HOUR);
    if (recent.length === step.policy.flipsPerDayMax - 1) atTheLimit += 1;
    if (!step.next.overridden.includes('daily-limit'))
      expect(recent.length).toBeLessThan(step.policy.flipsPerDayMax);
    return true;
  }, 300);
  expect(atTheLimit).toBeGreaterThan(30);
});

test('never a failover to a secondary that is not known to be healthy, unless both are and the policy prefers it', () => {
  everyStep((step) => {
    if (step.next.phase !== 'failing-over' || !needsPermission(step)) return false;
    const { evidence, next } = step;
    if (evidence.secondary === 'healthy') return true;
    const isPreferred =
      step.policy.bothUnhealthy === 'secondary' &&
      evidence.primary === 'unhealthy' &&
      evidence.secondary === 'unhealthy';
    const isOverridden =
      next.overridden.includes('secondary-not-healthy') ||
      next.overridden.includes('both-unhealthy');
    expect(isPreferred || isOverridden).toBe(true);
    return true;
  }, 400);
});

test('never a flip by decision of a primary that is not known to be unhealthy', () => {
  everyStep((step) => {
    if (step.by !== 'decision' || !needsPermission(step)) return false;
    if (step.next.phase === 'failing-over') expect(step.evidence.primary).toBe('unhealthy');
    else expect(step.evidence.primary).toBe('healthy');
    return true;
  }, 200);
});

test('never a flip while somebody holds, unless it was overridden', () => {
  let heldBack = 0;
  everyStep((step) => {
    const hold = activeHold(step.before.hold, step.now);
    if (hold !== null && (step.next.reason === 'held' || step.next.reason === 'maintenance'))
      heldBack += 1;
    if (!needsPermission(step)) return false;
    if (hold !== null)
      expect(step.next.overridden).toContain(hold.kind === 'hold' ? 'held' : 'maintenance');
    return true;
  }, 600);
  expect(heldBack).toBeGreaterThan(80);
});

test('never a flip while the monitor is blind, unless it was overridden', () => {
  everyStep((step) => {
    if (!needsPermission(step)) return false;
    if (step.evidence.blind) expect(step.next.overridden).toContain('blind');
    return true;
  }, 600);
});

test('never a flip by decision where the policy is to observe', () => {
  let observed = 0;
  everyStep((step) => {
    if (step.policy.mode !== 'observe') return false;
    if (step.next.reason === 'observe-only') observed += 1;
    if (step.by === 'decision') expect(needsPermission(step)).toBe(false);
    return true;
  }, 1_000);
  expect(observed).toBeGreaterThan(100);
});

test('what was overridden had been named by an operator, or was done by hand', () => {
  everyStep((step) => {
    const { next, before } = step;
    if (next.overridden === before.overridden || next.overridden.length === 0) return false;
    if (step.by === 'decision') expect(next.reason).toBe('switched-by-hand');
    return true;
  }, 200);
});

test('visitors whom an operator moved are never moved back by a decision', () => {
  everyStep((step) => {
    const { before, next } = step;
    if (before.cause !== 'order' || before.phase !== 'on-secondary') return false;
    if (step.by === 'decision' && next.phase === 'failing-back')
      expect(next.reason).toBe('switched-by-hand');
    return true;
  }, 1_000);
});

test('the steps of a flip come one after the other, and a flip that has begun is repeated', () => {
  everyStep(({ before, next, flipTo }) => {
    if (next.phase === 'failing-over') expect(flipTo).toBe('secondary');
    if (next.phase === 'failing-back') expect(flipTo).toBe('primary');
    if (next.phase === 'on-primary' && before.phase !== 'on-primary')
      expect(before.phase).toBe('failing-back');
    if (next.phase === 'on-secondary' && before.phase !== 'on-secondary')
      expect(before.phase).toBe('failing-over');
    return before.phase !== next.phase;
  }, 1_500);
});

test('a drill moves visitors out and back, is counted by nobody and leaves a report', () => {
  const endings = new Map<string, number>();
  everyStep((step) => {
    const { before, next } = step;
    if (before.drill === null) return false;
    if (step.by === 'decision') expect(next.flips).toBe(before.flips);
    if (next.drill !== null) {
      expect(next.phase).not.toBe('on-primary');
      expect(next.drill.startedAt).toBe(before.drill.startedAt);
      return true;
    }
    const report = next.lastDrill;
    expect(report?.id).toBe(before.drill.id);
    expect(report?.endedAt).toBe(step.now);
    const ending = `${report?.outcome} ${report?.stopped} ${next.phase}`;
    endings.set(ending, (endings.get(ending) ?? 0) + 1);
    return true;
  }, 500);
  const often = [
    ['passed null on-primary', 20],
    ['failed dns-did-not-move on-primary', 20],
    ['failed secondary-failed on-primary', 20],
    ['failed cancelled on-primary', 10],
    ['failed cancelled failing-over', 5],
    ['became-failover primary-failed failing-over', 40],
  ] as const;
  const seldom = often.filter(([ending, times]) => (endings.get(ending) ?? 0) < times);
  expect(seldom.map(([ending]) => [ending, endings.get(ending)])).toEqual([]);
  expect([...endings.keys()].sort()).toEqual(often.map(([ending]) => ending).sort());
});

test('the moments of a drill are in order', () => {
  everyStep(({ next }) => {
    if (next.drill === null) return false;
    const { flipped, nameServers, page, checkers, restoring, restored } = next.drill.marks;
    const order = [flipped, nameServers, page, restoring, restored].filter((at) => at !== null);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    if (checkers !== null) expect(checkers).toBeGreaterThanOrEqual(flipped ?? Infinity);
    return page !== null;
  }, 200);
});

test('every reason is reached', () => {
  const reached = new Map<string, number>();
  everyStep(({ next }) => {
    if (next.reason !== null) reached.set(next.reason, (reached.get(next.reason) ?? 0) + 1);
    return true;
  }, 20_000);
  const never = Object.keys(REASON_TEXT).filter((reason) => (reached.get(reason) ?? 0) < 3);
  // These block nothing but orders and drills, and no decision has them as its reason.
  expect(never.sort()).toEqual(['drill-under-way', 'flip-under-way', 'primary-not-healthy']);
});

/** Half an hour in which all is known, and DNS follows the switch and the primary's health. */
const quiet = (primary: 'healthy' | 'unhealthy', policy: Policy): Moment => ({
  deed: { kind: 'release' },
  afterMs: Math.max(30 * MINUTE, policy.cooldownMs),
  primary,
  seen: CALM,
  served: null,
  isRoute53Late: false,
  isSwitchSeen: true,
  look: { page: 'secondary', checkersSeeSwitch: true },
  isFlipLost: false,
});

test('whatever happened, once things are quiet the phase settles and visitors get what it says', () => {
  const ends = new Map<string, number>();
  const note = (what: string) => ends.set(what, (ends.get(what) ?? 0) + 1);
  fc.assert(
    fc.property(
      timeline,
      policy,
      fc.constantFrom('healthy', 'unhealthy'),
      (moments, limits, primary) => {
        const rules: Policy = { ...limits, mode: 'automatic' };
        const world = new World(rules);
        for (const one of moments) world.play(one);
        if (world.state.drill !== null) note('a drill was under way');
        // Longer than a day, so that it has flips left whatever the limit.
        for (let ticks = 0; ticks < 60; ticks++) world.play(quiet(primary, rules));
        const isInsisted =
          world.state.phase === 'failing-back' &&
          world.state.overridden.includes('primary-not-healthy');
        if (primary === 'unhealthy' && isInsisted) {
          // An operator went back to it all the same: Route 53 follows once it is healthy again.
          note('insisted');
          expect(world.switch).toBeNull();
          for (let ticks = 0; ticks < 3; ticks++) world.play(quiet('healthy', rules));
          expect(world.state.phase).toBe('on-primary');
          return;
        }
        const { phase, drill, cause } = world.state;
        note(`${primary} ${phase} by ${cause}`);
        expect(drill).toBeNull();
        expect(['on-primary', 'on-secondary']).toContain(phase);
        expect(world.switch !== null).toBe(phase === 'on-secondary');
        if (primary === 'unhealthy') expect(phase).toBe('on-secondary');
        if (primary === 'healthy' && phase === 'on-secondary')
          expect(cause === 'order' || rules.failback === 'manual').toBe(true);
        const { evidence } = world.steps.at(-1) ?? {};
        expect(evidence?.served).toBe(phase === 'on-secondary' ? 'secondary' : 'primary');
      },
    ),
    { numRuns: 1_000 },
  );
  const often = [
    ['a drill was under way', 10],
    ['insisted', 3],
    ['healthy on-primary by decision', 50],
    ['healthy on-primary by order', 20],
    ['healthy on-secondary by order', 30],
    ['healthy on-secondary by decision', 20],
    ['unhealthy on-secondary by decision', 100],
    ['unhealthy on-secondary by order', 50],
  ] as const;
  const seldom = often.filter(([end, times]) => (ends.get(end) ?? 0) < times);
  expect(seldom.map(([end]) => [end, ends.get(end)])).toEqual([]);
});

test('a drill under way ends on the primary once things are quiet, or has become a failover', () => {
  const ends = new Map<string, number>();
  fc.assert(
    fc.property(timeline, fc.constantFrom('healthy', 'unhealthy'), (moments, primary) => {
      const world = new World(POLICY);
      for (const one of moments) {
        if (world.state.drill !== null) break;
        world.play(one);
      }
      const { drill } = world.state;
      if (drill === null) return;
      for (let ticks = 0; ticks < 60 && world.state.drill !== null; ticks++)
        world.play({ ...quiet(primary, POLICY), afterMs: 10_000 });
      const { phase, lastDrill } = world.state;
      expect(lastDrill?.startedAt).toBe(drill.startedAt);
      if (primary === 'healthy') expect(phase).toBe('on-primary');
      else expect(lastDrill?.outcome).toBe('became-failover');
      const end = `${lastDrill?.outcome} ${phase}`;
      ends.set(end, (ends.get(end) ?? 0) + 1);
    }),
    { numRuns: 1_000 },
  );
  expect(ends.get('passed on-primary')).toBeGreaterThan(50);
  expect(ends.get('became-failover failing-over')).toBeGreaterThan(50);
});
