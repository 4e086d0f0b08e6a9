import fc from 'fast-check';
import {
  decide,
  type Evidence,
  type FailoverState,
  initialFailoverState,
  type Phase,
  type Reason,
} from '../../lib/core/failover.ts';
import type { HealthStatus } from '../../lib/core/health.ts';
import { newsOf } from '../../lib/core/news.ts';
import type { Policy } from '../../lib/core/site.ts';
import { type EpochMs, epochMs } from '../../lib/core/time.ts';

const MINUTE = 60_000;
const NOON = epochMs(43_200_000);
const POLICY: Policy = {
  mode: 'automatic',
  intervalMs: 5_000,
  freshEvery: 10,
  failureThreshold: 3,
  successThreshold: 2,
  failback: 'automatic',
  stableForMs: 5 * MINUTE,
  cooldownMs: 10 * MINUTE,
  flipsPerDayMax: 4,
};
const OUTAGE: Evidence = {
  primary: 'unhealthy',
  primarySince: NOON,
  secondary: 'healthy',
  served: 'primary',
  switched: 'secondary',
  blind: false,
};
const RECOVERED: Evidence = {
  primary: 'healthy',
  primarySince: epochMs(NOON - 5 * MINUTE),
  secondary: 'healthy',
  served: 'secondary',
  switched: 'primary',
  blind: false,
};
const inPhase = (phase: Phase, change: Partial<FailoverState> = {}): FailoverState => ({
  ...initialFailoverState(epochMs(0)),
  phase,
  ...change,
});

test('an outage of the primary begins a failover', () => {
  const decision = decide(inPhase('on-primary'), OUTAGE, POLICY, NOON);
  expect(decision).toEqual({
    next: {
      phase: 'failing-over',
      since: NOON,
      flips: [NOON],
      held: false,
      reason: 'primary-unhealthy',
    },
    flipTo: 'secondary',
    reason: 'primary-unhealthy',
  });
});

test.each<[string, Partial<FailoverState>, Partial<Evidence>, Partial<Policy>, Reason]>([
  ['the primary is healthy', {}, { primary: 'healthy' }, {}, 'primary-healthy'],
  ['the primary is unknown', {}, { primary: 'unknown' }, {}, 'primary-unknown'],
  ['the policy is to observe', {}, {}, { mode: 'observe' }, 'observe-only'],
  ['an operator holds', { held: true }, {}, {}, 'held'],
  ['the monitor is blind', {}, { blind: true }, {}, 'blind'],
  ['the secondary is unknown', {}, { secondary: 'unknown' }, {}, 'secondary-not-healthy'],
  ['the secondary is unhealthy', {}, { secondary: 'unhealthy' }, {}, 'secondary-not-healthy'],
  ['the last flip is too recent', { flips: [epochMs(NOON - 9 * MINUTE)] }, {}, {}, 'cooling-down'],
  [
    'there were too many flips today',
    { flips: [1, 2, 3, 4].map((hours) => epochMs(NOON - hours * 60 * MINUTE)).reverse() },
    {},
    {},
    'daily-limit',
  ],
])('no failover when %s', (_name, state, evidence, policy, reason) => {
  const before = inPhase('on-primary', state);
  const decision = decide(before, { ...OUTAGE, ...evidence }, { ...POLICY, ...policy }, NOON);
  expect(decision.flipTo).toBeNull();
  expect(decision.reason).toBe(reason);
  expect(decision.next).toEqual({ ...before, reason });
});

test('a flip is repeated until the name servers answer with the target', () => {
  const failingOver = inPhase('failing-over');
  for (const served of ['primary', 'mixed', 'neither', 'unknown'] as const)
    expect(decide(failingOver, { ...OUTAGE, served }, POLICY, NOON)).toMatchObject({
      flipTo: 'secondary',
      reason: 'awaiting-dns',
      next: { phase: 'failing-over' },
    });
  expect(decide(failingOver, { ...OUTAGE, served: 'secondary' }, POLICY, NOON)).toMatchObject({
    flipTo: null,
    reason: 'dns-confirmed',
    next: { phase: 'on-secondary', since: NOON },
  });
});

test('DNS that moved by itself does not settle a flip whose switch was never put', () => {
  const moved: Evidence = { ...OUTAGE, served: 'secondary' };
  for (const switched of ['primary', 'unknown'] as const)
    expect(decide(inPhase('failing-over'), { ...moved, switched }, POLICY, NOON)).toMatchObject({
      flipTo: 'secondary',
      reason: 'awaiting-dns',
    });
});

