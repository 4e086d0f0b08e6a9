import { NO_MARKS } from '../../lib/core/drill.ts';
import { decide, type Evidence, type FailoverState } from '../../lib/core/failover.ts';
import { decideOrder, type Order, type OrderRuling, startDrill } from '../../lib/core/order.ts';
import { RULE_IDS, type RuleFacts, type RuleId } from '../../lib/core/rules.ts';
import type { Target } from '../../lib/core/site.ts';
import {
  CALM,
  DRILL_REQUEST,
  drill,
  FAILED_OVER,
  HOLD,
  inPhase,
  NOON,
  noon,
  OUTAGE,
  POLICY,
  RECOVERED,
} from './situations.ts';

const order = (target: Target, overrides: readonly RuleId[] = []): Order => ({
  target,
  by: 'ada',
  reason: 'because',
  overrides,
});
const facts = (state: FailoverState, evidence: Evidence): RuleFacts => ({
  state,
  evidence,
  policy: POLICY,
  now: NOON,
});
const decisionOf = (ruling: OrderRuling) => {
  if (ruling.kind !== 'begun') throw new Error(`not begun: ${JSON.stringify(ruling)}`);
  return ruling.decision;
};

describe('an order to fail over', () => {
  test('begins a flip that counts, and stays the operator’s', () => {
    const before = inPhase('on-primary', { flips: [noon(-3_600_000)] });
    expect(decideOrder(order('secondary'), facts(before, CALM))).toEqual({
      kind: 'begun',
      overridden: [],
      decision: {
        next: {
          ...before,
          phase: 'failing-over',
          since: NOON,
          flips: [noon(-3_600_000), NOON],
          cause: 'order',
          overridden: [],
          reason: 'ordered',
        },
        flipTo: 'secondary',
        reason: 'ordered',
      },
    });
  });

  test.each(['failing-over', 'on-secondary'] as const)('is carried out already %s', (phase) => {
    const every = [...RULE_IDS];
    expect(decideOrder(order('secondary', every), facts(inPhase(phase), OUTAGE))).toEqual({
      kind: 'already',
    });
  });

  test('says every rule that blocks it', () => {
    const before = inPhase('on-primary', { hold: HOLD, flips: [noon(-1)] });
    expect(
      decideOrder(order('secondary'), facts(before, { ...CALM, secondary: 'unknown' })),
    ).toEqual({ kind: 'blocked', blockedBy: ['held', 'secondary-not-healthy', 'cooling-down'] });
  });

  test('overrides what it names, and nothing else', () => {
    const before = inPhase('on-primary', { hold: HOLD, flips: [noon(-1)] });
    expect(decideOrder(order('secondary', ['held', 'blind']), facts(before, CALM))).toEqual({
      kind: 'blocked',
      blockedBy: ['cooling-down'],
    });
  });

  test('writes down as overridden only what really blocked', () => {
    const before = inPhase('on-primary', { hold: HOLD });
    const ruling = decideOrder(order('secondary', [...RULE_IDS]), facts(before, CALM));
    expect(ruling).toMatchObject({ kind: 'begun', overridden: ['held'] });
    expect(decisionOf(ruling).next.overridden).toEqual(['held']);
  });

  test('while a failback is under way needs to say so', () => {
    const before = inPhase('failing-back');
    expect(decideOrder(order('secondary'), facts(before, RECOVERED))).toEqual({
      kind: 'blocked',
      blockedBy: ['flip-under-way'],
    });
    const insisted = decideOrder(order('secondary', ['flip-under-way']), facts(before, RECOVERED));
    expect(decisionOf(insisted)).toMatchObject({
      flipTo: 'secondary',
      next: { phase: 'failing-over', cause: 'order', overridden: ['flip-under-way'] },
    });
  });

  test('needs no automatic mode: observe is for decisions, not for people', () => {
    const observed = {
      ...facts(inPhase('on-primary'), CALM),
      policy: { ...POLICY, mode: 'observe' },
    };
    expect(decideOrder(order('secondary'), observed as RuleFacts).kind).toBe('begun');
  });

  test('is never failed back by a decision', () => {
    const begun = decisionOf(decideOrder(order('secondary'), facts(inPhase('on-primary'), CALM)));
    const there = decide(begun.next, RECOVERED, POLICY, noon(60_000)).next;
    expect(there.phase).toBe('on-secondary');
    expect(decide(there, RECOVERED, POLICY, noon(86_400_000))).toMatchObject({
      flipTo: null,
      reason: 'awaiting-order',
    });
  });
});

