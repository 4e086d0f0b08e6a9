import {
  decide,
  type Evidence,
  type FailoverState,
  initialFailoverState,
  isFailbackAwaited,
  type Reason,
} from '../../lib/core/failover.ts';
import type { Policy } from '../../lib/core/site.ts';
import { epochMs } from '../../lib/core/time.ts';
import {
  CALM,
  FAILED_OVER,
  HOLD,
  HOUR,
  inPhase,
  MAINTENANCE,
  MINUTE,
  NOON,
  noon,
  OUTAGE,
  POLICY,
  RECOVERED,
} from './situations.ts';

const FOUR_FLIPS = [4, 3, 2, 1].map((hours) => noon(-hours * HOUR));

test('an outage of the primary begins a failover', () => {
  const decision = decide(inPhase('on-primary'), OUTAGE, POLICY, NOON);
  expect(decision).toEqual({
    next: {
      phase: 'failing-over',
      since: NOON,
      flips: [NOON],
      cause: 'decision',
      overridden: [],
      hold: null,
      drill: null,
      lastDrill: null,
      reason: 'primary-unhealthy',
    },
    flipTo: 'secondary',
    reason: 'primary-unhealthy',
  });
});

test('a failover by decision forgets who moved visitors before, and what was overridden', () => {
  const before = inPhase('on-primary', { cause: 'order', overridden: ['held'] });
  expect(decide(before, OUTAGE, POLICY, NOON).next).toMatchObject({
    cause: 'decision',
    overridden: [],
  });
});

test.each<[string, Partial<FailoverState>, Partial<Evidence>, Partial<Policy>, Reason]>([
  ['the primary is healthy', {}, { primary: 'healthy' }, {}, 'primary-healthy'],
  ['the primary is unknown', {}, { primary: 'unknown' }, {}, 'primary-unknown'],
  ['the policy is to observe', {}, {}, { mode: 'observe' }, 'observe-only'],
  ['an operator holds', { hold: HOLD }, {}, {}, 'held'],
  ['the site is in maintenance', { hold: MAINTENANCE }, {}, {}, 'maintenance'],
  ['the monitor is blind', {}, { blind: true }, {}, 'blind'],
  ['the primary answers the failover function', {}, { answersUs: true }, {}, 'primary-answers'],
  ['the site was never seen healthy', {}, { healthyWindows: 2 }, {}, 'not-armed'],
  ['the secondary is unknown', {}, { secondary: 'unknown' }, {}, 'secondary-not-healthy'],
  ['both are unhealthy', {}, { secondary: 'unhealthy' }, {}, 'both-unhealthy'],
  ['the last flip is too recent', { flips: [noon(-9 * MINUTE)] }, {}, {}, 'cooling-down'],
  ['there were too many flips today', { flips: FOUR_FLIPS }, {}, {}, 'daily-limit'],
])('no failover when %s', (_name, state, evidence, policy, reason) => {
  const before = inPhase('on-primary', state);
  const decision = decide(before, { ...OUTAGE, ...evidence }, { ...POLICY, ...policy }, NOON);
  expect(decision.flipTo).toBeNull();
  expect(decision.reason).toBe(reason);
  expect(decision.next).toEqual({ ...before, reason });
});

test.each<[string, Partial<FailoverState>, Partial<Evidence>, Partial<Policy>]>([
  ['the cooldown is just over', { flips: [noon(-10 * MINUTE)] }, {}, {}],
  [
    'the oldest of the flips was yesterday',
    { flips: [noon(-24 * HOUR), ...FOUR_FLIPS.slice(1)] },
    {},
    {},
  ],
  ['the maintenance is just over', { hold: { ...MAINTENANCE, until: NOON } }, {}, {}],
  ['the site was seen healthy just often enough', {}, { healthyWindows: 3 }, {}],
  ['a new site needs no windows', {}, { healthyWindows: 0 }, { armAfter: 0 }],
])('a failover when %s', (_name, state, evidence, policy) => {
  const decision = decide(
    inPhase('on-primary', state),
    { ...OUTAGE, ...evidence },
    { ...POLICY, ...policy },
    NOON,
  );
  expect(decision).toMatchObject({ flipTo: 'secondary', reason: 'primary-unhealthy' });
});

