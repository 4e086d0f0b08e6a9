import type { Evidence } from '../../lib/core/failover.ts';
import type { OrderRuling } from '../../lib/core/order.ts';
import { type FlipOutcome, outcomeOf } from '../../lib/core/outcome.ts';
import { CALM, FAILED_OVER } from './situations.ts';

const THERE = FAILED_OVER;
const NOT_THERE = CALM;
const MOVED_BY_ROUTE_53: Evidence = { ...CALM, served: 'secondary' };
const DNS_LAGS: Evidence = { ...FAILED_OVER, served: 'primary' };
const NOBODY_CAN_TELL: Evidence = { ...FAILED_OVER, switched: 'unknown' };

test.each<[OrderRuling['kind'], string, Evidence, FlipOutcome]>([
  ['begun', 'the switch stands and DNS follows', THERE, 'flipped'],
  ['begun', 'DNS does not follow yet', DNS_LAGS, 'not-yet-served'],
  ['begun', 'nothing has happened yet', NOT_THERE, 'not-yet-served'],
  ['begun', 'DNS moved and the switch was not put', MOVED_BY_ROUTE_53, 'not-yet-served'],
  ['begun', 'DNS moved and nobody can tell about the switch', NOBODY_CAN_TELL, 'not-yet-served'],
  ['already', 'the switch stands and DNS follows', THERE, 'already'],
  ['already', 'DNS does not follow yet', DNS_LAGS, 'not-yet-served'],
  ['already', 'DNS moved without the switch', MOVED_BY_ROUTE_53, 'served-without-flip'],
  ['blocked', 'visitors are elsewhere', NOT_THERE, 'blocked'],
  ['blocked', 'DNS does not follow yet', DNS_LAGS, 'blocked'],
  ['blocked', 'Route 53 moved visitors by itself', MOVED_BY_ROUTE_53, 'served-without-flip'],
  // A failback or a drill is under way, so that visitors do not stay there.
  ['blocked', 'the switch still stands', THERE, 'blocked'],
])('%s, and %s: %s', (ruling, _when, latest, outcome) => {
  expect(outcomeOf('secondary', ruling, latest, false)).toBe(outcome);
});

test.each<[OrderRuling['kind'], Evidence, FlipOutcome]>([
  ['begun', NOT_THERE, 'would-flip'],
  ['begun', THERE, 'would-flip'],
  ['already', THERE, 'already'],
  ['blocked', NOT_THERE, 'blocked'],
])('a dry run of what is %s claims no more than %s', (ruling, latest, outcome) => {
  expect(outcomeOf('secondary', ruling, latest, true)).toBe(outcome);
});

test('the way back is judged by the same table', () => {
  expect(outcomeOf('primary', 'begun', CALM, false)).toBe('flipped');
  expect(outcomeOf('primary', 'begun', { ...CALM, served: 'secondary' }, false)).toBe(
    'not-yet-served',
  );
  expect(outcomeOf('primary', 'already', CALM, false)).toBe('already');
  const route53 = { ...FAILED_OVER, served: 'primary' } as const;
  expect(outcomeOf('primary', 'blocked', route53, false)).toBe('served-without-flip');
});
