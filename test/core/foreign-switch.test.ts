import { decide, type Evidence, type FailoverState } from '../../lib/core/failover.ts';
import type { Policy } from '../../lib/core/site.ts';
import {
  CALM,
  drill,
  FAILED_OVER,
  HOLD,
  inPhase,
  MAINTENANCE,
  NOON,
  noon,
  OUTAGE,
  POLICY,
  RECOVERED,
} from './situations.ts';

const PUT_BY_HAND: Evidence = { ...CALM, switched: 'secondary', isSwitchOurs: false };
const REMOVED_BY_HAND: Evidence = { ...RECOVERED, switched: 'primary', isSwitchOurs: false };
const STRAY: Evidence = { ...CALM, switched: 'secondary', isSwitchOurs: true };

describe('a switch that a person put', () => {
  test('is an order: visitors are moved, nobody counts it, nothing was overridden', () => {
    const before = inPhase('on-primary', { overridden: ['held'] });
    expect(decide(before, PUT_BY_HAND, POLICY, NOON)).toEqual({
      next: {
        ...before,
        phase: 'failing-over',
        since: NOON,
        cause: 'order',
        overridden: [],
        reason: 'switched-by-hand',
      },
      flipTo: 'secondary',
      reason: 'switched-by-hand',
    });
  });

  test.each<[string, Partial<FailoverState>, Partial<Evidence>, Partial<Policy>]>([
    ['the primary is unhealthy', {}, { primary: 'unhealthy' }, {}],
    ['the secondary is unhealthy', {}, { secondary: 'unhealthy' }, {}],
    ['somebody holds', { hold: HOLD }, {}, {}],
    ['the last flip is recent', { flips: [noon(-1)] }, {}, {}],
    ['the monitor is blind', {}, { blind: true }, {}],
    ['the policy is to observe', {}, {}, { mode: 'observe' }],
    ['DNS has moved already', {}, { served: 'secondary' }, {}],
  ])('is taken over even when %s', (_name, state, evidence, policy) => {
    const decision = decide(
      inPhase('on-primary', state),
      { ...PUT_BY_HAND, ...evidence },
      { ...POLICY, ...policy },
      NOON,
    );
    expect(decision.reason).toBe('switched-by-hand');
  });

  test('stays: no automatic failback takes it away, however healthy the primary is', () => {
    let state = inPhase('on-primary');
    for (const served of ['primary', 'secondary', 'secondary', 'secondary'] as const) {
      const evidence: Evidence = { ...PUT_BY_HAND, served };
      const decision = decide(state, evidence, POLICY, NOON);
      expect(decision.flipTo).not.toBe('primary');
      state = decision.next;
    }
    expect(state).toMatchObject({ phase: 'on-secondary', reason: 'awaiting-order' });
  });
});

describe('a switch that a person removed', () => {
  test('is an order: visitors go back, and nobody counts it', () => {
    const before = inPhase('on-secondary', { flips: [noon(-1)] });
    expect(decide(before, REMOVED_BY_HAND, POLICY, NOON)).toEqual({
      next: {
        ...before,
        phase: 'failing-back',
        since: NOON,
        cause: 'order',
        reason: 'switched-by-hand',
      },
      flipTo: 'primary',
      reason: 'switched-by-hand',
    });
  });

  test('a rule is overridden only where one would have blocked: the primary was healthy', () => {
    const healthy = decide(inPhase('on-secondary'), REMOVED_BY_HAND, POLICY, NOON);
    expect(healthy.next.overridden).toEqual([]);
    for (const primary of ['unhealthy', 'unknown'] as const)
      expect(
        decide(inPhase('on-secondary'), { ...REMOVED_BY_HAND, primary }, POLICY, NOON).next
          .overridden,
      ).toEqual(['primary-not-healthy']);
  });

  test('is not put again, not even when the primary is unhealthy', () => {
    let state = inPhase('on-secondary');
    for (const served of ['secondary', 'secondary', 'mixed', 'secondary'] as const) {
      const evidence: Evidence = { ...FAILED_OVER, served, switched: 'primary' };
      const decision = decide(state, evidence, POLICY, NOON);
      expect(decision.flipTo).toBe('primary');
      state = decision.next;
    }
    expect(state.phase).toBe('failing-back');
  });

  test('a hold does not put it again either', () => {
    const held = inPhase('on-secondary', { hold: HOLD });
    expect(decide(held, REMOVED_BY_HAND, POLICY, NOON).reason).toBe('switched-by-hand');
  });

  test('a switch that S3 cannot tell about was not removed', () => {
    const unknown: Evidence = { ...RECOVERED, primary: 'unhealthy', switched: 'unknown' };
    expect(decide(inPhase('on-secondary'), unknown, POLICY, NOON)).toMatchObject({
      flipTo: null,
      reason: 'primary-not-stable',
    });
  });

  test('ends a drill, whose way back begins at that moment', () => {
    const before = inPhase('on-secondary', { cause: 'drill', drill: drill() });
    const { next } = decide(before, REMOVED_BY_HAND, POLICY, NOON);
    expect(next).toMatchObject({ phase: 'failing-back', reason: 'switched-by-hand' });
    expect(next.drill).toMatchObject({ stopped: 'cancelled', marks: { restoring: NOON } });
  });

  test('ends a drill for good: an unhealthy primary does not make it a failover', () => {
    const before = inPhase('on-secondary', { cause: 'drill', drill: drill() });
    const evidence: Evidence = { ...FAILED_OVER, switched: 'primary' };
    const removed = decide(before, evidence, POLICY, NOON).next;
    expect(decide(removed, evidence, POLICY, noon(1_000))).toMatchObject({
      flipTo: 'primary',
      next: { phase: 'failing-back' },
    });
  });
});

describe('a switch of our own that came late, after its flip was taken back', () => {
  test('is removed, which is no flip', () => {
    const before = inPhase('on-primary', { cause: 'order', overridden: ['primary-not-healthy'] });
    expect(decide(before, STRAY, POLICY, NOON)).toEqual({
      next: {
        ...before,
        phase: 'failing-back',
        since: NOON,
        cause: 'decision',
        overridden: [],
        reason: 'stray-switch',
      },
      flipTo: 'primary',
      reason: 'stray-switch',
    });
  });

  test.each<[string, Partial<FailoverState>, Partial<Evidence>, Partial<Policy>]>([
    ['the primary is unknown', {}, { primary: 'unknown' }, {}],
    ['the monitor is blind', {}, { blind: true }, {}],
    ['somebody holds', { hold: HOLD }, {}, {}],
    ['the site is in maintenance', { hold: MAINTENANCE }, {}, {}],
    ['the policy is to observe', {}, {}, { mode: 'observe' }],
  ])('stays when %s: visitors may be on the secondary by now', (_name, state, evidence, policy) => {
    const decision = decide(
      inPhase('on-primary', state),
      { ...STRAY, served: 'secondary', ...evidence },
      { ...POLICY, ...policy },
      NOON,
    );
    expect(decision).toMatchObject({ flipTo: null, next: { phase: 'on-primary' } });
  });

  test('is what an unhealthy primary needs: it becomes the latch', () => {
    const evidence: Evidence = { ...OUTAGE, ...STRAY, primary: 'unhealthy', served: 'secondary' };
    expect(decide(inPhase('on-primary'), evidence, POLICY, NOON)).toMatchObject({
      flipTo: 'secondary',
      reason: 'route53-failed-over',
    });
  });
});