describe('an order to fail over while a drill is under way', () => {
  const during = (phase: FailoverState['phase']) =>
    inPhase(phase, { cause: 'drill', drill: drill({ marks: { ...NO_MARKS, flipped: NOON } }) });

  test('is blocked by it', () => {
    expect(decideOrder(order('secondary'), facts(during('on-secondary'), RECOVERED))).toEqual({
      kind: 'blocked',
      blockedBy: ['drill-under-way'],
    });
  });

  test.each(['failing-over', 'on-secondary', 'failing-back'] as const)(
    'ends the drill when it overrides it %s, so that visitors stay',
    (phase) => {
      const ruling = decideOrder(
        order('secondary', ['drill-under-way']),
        facts(during(phase), RECOVERED),
      );
      const { next, flipTo } = decisionOf(ruling);
      expect(flipTo).toBe('secondary');
      expect(next).toMatchObject({
        phase: 'failing-over',
        cause: 'order',
        overridden: ['drill-under-way'],
        drill: null,
        lastDrill: { outcome: 'failed', stopped: 'cancelled', endedAt: NOON },
      });
      const later = decide(next, RECOVERED, POLICY, noon(3_600_000)).next;
      expect(decide(later, RECOVERED, POLICY, noon(7_200_000))).toMatchObject({
        flipTo: null,
        reason: 'awaiting-order',
      });
    },
  );
});

describe('an order to fail back', () => {
  test('begins a flip that counts', () => {
    const ruling = decideOrder(order('primary'), facts(inPhase('on-secondary'), RECOVERED));
    expect(decisionOf(ruling)).toMatchObject({
      flipTo: 'primary',
      reason: 'ordered',
      next: { phase: 'failing-back', cause: 'order', flips: [NOON], overridden: [] },
    });
  });

  test('is carried out already on the primary and on the way there', () => {
    expect(decideOrder(order('primary'), facts(inPhase('on-primary'), CALM)).kind).toBe('already');
    expect(decideOrder(order('primary'), facts(inPhase('failing-back'), RECOVERED)).kind).toBe(
      'already',
    );
  });

  test('removes a switch that stands although the phase is on-primary', () => {
    const stands: Evidence = { ...CALM, switched: 'secondary' };
    const ruling = decideOrder(order('primary'), facts(inPhase('on-primary'), stands));
    expect(decisionOf(ruling).flipTo).toBe('primary');
  });

  test('to a primary that is not healthy needs to say so, and is then insisted upon', () => {
    const before = inPhase('on-secondary');
    expect(decideOrder(order('primary'), facts(before, FAILED_OVER))).toEqual({
      kind: 'blocked',
      blockedBy: ['primary-not-healthy'],
    });
    const { next } = decisionOf(
      decideOrder(order('primary', ['primary-not-healthy']), facts(before, FAILED_OVER)),
    );
    expect(next.overridden).toEqual(['primary-not-healthy']);
    const waiting: Evidence = { ...FAILED_OVER, switched: 'primary' };
    expect(decide(next, waiting, POLICY, noon(1_000))).toMatchObject({
      flipTo: 'primary',
      reason: 'awaiting-dns',
    });
  });

  test('needs no healthy secondary', () => {
    const evidence: Evidence = { ...RECOVERED, secondary: 'unhealthy' };
    const before = inPhase('on-secondary');
    expect(decideOrder(order('primary'), facts(before, evidence)).kind).toBe('begun');
  });

  test.each(['failing-over', 'on-secondary'] as const)(
    'ends a drill %s at once: no rule is in its way, and nobody counts it',
    (phase) => {
      const before = inPhase(phase, {
        cause: 'drill',
        overridden: ['cooling-down'],
        flips: [noon(-1)],
        hold: HOLD,
        drill: drill(),
      });
      const ruling = decideOrder(order('primary'), facts(before, FAILED_OVER));
      expect(ruling).toMatchObject({ kind: 'begun', overridden: [] });
      expect(decisionOf(ruling)).toEqual({
        next: {
          ...before,
          phase: 'failing-back',
          since: NOON,
          overridden: [],
          reason: 'drill-stopped',
          drill: drill({ stopped: 'cancelled', marks: { ...NO_MARKS, restoring: NOON } }),
        },
        flipTo: 'primary',
        reason: 'drill-stopped',
      });
    },
  );
});

