import { type AuditEvent, auditOf, UNDERSTUDY } from '../../lib/core/audit.ts';
import { decide, type FailoverState } from '../../lib/core/failover.ts';
import { decideOrder, startDrill } from '../../lib/core/order.ts';
import {
  CALM,
  DRILL_REQUEST,
  drill,
  FAILED_OVER,
  HOLD,
  inPhase,
  MAINTENANCE,
  NOON,
  OUTAGE,
  POLICY,
  RECOVERED,
} from './situations.ts';

const ADA = { by: 'ada', words: 'because' };
const eventsOf = (before: FailoverState, next: FailoverState) =>
  auditOf('www.example.com', before, next, UNDERSTUDY, NOON).map(({ event }) => event);

test('an entry says who changed what, when, why and against which rules', () => {
  const before = inPhase('on-primary', { hold: HOLD });
  const order = { target: 'secondary', by: 'ada', reason: 'because', overrides: ['held'] } as const;
  const ruling = decideOrder(order, { state: before, evidence: CALM, policy: POLICY, now: NOON });
  if (ruling.kind !== 'begun') throw new Error(ruling.kind);
  expect(auditOf('www.example.com', before, ruling.decision.next, ADA, NOON)).toEqual([
    {
      site: 'www.example.com',
      at: NOON,
      event: 'failover-begun',
      by: 'ada',
      reason: 'ordered',
      words: 'because',
      phase: 'failing-over',
      overridden: ['held'],
    },
  ]);
});

test('a decision of Understudy’s own has no words', () => {
  const before = inPhase('on-primary');
  const [entry] = auditOf('a', before, decide(before, OUTAGE, POLICY, NOON).next, UNDERSTUDY, NOON);
  expect(entry).toMatchObject({ by: 'understudy', words: null, reason: 'primary-unhealthy' });
});

test.each<[string, FailoverState, FailoverState, readonly AuditEvent[]]>([
  [
    'the reason alone changed',
    inPhase('on-primary', { reason: 'held' }),
    inPhase('on-primary', { reason: 'blind' }),
    [],
  ],
  ['a failover begins', inPhase('on-primary'), inPhase('failing-over'), ['failover-begun']],
  ['a failover is done', inPhase('failing-over'), inPhase('on-secondary'), ['failover-done']],
  ['a failback begins', inPhase('on-secondary'), inPhase('failing-back'), ['failback-begun']],
  ['a failback is done', inPhase('failing-back'), inPhase('on-primary'), ['failback-done']],
  [
    'a drill begins',
    inPhase('on-primary'),
    inPhase('failing-over', { drill: drill() }),
    ['drill-begun', 'failover-begun'],
  ],
  [
    'a drill ends',
    inPhase('failing-back', { drill: drill() }),
    inPhase('on-primary'),
    ['failback-done', 'drill-ended'],
  ],
  ['somebody holds', inPhase('on-primary'), inPhase('on-primary', { hold: HOLD }), ['hold']],
  [
    'a maintenance takes the place of a hold',
    inPhase('on-primary', { hold: HOLD }),
    inPhase('on-primary', { hold: MAINTENANCE }),
    ['maintenance'],
  ],
  ['a hold is released', inPhase('on-primary', { hold: HOLD }), inPhase('on-primary'), ['release']],
])('%s', (_name, before, next, events) => {
  expect(eventsOf(before, next)).toEqual(events);
});

test('an order that takes the place of a drill is written down although the phase stays', () => {
  const before = inPhase('failing-over', { cause: 'drill', drill: drill() });
  const overrides = ['drill-under-way'] as const;
  const order = { target: 'secondary', by: 'ada', reason: 'because', overrides } as const;
  const ruling = decideOrder(order, { state: before, evidence: CALM, policy: POLICY, now: NOON });
  if (ruling.kind !== 'begun') throw new Error(ruling.kind);
  expect(auditOf('a', before, ruling.decision.next, ADA, NOON)).toMatchObject([
    { event: 'failover-begun', by: 'ada', overridden: ['drill-under-way'] },
    { event: 'drill-ended', overridden: [] },
  ]);
});

test('what a drill overrode is not said of its way back, nor of the failover that it becomes', () => {
  const begun = startDrill(
    { ...DRILL_REQUEST, overrides: ['held'] },
    inPhase('on-primary', { hold: HOLD }),
    CALM,
    POLICY,
    NOON,
  );
  if (begun.kind !== 'begun') throw new Error(begun.kind);
  const out: FailoverState = { ...begun.decision.next, phase: 'on-secondary' };
  const bad = { ...RECOVERED, secondary: 'unhealthy' } as const;
  for (const evidence of [bad, FAILED_OVER]) {
    const { next } = decide(out, evidence, POLICY, NOON);
    expect(next.phase).not.toBe('on-secondary');
    for (const entry of auditOf('a', out, next, UNDERSTUDY, NOON))
      expect(entry.overridden).toEqual([]);
  }
});
