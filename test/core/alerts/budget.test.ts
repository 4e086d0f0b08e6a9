import fc from 'fast-check';
import {
  type Budget,
  HOUR_MS,
  NOTHING_SENT,
  refund,
  spend,
  untoldCap,
} from '../../../lib/core/alerts/budget.ts';
import type { Severity } from '../../../lib/core/alerts/incident-class.ts';
import { type EpochMs, epochMs, plusMs } from '../../../lib/core/time.ts';

const NOON = epochMs(Date.UTC(2026, 10, 22, 12));
const LATER = plusMs(NOON, 60_000);
const SPENT: Budget = { since: NOON, sent: 10, beyond: 0, isTold: false };

test.each<[string, Budget, Severity, ReturnType<typeof spend>]>([
  [
    'the first alert begins an hour',
    NOTHING_SENT,
    'info',
    {
      budget: { since: LATER, sent: 1, beyond: 0, isTold: false },
      verdict: 'send',
      tellsCap: false,
    },
  ],
  [
    'an alert within the budget is sent',
    { ...SPENT, sent: 9 },
    'warning',
    { budget: SPENT, verdict: 'send', tellsCap: false },
  ],
  [
    'a warning beyond it waits, and that is told',
    SPENT,
    'warning',
    { budget: { ...SPENT, isTold: true }, verdict: 'wait', tellsCap: true },
  ],
  [
    'another one waits, and nobody is told again',
    { ...SPENT, isTold: true },
    'info',
    { budget: { ...SPENT, isTold: true }, verdict: 'wait', tellsCap: false },
  ],
  [
    'a critical one is sent beyond it, and that others wait is told',
    SPENT,
    'critical',
    { budget: { ...SPENT, sent: 11, beyond: 1, isTold: true }, verdict: 'send', tellsCap: true },
  ],
  [
    'critical ones wait, too, once as many again were sent',
    { ...SPENT, sent: 20, beyond: 10, isTold: true },
    'critical',
    {
      budget: { ...SPENT, sent: 20, beyond: 10, isTold: true },
      verdict: 'wait',
      tellsCap: false,
    },
  ],
])('%s', (_name, budget, severity, expected) => {
  expect(spend(budget, severity, 10, LATER)).toEqual(expected);
});

test('another hour has another budget', () => {
  const nextHour = plusMs(NOON, HOUR_MS);
  expect(spend({ ...SPENT, isTold: true }, 'info', 10, nextHour)).toEqual({
    budget: { since: nextHour, sent: 1, beyond: 0, isTold: false },
    verdict: 'send',
    tellsCap: false,
  });
});

test('what was not accepted costs nothing, also of what went beyond', () => {
  expect(refund(spend({ ...SPENT, sent: 3 }, 'info', 10, LATER).budget, LATER)).toEqual({
    ...SPENT,
    sent: 3,
  });
  const beyond = spend({ ...SPENT, isTold: true }, 'critical', 10, LATER).budget;
  expect(refund(beyond, LATER)).toEqual({ ...SPENT, isTold: true });
  expect(untoldCap(beyond).isTold).toBe(false);
});

test('in no hour more is sent than twice the budget, and no warning beyond it', () => {
  let waited = 0;
  const anyAlert = fc.record({
    severity: fc.constantFrom<Severity>('critical', 'warning', 'info'),
    afterMs: fc.nat(HOUR_MS / 8),
  });
  fc.assert(
    fc.property(fc.array(anyAlert, { minLength: 80, maxLength: 200 }), (alerts) => {
      let budget = NOTHING_SENT;
      let now: EpochMs = NOON;
      const sent = new Map<number, Severity[]>();
      for (const { severity, afterMs } of alerts) {
        now = plusMs(now, afterMs);
        const spending = spend(budget, severity, 5, now);
        budget = spending.budget;
        const hour = sent.get(budget.since) ?? [];
        if (spending.verdict === 'send') sent.set(budget.since, [...hour, severity]);
        else waited += 1;
      }
      for (const hour of sent.values()) {
        expect(hour.length).toBeLessThanOrEqual(10);
        expect(hour.slice(5).every((severity) => severity === 'critical')).toBe(true);
      }
    }),
  );
  expect(waited).toBeGreaterThan(500);
});
