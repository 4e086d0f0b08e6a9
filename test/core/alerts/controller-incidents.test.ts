import {
  blockedPresence,
  drillOverduePresence,
  followAll,
  HOLD_ENDS_SOON_MS,
  holdEndingPresence,
  NO_CONTROLLER_INCIDENTS,
} from '../../../lib/core/alerts/controller-incidents.ts';
import type { Presence } from '../../../lib/core/alerts/incident.ts';
import { decide, type Evidence, type FailoverState } from '../../../lib/core/failover.ts';
import { plusMs } from '../../../lib/core/time.ts';
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
} from '../situations.ts';

const MINUTE = 60_000;
const decided = (state: FailoverState, evidence: Evidence) =>
  decide(state, evidence, POLICY, NOON).next;

test.each<[string, Presence, FailoverState, Evidence]>([
  ['an operator holds', 'present', inPhase('on-primary', { hold: HOLD }), OUTAGE],
  ['the monitor is blind', 'present', inPhase('on-primary'), { ...OUTAGE, blind: true }],
  ['the site is new', 'present', inPhase('on-primary'), { ...OUTAGE, healthyWindows: 0 }],
  ['both are unhealthy', 'present', inPhase('on-primary'), { ...OUTAGE, secondary: 'unhealthy' }],
  [
    'nobody knows the secondary',
    'present',
    inPhase('on-primary'),
    { ...OUTAGE, secondary: 'unknown' },
  ],
  [
    'the latest flip is too recent',
    'present',
    inPhase('on-primary', { flips: [noon(-1)] }),
    OUTAGE,
  ],
  ['no rule forbids it', 'absent', inPhase('on-primary'), OUTAGE],
  ['the primary is healthy', 'absent', inPhase('on-primary'), CALM],
  ['visitors have been moved', 'absent', inPhase('failing-over'), FAILED_OVER],
  ['a drill is under way', 'absent', inPhase('on-primary', { drill: drill() }), CALM],
  ['nobody knows the primary', 'unknown', inPhase('on-primary'), { ...CALM, primary: 'unknown' }],
  ['the primary answers us', 'unknown', inPhase('on-primary'), { ...OUTAGE, answersUs: true }],
  ['there is a maintenance', 'unknown', inPhase('on-primary', { hold: MAINTENANCE }), OUTAGE],
])('when %s, that a failover is blocked is %s', (_name, presence, state, evidence) => {
  expect(blockedPresence(decided(state, evidence))).toBe(presence);
});

const endingIn = (ms: number, lengthMs = 120 * MINUTE) => ({
  ...HOLD,
  since: plusMs(NOON, ms - lengthMs),
  until: plusMs(NOON, ms),
});
test.each([
  ['nobody holds', null, 'absent'],
  ['a hold has no end', HOLD, 'absent'],
  ['it ends in a quarter of an hour', endingIn(HOLD_ENDS_SOON_MS), 'present'],
  ['it ends a moment later than that', endingIn(HOLD_ENDS_SOON_MS + 1), 'absent'],
  ['it ends in a moment', endingIn(1), 'present'],
  ['it is over', endingIn(0), 'absent'],
  ['it was ordered for half an hour', endingIn(MINUTE, 30 * MINUTE), 'present'],
  ['it was ordered for less', endingIn(MINUTE, 30 * MINUTE - 1), 'absent'],
  ['a maintenance ends', { ...endingIn(MINUTE), kind: 'maintenance' }, 'present'],
] as const)('when %s, a hold that ends soon is %s', (_name, hold, presence) => {
  expect(holdEndingPresence(hold, NOON)).toBe(presence);
});

const DAY = 24 * 60 * MINUTE;
const passed = (agoMs: number) => ({
  ...inPhase('on-primary').lastDrill,
  site: 'www.example.com',
  id: 'drill',
  by: 'ada',
  reason: 'a drill',
  startedAt: plusMs(NOON, -agoMs - MINUTE),
  endedAt: plusMs(NOON, -agoMs),
  outcome: 'passed' as const,
  stopped: null,
  marks: drill().marks,
  rto: { expected: drill().expected, measuredMoveMs: 2_000 },
});
test.each([
  ['the policy asks for none', null, null, null, 'absent'],
  ['there was none', 30 * DAY, null, null, 'present'],
  ['one passed lately', 30 * DAY, passed(DAY), null, 'absent'],
  ['the one that passed is too long ago', 30 * DAY, passed(30 * DAY), null, 'present'],
  [
    'the latest one failed',
    30 * DAY,
    { ...passed(DAY), outcome: 'failed' as const },
    null,
    'present',
  ],
  ['one is under way', 30 * DAY, null, drill(), 'unknown'],
] as const)('when %s, an overdue drill is %s', (_name, everyMs, lastDrill, underWay, presence) => {
  const policy = { ...POLICY.drill, everyMs };
  const state = inPhase('on-primary', { lastDrill, drill: underWay });
  expect(drillOverduePresence(policy, state, NOON)).toBe(presence);
});

test('where nothing is new the incidents stay the very same, so that nothing is saved', () => {
  const absent = { presence: 'absent', at: NOON } as const;
  const unknown = { presence: 'unknown', at: NOON } as const;
  const before = NO_CONTROLLER_INCIDENTS;
  expect(followAll(before, { blocked: absent, drift: unknown })).toBe(before);
  const opened = followAll(before, { blocked: { presence: 'present', at: noon(-5) } });
  expect(opened.blocked).toMatchObject({ state: 'open', since: noon(-5) });
  expect(opened.drift).toBe(before.drift);
  expect(followAll(opened, { blocked: { presence: 'present', at: NOON } })).toBe(opened);
});