test('an automatic failback comes once the primary has been healthy for long enough', () => {
  expect(decide(inPhase('on-secondary'), RECOVERED, POLICY, NOON)).toMatchObject({
    flipTo: 'primary',
    reason: 'primary-stable',
    next: { phase: 'failing-back' },
  });
});

test.each<[string, Partial<FailoverState>, Partial<Evidence>, Partial<Policy>, Reason]>([
  ['failback is manual', {}, {}, { failback: 'manual' }, 'failback-manual'],
  ['the primary is unhealthy', {}, { primary: 'unhealthy' }, {}, 'primary-not-stable'],
  [
    'the primary is unknown',
    {},
    { primary: 'unknown', primarySince: null },
    {},
    'primary-not-stable',
  ],
  [
    'the primary is healthy for too short a time',
    {},
    { primarySince: epochMs(NOON - 5 * MINUTE + 1) },
    {},
    'primary-not-stable',
  ],
  ['an operator holds', { held: true }, {}, {}, 'held'],
  ['the monitor is blind', {}, { blind: true }, {}, 'blind'],
  ['the last flip is too recent', { flips: [epochMs(NOON - MINUTE)] }, {}, {}, 'cooling-down'],
])('no failback when %s', (_name, state, evidence, policy, reason) => {
  const before = inPhase('on-secondary', state);
  const decision = decide(before, { ...RECOVERED, ...evidence }, { ...POLICY, ...policy }, NOON);
  expect(decision).toMatchObject({ flipTo: null, reason, next: { phase: 'on-secondary' } });
});

test('a failback whose primary relapses before DNS moved is called off, and is no flip', () => {
  const before = inPhase('failing-back', { flips: [NOON] });
  expect(decide(before, { ...OUTAGE, served: 'secondary' }, POLICY, NOON)).toMatchObject({
    flipTo: 'secondary',
    reason: 'primary-relapsed',
    next: { phase: 'failing-over', flips: [NOON] },
  });
  const back: Evidence = { ...OUTAGE, served: 'primary', switched: 'primary' };
  expect(decide(before, back, POLICY, NOON).reason).toBe('dns-confirmed');
});

test('people are told when DNS has moved and once for each rule that blocks a failover', () => {
  const before = inPhase('on-primary');
  const blocked = decide(before, { ...OUTAGE, secondary: 'unknown' }, POLICY, NOON).next;
  expect(newsOf(before, blocked)).toBe('blocked');
  expect(
    newsOf(blocked, decide(blocked, { ...OUTAGE, secondary: 'unknown' }, POLICY, NOON).next),
  ).toBeNull();
  const failingOver = decide(blocked, OUTAGE, POLICY, NOON).next;
  expect(newsOf(blocked, failingOver)).toBeNull();
  const moved = decide(failingOver, { ...OUTAGE, served: 'secondary' }, POLICY, NOON).next;
  expect(newsOf(failingOver, moved)).toBe('moved');
});

/* The world that a decision meets: any evidence, minutes apart, DNS that sometimes follows. */
type Moment = {
  readonly evidence: Evidence;
  readonly afterMs: number;
  readonly held: boolean;
  /** A crash comes between the saved intent and the switch. */
  readonly isFlipLost: boolean;
};
const status = fc.constantFrom<HealthStatus>('healthy', 'unhealthy', 'unknown');
const moment: fc.Arbitrary<Moment> = fc.record({
  evidence: fc.record({
    primary: status,
    primarySince: fc.constantFrom(epochMs(0), null),
    secondary: fc.oneof({ weight: 3, arbitrary: fc.constant<HealthStatus>('healthy') }, status),
    served: fc.constantFrom('primary', 'secondary', 'neither', 'mixed', 'unknown'),
    switched: fc.constantFrom('primary', 'secondary', 'unknown'),
    blind: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  }),
  afterMs: fc.integer({ min: 1, max: 12 * MINUTE }),
  held: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  isFlipLost: fc.boolean(),
});
const timeline = fc.array(moment, { minLength: 60, maxLength: 200 });

type Flip = {
  readonly at: EpochMs;
  readonly to: Phase;
  readonly evidence: Evidence;
  readonly held: boolean;
};