describe('the start of a drill', () => {
  const start = (
    state: FailoverState,
    evidence: Evidence,
    overrides: readonly RuleId[] = [],
  ): OrderRuling => startDrill({ ...DRILL_REQUEST, overrides }, state, evidence, POLICY, NOON);

  test('is a failover that nobody counts, with its way back', () => {
    const before = inPhase('on-primary');
    expect(start(before, CALM)).toEqual({
      kind: 'begun',
      overridden: [],
      decision: {
        next: {
          ...before,
          phase: 'failing-over',
          since: NOON,
          cause: 'drill',
          drill: drill(),
          reason: 'drill',
        },
        flipTo: 'secondary',
        reason: 'drill',
      },
    });
  });

  test('needs a healthy primary, a healthy secondary and nobody who holds', () => {
    const before = inPhase('on-primary', { hold: HOLD });
    expect(start(before, { ...CALM, primary: 'unknown', secondary: 'unknown' })).toEqual({
      kind: 'blocked',
      blockedBy: ['held', 'primary-not-healthy', 'secondary-not-healthy'],
    });
  });

  test('writes down as overridden only what really blocked', () => {
    const before = inPhase('on-primary', { flips: [noon(-1)] });
    const ruling = start(before, CALM, ['cooling-down', 'held']);
    expect(ruling).toMatchObject({ kind: 'begun', overridden: ['cooling-down'] });
    expect(decisionOf(ruling).next.overridden).toEqual(['cooling-down']);
  });

  test.each<[string, FailoverState, Evidence, RuleId]>([
    ['a failover is under way', inPhase('failing-over'), CALM, 'flip-under-way'],
    ['visitors are on the secondary', inPhase('on-secondary'), RECOVERED, 'flip-under-way'],
    ['a failback is under way', inPhase('failing-back'), CALM, 'flip-under-way'],
    [
      'Route 53 has moved visitors by itself',
      inPhase('on-primary'),
      { ...CALM, served: 'secondary' },
      'flip-under-way',
    ],
    [
      'somebody has put the switch',
      inPhase('on-primary'),
      { ...CALM, switched: 'secondary' },
      'flip-under-way',
    ],
    [
      'another drill is under way',
      inPhase('on-secondary', { drill: drill() }),
      RECOVERED,
      'drill-under-way',
    ],
  ])(
    'is blocked for good when %s: there is nobody to move for practice',
    (_n, state, evidence, rule) => {
      expect(start(state, evidence)).toEqual({ kind: 'blocked', blockedBy: [rule] });
      expect(start(state, evidence, [...RULE_IDS])).toEqual({ kind: 'blocked', blockedBy: [rule] });
    },
  );

  test('names what blocks for good beside what can be overridden, so that nobody tries in vain', () => {
    const before = inPhase('on-secondary', { flips: [noon(-1)] });
    expect(start(before, RECOVERED)).toEqual({
      kind: 'blocked',
      blockedBy: ['flip-under-way', 'cooling-down'],
    });
    expect(start(before, RECOVERED, ['cooling-down'])).toEqual({
      kind: 'blocked',
      blockedBy: ['flip-under-way'],
    });
  });
});
