import type { Phase, Served } from '../../lib/core/failover.ts';
import type { FlipOutcome } from '../../lib/core/outcome.ts';
import { plusMs } from '../../lib/core/time.ts';
import { drillText } from '../../lib/render/drill/drill-answer.ts';
import { drillReportText } from '../../lib/render/drill/drill-report.ts';
import { type OrderFacts, orderText } from '../../lib/render/order.ts';
import { AT, EVIDENCE, REPORT } from './situations.ts';

const FLIPPED: OrderFacts = {
  site: 'www.example.com',
  outcome: 'flipped',
  phase: 'on-secondary',
  reason: 'dns-confirmed',
  blockedBy: [],
  overridden: [],
  evidence: EVIDENCE,
  steps: [],
};

test('an order that was carried out says so first, then how it stands and what was done', () => {
  const steps = [
    { at: AT, text: 'on-primary → failing-over: ordered' },
    { at: plusMs(AT, 1_000), text: 'the switch is put' },
  ];
  expect(
    orderText({ ...FLIPPED, overridden: ['held', 'cooling-down'], steps }),
  ).toBe(`www.example.com: flipped: the name servers answer with the secondary.
Overridden: held, cooling-down.

served     secondary
primary    unhealthy
secondary  healthy
phase      on-secondary
reason     The name servers answer with the target.

2026-11-22 18:05:09 UTC  on-primary → failing-over: ordered
2026-11-22 18:05:10 UTC  the switch is put`);
});

test('an order that is blocked names every rule and how to get past them', () => {
  expect(
    orderText({
      ...FLIPPED,
      outcome: 'blocked',
      phase: 'on-primary',
      reason: 'held',
      blockedBy: ['held', 'secondary-not-healthy', 'cooling-down'],
      evidence: { ...EVIDENCE, secondary: 'unknown', served: 'primary', switched: 'primary' },
    }),
  ).toBe(`www.example.com: blocked; nothing was done.
- held: An operator holds the site: Understudy watches and does not
  flip.
- secondary-not-healthy: The secondary is not known to be healthy, and a
  flip to it could trade one outage for another.
- cooling-down: The latest flip is too recent: the cooldown is not over.
To do it all the same, add
"override":["held","secondary-not-healthy","cooling-down"] to the event.

served     primary
primary    unhealthy
secondary  unknown
phase      on-primary
reason     An operator holds the site: Understudy watches and does not
           flip.`);
});

test.each<[FlipOutcome, Phase, Served, string]>([
  ['flipped', 'on-primary', 'primary', 'flipped: the name servers answer with the primary.'],
  [
    'already',
    'on-secondary',
    'secondary',
    'nothing to do: the name servers answer with the secondary already.',
  ],
  [
    'not-yet-served',
    'failing-over',
    'primary',
    'begun, and not confirmed by the name servers so far. It goes on by itself: ask for the status in a minute.',
  ],
  [
    'not-yet-served',
    'failing-back',
    'secondary',
    'begun, and not confirmed by the name servers so far. It goes on by itself: ask for the status in a minute.',
  ],
  [
    'not-yet-served',
    'on-secondary',
    'secondary',
    'begun, and called off: the primary relapsed, so visitors stay on the secondary.',
  ],
  [
    'not-yet-served',
    'on-primary',
    'secondary',
    'nothing to flip: the switch stands where you want it, but the name servers answer otherwise. Ask for a verification: it says why.',
  ],
  [
    'served-without-flip',
    'on-primary',
    'secondary',
    'nothing was flipped. The name servers answer with the secondary at this moment, but the switch does not keep visitors there: Route 53 has moved by itself, or a flip is under way.',
  ],
  [
    'would-flip',
    'on-primary',
    'primary',
    'it would flip now. This was a dry run: nothing was done.',
  ],
  [
    'superseded',
    'failing-over',
    'primary',
    'somebody else changed the site at the same time; nothing more was done. Try again.',
  ],
])('%s, %s and %s is served', (outcome, phase, served, text) => {
  const evidence = { ...EVIDENCE, served };
  const [head] = orderText({ ...FLIPPED, outcome, phase, evidence, reason: null }).split('\n\n');
  expect(head?.replaceAll('\n', ' ')).toBe(`www.example.com: ${text}`);
});

test('a dry run says what it would override, and a state without a reason has none', () => {
  const text = orderText({
    ...FLIPPED,
    outcome: 'would-flip',
    overridden: ['cooling-down'],
    reason: null,
  });
  expect(text).toContain('It would override: cooling-down.\n\nserved');
  expect(text).not.toContain('reason');
});

describe('a drill', () => {
  const DRILL = {
    site: 'www.example.com',
    outcome: 'blocked',
    blockedBy: [],
    overridden: [],
    report: null,
    steps: [],
  } as const;

  test('that is blocked names what blocks and how to get past it', () => {
    expect(
      drillText({ ...DRILL, blockedBy: ['incident-open', 'outside-window', 'not-verified'] }),
    ).toBe(`www.example.com: no drill now; nothing was done.
- incident-open: The site has an open incident: nobody rehearses on a
  bad day.
- outside-window: Drills may begin only in the window of
  policy.drill.window.
- not-verified: The verification found something that fails or could not
  be looked at.
To do it all the same, add
"override":["incident-open","outside-window","not-verified"] to the
event.`);
  });

  test('that has nobody to move says so, and asks nobody to override it', () => {
    expect(
      drillText({ ...DRILL, blockedBy: ['flip-under-way', 'cooling-down'] }),
    ).toBe(`www.example.com: no drill now; nothing was done.
- flip-under-way: A flip is under way, or, for a drill, visitors are not
  on the primary.
- cooling-down: The latest flip is too recent: the cooldown is not over.
Nobody can override that: wait until visitors are on the primary.`);
  });

  test('that goes on says so, and what was overridden', () => {
    const steps = [{ at: AT, text: 'the switch is put' }];
    const overridden = ['cooling-down'];
    expect(
      drillText({ ...DRILL, outcome: 'under-way', overridden, steps }),
    ).toBe(`www.example.com: the drill is under way and goes on by itself. Its
report is sent as an alert, and the status tells how it went.
Overridden: cooling-down.

2026-11-22 18:05:09 UTC  the switch is put`);
  });

  test.each([
    ['would-drill', 'a drill would begin now. This was a dry run: nothing was done.'],
    ['superseded', 'somebody else changed the site at the same time; ask for the status.'],
  ] as const)('%s', (outcome, text) => {
    expect(drillText({ ...DRILL, outcome }).replaceAll('\n', ' ')).toBe(`www.example.com: ${text}`);
  });

  test('that is over answers with its report', () => {
    expect(drillText({ ...DRILL, outcome: 'passed', report: REPORT })).toBe(
      drillReportText(REPORT),
    );
  });
});