/** Plays a timeline and returns every flip that was begun. */
function play(moments: readonly Moment[], policy: Policy): readonly Flip[] {
  let now = NOON;
  let state = initialFailoverState(now);
  const flips: Flip[] = [];
  for (const { evidence, afterMs, held } of moments) {
    now = epochMs(now + afterMs);
    const { next, flipTo } = decide({ ...state, held }, evidence, policy, now);
    if (flipTo !== null && next.flips !== state.flips)
      flips.push({ at: now, to: next.phase, evidence, held });
    state = next;
  }
  return flips;
}

/** Checks every flip of every timeline, and that enough of them were reached to mean something. */
function everyFlip(check: (flip: Flip, earlier: readonly Flip[], policy: Policy) => void): void {
  const policies = fc.record({
    cooldownMs: fc.integer({ min: 0, max: 20 * MINUTE }),
    flipsPerDayMax: fc.integer({ min: 1, max: 12 }),
  });
  let seen = 0;
  fc.assert(
    fc.property(timeline, policies, (moments, limits) => {
      const policy = { ...POLICY, ...limits };
      const flips = play(moments, policy);
      seen += flips.length;
      flips.forEach((flip, index) => {
        check(flip, flips.slice(0, index), policy);
      });
    }),
  );
  expect(seen).toBeGreaterThan(200);
}

test('never two flips inside one cooldown', () => {
  everyFlip(({ at }, earlier, policy) => {
    const previous = earlier.at(-1);
    if (previous !== undefined) expect(at - previous.at).toBeGreaterThanOrEqual(policy.cooldownMs);
  });
});

test('never more flips in 24 hours than the limit', () => {
  everyFlip(({ at }, earlier, policy) => {
    const recent = earlier.filter((flip) => at - flip.at < 24 * 60 * MINUTE);
    expect(recent.length).toBeLessThan(policy.flipsPerDayMax);
  });
});

test('never a failover unless the primary is unhealthy and the secondary is known to be healthy', () => {
  everyFlip(({ to, evidence }) => {
    if (to !== 'failing-over') return;
    expect(evidence.primary).toBe('unhealthy');
    expect(evidence.secondary).toBe('healthy');
  });
});

test('never a failback unless the primary is healthy', () => {
  everyFlip(({ to, evidence }) => {
    if (to === 'failing-back') expect(evidence.primary).toBe('healthy');
  });
});

test('never a flip while somebody holds or the monitor is blind', () => {
  everyFlip(({ held, evidence }) => {
    expect(held).toBe(false);
    expect(evidence.blind).toBe(false);
  });
});

test('no flip at all when the policy is to observe', () => {
  fc.assert(
    fc.property(timeline, (moments) => {
      expect(play(moments, { ...POLICY, mode: 'observe' })).toEqual([]);
    }),
  );
});

test('once things are quiet and DNS follows the switch, what is served is what the phase says', () => {
  const ends = new Set<string>();
  fc.assert(
    fc.property(timeline, fc.constantFrom('healthy', 'unhealthy'), (moments, primary) => {
      let now = NOON;
      let state = initialFailoverState(now);
      let switchIsOn = false;
      const step = (evidence: Omit<Evidence, 'switched'>, afterMs: number, isFlipLost: boolean) => {
        now = epochMs(now + afterMs);
        const switched = switchIsOn ? 'secondary' : 'primary';
        const { next, flipTo } = decide(state, { ...evidence, switched }, POLICY, now);
        if (flipTo !== null && !isFlipLost) switchIsOn = flipTo === 'secondary';
        state = next;
      };
      for (const { evidence, afterMs, isFlipLost } of moments) step(evidence, afterMs, isFlipLost);
      for (let quiet = 0; quiet < 200; quiet++) {
        const served = switchIsOn || primary === 'unhealthy' ? 'secondary' : 'primary';
        step(
          { primary, primarySince: epochMs(0), secondary: 'healthy', served, blind: false },
          30 * MINUTE,
          false,
        );
      }
      ends.add(state.phase);
      expect(state.phase).toBe(primary === 'healthy' ? 'on-primary' : 'on-secondary');
      expect(switchIsOn).toBe(primary === 'unhealthy');
    }),
    { numRuns: 1_000 },
  );
  expect([...ends].sort()).toEqual(['on-primary', 'on-secondary']);
});
