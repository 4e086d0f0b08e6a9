import { type News, newsOf, nextToTell } from '../../../lib/core/alerts/news.ts';
import { decide, type Evidence, type FailoverState } from '../../../lib/core/failover.ts';
import { decideOrder, startDrill } from '../../../lib/core/order.ts';
import type { RuleId } from '../../../lib/core/rules.ts';
import type { Target } from '../../../lib/core/site.ts';
import {
  CALM,
  DRILL_REQUEST,
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
} from '../situations.ts';

const BY_US = { by: 'understudy', at: NOON, isQuiet: false };
const kindsOf = (before: FailoverState, next: FailoverState) =>
  newsOf(before, next, BY_US).map(({ kind }) => kind);
const decided = (state: FailoverState, evidence: Evidence) =>
  decide(state, evidence, POLICY, NOON).next;

function ordered(
  target: Target,
  state: FailoverState,
  evidence: Evidence,
  overrides: readonly RuleId[] = [],
): FailoverState {
  const order = { target, by: 'ada', reason: 'because', overrides };
  const ruling = decideOrder(order, { state, evidence, policy: POLICY, now: NOON });
  if (ruling.kind !== 'begun') throw new Error(JSON.stringify(ruling));
  return ruling.decision.next;
}

test('people are told once when DNS has moved', () => {
  const before = inPhase('on-primary');
  const failingOver = decided(before, OUTAGE);
  expect(kindsOf(before, failingOver)).toEqual([]);
  const moved = decided(failingOver, FAILED_OVER);
  expect(newsOf(failingOver, moved, BY_US)).toEqual([
    {
      kind: 'moved',
      phase: 'on-secondary',
      reason: 'dns-confirmed',
      by: 'understudy',
      overridden: [],
      at: NOON,
      claimedAt: null,
    },
  ]);
  expect(kindsOf(moved, decided(moved, FAILED_OVER))).toEqual([]);
});

test('a failover that a rule blocks moves nobody, so that it is no news', () => {
  const before = inPhase('on-primary');
  const blocked = decided(before, { ...OUTAGE, secondary: 'unknown' });
  expect(blocked.reason).toBe('secondary-not-healthy');
  expect(kindsOf(before, blocked)).toEqual([]);
});

test('a failover that the name servers never agreed on is told like one that they confirmed', () => {
  const before = inPhase('failing-over', { since: noon(-3_600_000) });
  const next = decided(before, { ...FAILED_OVER, served: 'mixed' });
  expect(newsOf(before, next, BY_US)).toMatchObject([
    { kind: 'moved', phase: 'on-secondary', reason: 'dns-unconfirmed' },
  ]);
});

test('a primary that answers us is looked at again, and that is no news yet', () => {
  const before = inPhase('on-primary');
  const doubted = decided(before, { ...OUTAGE, answersUs: true });
  expect(doubted.reason).toBe('primary-answers');
  expect(kindsOf(before, doubted)).toEqual([]);
});

test('a failback that is blocked is no news: visitors get a page', () => {
  const before = inPhase('on-secondary', { hold: HOLD });
  expect(kindsOf(before, decided(before, RECOVERED))).toEqual([]);
});

test('a failback that was called off is told by where visitors are in the end', () => {
  const before = inPhase('failing-back', { cause: 'order', overridden: ['cooling-down'] });
  const off = decided(before, FAILED_OVER);
  expect(kindsOf(before, off)).toEqual([]);
  expect(kindsOf(off, decided(off, FAILED_OVER))).toEqual(['moved']);
});

test('before the first decision there is nothing to tell', () => {
  const before = inPhase('on-primary');
  expect(kindsOf(before, { ...before, hold: HOLD })).toEqual([]);
});

describe('an order', () => {
  test('that broke no rule is told when DNS has moved', () => {
    const begun = ordered('secondary', inPhase('on-primary'), CALM);
    expect(kindsOf(inPhase('on-primary'), begun)).toEqual([]);
    expect(kindsOf(begun, decided(begun, FAILED_OVER))).toEqual(['moved']);
  });

  test('that overrode rules is told at once, with the rules and by name, and not again', () => {
    const before = inPhase('on-primary', { hold: HOLD });
    const begun = ordered('secondary', before, CALM, ['held', 'blind']);
    expect(newsOf(before, begun, { ...BY_US, by: 'ada' })).toEqual([
      {
        kind: 'overridden',
        phase: 'failing-over',
        reason: 'ordered',
        by: 'ada',
        overridden: ['held'],
        at: NOON,
        claimedAt: null,
      },
    ]);
    const awaiting = decided(begun, OUTAGE);
    expect(kindsOf(begun, awaiting)).toEqual([]);
    expect(kindsOf(awaiting, decided(awaiting, FAILED_OVER))).toEqual(['moved']);
  });

  test('that takes the place of a drill is told although the phase stays', () => {
    const before = inPhase('failing-over', { cause: 'drill', drill: drill() });
    const begun = ordered('secondary', before, CALM, ['drill-under-way']);
    expect(begun.phase).toBe('failing-over');
    expect(kindsOf(before, begun)).toEqual(['drill-ended', 'overridden']);
  });
});