test('with both unhealthy the policy may prefer the secondary, which must be known to be unhealthy', () => {
  const policy: Policy = { ...POLICY, bothUnhealthy: 'secondary' };
  const both: Evidence = { ...OUTAGE, secondary: 'unhealthy' };
  expect(decide(inPhase('on-primary'), both, policy, NOON)).toMatchObject({
    flipTo: 'secondary',
    reason: 'secondary-preferred',
    next: { phase: 'failing-over', flips: [NOON] },
  });
  const unknown: Evidence = { ...OUTAGE, secondary: 'unknown' };
  expect(decide(inPhase('on-primary'), unknown, policy, NOON).reason).toBe('secondary-not-healthy');
});

test('a decision that changes nothing gives the same state back, so that nothing is written', () => {
  const before = inPhase('on-primary', { reason: 'primary-healthy' });
  expect(decide(before, CALM, POLICY, NOON).next).toBe(before);
});

test('a flip is repeated until the name servers answer with the target', () => {
  const failingOver = inPhase('failing-over', { since: NOON });
  for (const served of ['primary', 'mixed', 'neither', 'unknown'] as const)
    expect(decide(failingOver, { ...FAILED_OVER, served }, POLICY, NOON)).toMatchObject({
      flipTo: 'secondary',
      reason: 'awaiting-dns',
      next: { phase: 'failing-over' },
    });
  expect(decide(failingOver, FAILED_OVER, POLICY, NOON)).toMatchObject({
    flipTo: null,
    reason: 'dns-confirmed',
    next: { phase: 'on-secondary', since: NOON },
  });
});

test('a failover that the name servers never agree on is not waited for for ever', () => {
  const failingOver = inPhase('failing-over', { since: noon(-10 * MINUTE) });
  for (const served of ['mixed', 'neither', 'unknown'] as const) {
    const evidence: Evidence = { ...FAILED_OVER, served };
    expect(decide(failingOver, evidence, POLICY, NOON)).toMatchObject({
      flipTo: null,
      reason: 'dns-unconfirmed',
      next: { phase: 'on-secondary', since: NOON },
    });
    expect(decide(failingOver, evidence, POLICY, noon(-1)).reason).toBe('awaiting-dns');
  }
});

test.each<[string, Partial<Evidence>]>([
  ['DNS has not left the primary', { served: 'primary' }],
  ['the switch was never put', { served: 'mixed', switched: 'primary' }],
  ['nobody can tell about the switch', { served: 'mixed', switched: 'unknown' }],
])('a failover is repeated however long it takes when %s', (_name, change) => {
  const failingOver = inPhase('failing-over', { since: noon(-24 * HOUR) });
  const decision = decide(failingOver, { ...FAILED_OVER, ...change }, POLICY, NOON);
  expect(decision).toMatchObject({ flipTo: 'secondary', reason: 'awaiting-dns' });
});

test('a failback is confirmed by nothing but the primary in DNS, however long it takes', () => {
  const failingBack = inPhase('failing-back', { since: noon(-24 * HOUR) });
  for (const served of ['secondary', 'mixed', 'neither', 'unknown'] as const)
    expect(decide(failingBack, { ...CALM, served }, POLICY, NOON)).toMatchObject({
      flipTo: 'primary',
      reason: 'awaiting-dns',
    });
});

test('DNS that moved by itself does not settle a flip whose switch was never put', () => {
  for (const switched of ['primary', 'unknown'] as const)
    expect(
      decide(inPhase('failing-over'), { ...FAILED_OVER, switched }, POLICY, NOON),
    ).toMatchObject({ flipTo: 'secondary', reason: 'awaiting-dns' });
});

test('a flip that has begun goes on, whatever rule would forbid it to begin', () => {
  const before = inPhase('failing-over', { hold: HOLD, flips: [noon(-1)] });
  const policy: Policy = { ...POLICY, mode: 'observe' };
  const bad: Evidence = { ...OUTAGE, blind: true, secondary: 'unhealthy', healthyWindows: 0 };
  expect(decide(before, bad, policy, NOON)).toMatchObject({
    flipTo: 'secondary',
    reason: 'awaiting-dns',
  });
});