describe('a switch by hand', () => {
  test('that was put is told when DNS has moved', () => {
    const byHand: Evidence = { ...CALM, switched: 'secondary' };
    const begun = decided(inPhase('on-primary'), byHand);
    expect(kindsOf(inPhase('on-primary'), begun)).toEqual([]);
    expect(kindsOf(begun, decided(begun, { ...byHand, served: 'secondary' }))).toEqual(['moved']);
  });

  test('that was removed overrides a rule only where the primary is not healthy', () => {
    const before = inPhase('on-secondary');
    const healthy = decided(before, { ...RECOVERED, switched: 'primary' });
    expect(kindsOf(before, healthy)).toEqual([]);
    const unhealthy = decided(before, { ...FAILED_OVER, switched: 'primary' });
    expect(newsOf(before, unhealthy, BY_US)).toMatchObject([
      { kind: 'overridden', reason: 'switched-by-hand', overridden: ['primary-not-healthy'] },
    ]);
  });
});

describe('a drill', () => {
  const startOf = (state: FailoverState, overrides: readonly RuleId[] = []): FailoverState => {
    const ruling = startDrill({ ...DRILL_REQUEST, overrides }, state, CALM, POLICY, NOON);
    if (ruling.kind !== 'begun') throw new Error(JSON.stringify(ruling));
    return ruling.decision.next;
  };

  test('tells of its beginning and its end, and is silent in between', () => {
    const before = inPhase('on-primary');
    const begun = startOf(before);
    expect(kindsOf(before, begun)).toEqual(['drill-started']);
    const out: FailoverState = { ...begun, phase: 'on-secondary', reason: 'drill-staying' };
    expect(kindsOf(begun, out)).toEqual([]);
    const back: FailoverState = { ...out, phase: 'failing-back', reason: 'drill-over' };
    expect(kindsOf(out, back)).toEqual([]);
    expect(kindsOf(back, decided(back, CALM))).toEqual(['drill-ended']);
  });

  test('that overrides rules tells of that, too', () => {
    const before = inPhase('on-primary', { flips: [noon(-1)] });
    expect(kindsOf(before, startOf(before, ['cooling-down']))).toEqual([
      'drill-started',
      'overridden',
    ]);
  });

  test('that became a failover has ended, and where visitors are comes when DNS says so', () => {
    const before = inPhase('on-secondary', { cause: 'drill', drill: drill() });
    const became = decided(before, FAILED_OVER);
    expect(kindsOf(before, became)).toEqual(['drill-ended']);
    expect(kindsOf(became, decided(became, FAILED_OVER))).toEqual(['moved']);
  });
});

test('a maintenance mutes everything but an override', () => {
  const quiet = { ...BY_US, isQuiet: true };
  const away = inPhase('failing-over');
  const moved = decided(away, FAILED_OVER);
  expect(newsOf(away, moved, BY_US)).toHaveLength(1);
  expect(newsOf(away, moved, quiet)).toEqual([]);
  const before = inPhase('on-primary', { hold: MAINTENANCE });
  const begun = ordered('secondary', before, CALM, ['maintenance']);
  expect(newsOf(before, begun, quiet)).toMatchObject([{ kind: 'overridden' }]);
});

test('the oldest news is told first, and by one at a time', () => {
  const news = (claimedAt: News['claimedAt']): News => ({
    kind: 'moved',
    phase: 'on-secondary',
    reason: 'dns-confirmed',
    by: 'understudy',
    overridden: [],
    at: NOON,
    claimedAt,
  });
  expect(nextToTell([], NOON)).toBeNull();
  const [first, second] = [news(null), { ...news(null), phase: 'on-primary' as const }];
  expect(nextToTell([first, second], NOON)).toBe(first);
  expect(nextToTell([news(noon(-59_999)), second], NOON)).toBeNull();
  const abandoned = news(noon(-60_000));
  expect(nextToTell([abandoned, second], NOON)).toBe(abandoned);
});