test('an automatic failback comes once the primary has been healthy for long enough', () => {
  expect(decide(inPhase('on-secondary'), RECOVERED, POLICY, NOON)).toMatchObject({
    flipTo: 'primary',
    reason: 'primary-stable',
    next: { phase: 'failing-back', flips: [NOON], cause: 'decision', overridden: [] },
  });
});

test('a failback needs neither a healthy secondary nor an armed site', () => {
  const evidence: Evidence = { ...RECOVERED, secondary: 'unhealthy', healthyWindows: 0 };
  expect(decide(inPhase('on-secondary'), evidence, POLICY, NOON).reason).toBe('primary-stable');
});

test.each<[string, Partial<FailoverState>, Partial<Evidence>, Partial<Policy>, Reason]>([
  ['failback is manual', {}, {}, { failback: 'manual' }, 'failback-manual'],
  ['an operator moved visitors there', { cause: 'order' }, {}, {}, 'awaiting-order'],
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
    { primarySince: noon(-5 * MINUTE + 1) },
    {},
    'primary-not-stable',
  ],
  ['the policy is to observe', {}, {}, { mode: 'observe' }, 'observe-only'],
  ['an operator holds', { hold: HOLD }, {}, {}, 'held'],
  ['the site is in maintenance', { hold: MAINTENANCE }, {}, {}, 'maintenance'],
  ['the monitor is blind', {}, { blind: true }, {}, 'blind'],
  ['the last flip is too recent', { flips: [noon(-MINUTE)] }, {}, {}, 'cooling-down'],
  ['there were too many flips today', { flips: FOUR_FLIPS }, {}, {}, 'daily-limit'],
])('no failback when %s', (_name, state, evidence, policy, reason) => {
  const before = inPhase('on-secondary', state);
  const decision = decide(before, { ...RECOVERED, ...evidence }, { ...POLICY, ...policy }, NOON);
  expect(decision).toMatchObject({ flipTo: null, reason, next: { phase: 'on-secondary' } });
});

test('a failback whose primary relapses before DNS moved is called off, and is no flip', () => {
  const before = inPhase('failing-back', { flips: [NOON] });
  for (const served of ['secondary', 'mixed', 'neither', 'unknown'] as const)
    expect(decide(before, { ...FAILED_OVER, served }, POLICY, NOON)).toMatchObject({
      flipTo: 'secondary',
      reason: 'primary-relapsed',
      next: { phase: 'failing-over', since: NOON, flips: [NOON] },
    });
  expect(decide(before, OUTAGE, POLICY, NOON).reason).toBe('dns-confirmed');
});

test('a relapse that nobody can see calls nothing off', () => {
  const blind: Evidence = { ...FAILED_OVER, blind: true };
  expect(decide(inPhase('failing-back'), blind, POLICY, NOON)).toMatchObject({
    flipTo: 'primary',
    reason: 'awaiting-dns',
  });
});

test('an operator who goes back to an unhealthy primary all the same is not contradicted', () => {
  const before = inPhase('failing-back', { cause: 'order', overridden: ['primary-not-healthy'] });
  expect(decide(before, FAILED_OVER, POLICY, NOON)).toMatchObject({
    flipTo: 'primary',
    reason: 'awaiting-dns',
    next: { phase: 'failing-back' },
  });
});

test('calling an ordered failback off is a decision: the way back is the policy’s again', () => {
  const before = inPhase('failing-back', { cause: 'order', overridden: ['cooling-down'] });
  expect(decide(before, FAILED_OVER, POLICY, NOON).next).toMatchObject({
    phase: 'failing-over',
    cause: 'decision',
    overridden: [],
  });
});

describe('Route 53 has failed over by itself', () => {
  const MOVED: Evidence = { ...OUTAGE, served: 'secondary' };

  test('the switch is put to keep visitors there, which is no flip', () => {
    const before = inPhase('on-primary', { cause: 'order', overridden: ['held'] });
    expect(decide(before, MOVED, POLICY, NOON)).toEqual({
      next: {
        ...before,
        phase: 'failing-over',
        since: NOON,
        cause: 'decision',
        overridden: [],
        reason: 'route53-failed-over',
      },
      flipTo: 'secondary',
      reason: 'route53-failed-over',
    });
  });

  test('neither the cooldown nor the daily limit is in its way', () => {
    const before = inPhase('on-primary', { flips: [...FOUR_FLIPS, noon(-1)] });
    const decision = decide(before, MOVED, POLICY, NOON);
    expect(decision.reason).toBe('route53-failed-over');
    expect(decision.next.flips).toBe(before.flips);
  });

  test.each<[string, Partial<FailoverState>, Partial<Evidence>, Partial<Policy>, Reason]>([
    ['the policy is to observe', {}, {}, { mode: 'observe' }, 'observe-only'],
    ['an operator holds', { hold: HOLD }, {}, {}, 'held'],
    ['the site is in maintenance', { hold: MAINTENANCE }, {}, {}, 'maintenance'],
    ['the monitor is blind', {}, { blind: true }, {}, 'blind'],
    ['the primary answers the failover function', {}, { answersUs: true }, {}, 'primary-answers'],
    ['the site was never seen healthy', {}, { healthyWindows: 0 }, {}, 'not-armed'],
    ['the secondary is unknown', {}, { secondary: 'unknown' }, {}, 'secondary-not-healthy'],
    ['the secondary is unhealthy', {}, { secondary: 'unhealthy' }, {}, 'both-unhealthy'],
  ])('nothing is put when %s', (_name, state, evidence, policy, reason) => {
    const before = inPhase('on-primary', state);
    expect(decide(before, { ...MOVED, ...evidence }, { ...POLICY, ...policy }, NOON)).toEqual({
      next: { ...before, reason },
      flipTo: null,
      reason,
    });
  });

  test('while the primary is healthy or unknown to us nothing is put: we may be the ones who see', () => {
    for (const primary of ['healthy', 'unknown'] as const)
      expect(decide(inPhase('on-primary'), { ...MOVED, primary }, POLICY, NOON).flipTo).toBeNull();
  });

  test('a zone that is only half moved is moved as a flip', () => {
    const half: Evidence = { ...OUTAGE, served: 'mixed' };
    expect(decide(inPhase('on-primary'), half, POLICY, NOON)).toMatchObject({
      reason: 'primary-unhealthy',
      next: { flips: [NOON] },
    });
  });
});

test('the end of an incident waits for a failback only where one comes by itself', () => {
  const away = inPhase('on-secondary');
  expect(isFailbackAwaited(away, POLICY)).toBe(true);
  expect(isFailbackAwaited(inPhase('failing-back'), POLICY)).toBe(true);
  expect(isFailbackAwaited(inPhase('on-primary'), POLICY)).toBe(false);
  expect(isFailbackAwaited(away, { ...POLICY, failback: 'manual' })).toBe(false);
  expect(isFailbackAwaited(away, { ...POLICY, mode: 'observe' })).toBe(false);
  expect(isFailbackAwaited({ ...away, cause: 'order' }, POLICY)).toBe(false);
  expect(isFailbackAwaited({ ...away, hold: HOLD }, POLICY)).toBe(false);
});

test('a hold that ends by itself puts a failback off, and does not call it off', () => {
  const past = { ...MAINTENANCE, until: noon(-HOUR) };
  expect(isFailbackAwaited(inPhase('on-secondary', { hold: MAINTENANCE }), POLICY)).toBe(true);
  expect(isFailbackAwaited(inPhase('on-secondary', { hold: past }), POLICY)).toBe(true);
});

test('nothing has been decided in the beginning', () => {
  expect(initialFailoverState(epochMs(7))).toEqual({
    phase: 'on-primary',
    since: 7,
    flips: [],
    cause: 'decision',
    overridden: [],
    hold: null,
    drill: null,
    lastDrill: null,
    reason: null,
  });
});
