import {
  type Drill,
  type DrillLook,
  type DrillMarks,
  type DrillReport,
  NO_MARKS,
} from '../../lib/core/drill.ts';
import { decideDrill, observeDrill } from '../../lib/core/drill-course.ts';
import { decide, type Evidence, type FailoverState } from '../../lib/core/failover.ts';
import { decideOrder } from '../../lib/core/order.ts';
import {
  CALM,
  DRILL_REQUEST,
  drill,
  FAILED_OVER,
  HOLD,
  inPhase,
  MINUTE,
  NOON,
  noon,
  OUTAGE,
  POLICY,
} from './situations.ts';

const NOTHING: DrillLook = { page: null, checkersSeeSwitch: null };
/** The switch was put, and nobody followed yet. */
const PUT: Evidence = { ...CALM, switched: 'secondary', isSwitchOurs: true };
/** Visitors are on the secondary, and the primary is as healthy as before. */
const OUT: Evidence = { ...PUT, served: 'secondary' };
/** The switch was removed, and nobody followed yet. */
const REMOVED: Evidence = { ...CALM, served: 'secondary' };

const away = (
  phase: FailoverState['phase'],
  change: Partial<Drill> = {},
  since = NOON,
): FailoverState => inPhase(phase, { since, cause: 'drill', drill: drill(change) });
const marks = (change: Partial<DrillMarks>): DrillMarks => ({ ...NO_MARKS, ...change });

/** What was seen when, counted from noon, and what was decided about it. */
type Seen = readonly [atMs: number, evidence: Evidence, look?: Partial<DrillLook>];

function play(seen: readonly Seen[], change: Partial<Drill> = {}) {
  let state = away('failing-over', change);
  const lines = seen.map(([atMs, evidence, look]) => {
    const now = noon(atMs);
    if (state.drill !== null)
      state = {
        ...state,
        drill: observeDrill(state.drill, evidence, { ...NOTHING, ...look }, now),
      };
    const decision = decide(state, evidence, POLICY, now);
    state = decision.next;
    return `${atMs} ${state.phase} ${decision.reason} ${decision.flipTo ?? '-'}`;
  });
  return { lines, state, report: state.lastDrill };
}

const reportOf = ({ report }: { readonly report: DrillReport | null }): DrillReport => {
  if (report === null) throw new Error('the drill is not over');
  return report;
};

test('a drill that passes: out, a stay, back, and every moment once', () => {
  const course = play([
    [1_000, PUT],
    [2_000, PUT, { checkersSeeSwitch: false }],
    [4_000, PUT, { checkersSeeSwitch: true }],
    [9_000, { ...PUT, served: 'mixed' }, { checkersSeeSwitch: true }],
    [11_000, OUT, { page: 'unreachable' }],
    [12_000, OUT, { page: 'secondary' }],
    [41_999, OUT, { page: 'secondary' }],
    [42_000, OUT, { page: 'secondary' }],
    [43_000, REMOVED],
    [55_000, CALM],
    [56_000, CALM],
  ]);
  expect(course.lines).toEqual([
    '1000 failing-over awaiting-dns secondary',
    '2000 failing-over awaiting-dns secondary',
    '4000 failing-over awaiting-dns secondary',
    '9000 failing-over awaiting-dns secondary',
    '11000 failing-over awaiting-dns secondary',
    '12000 on-secondary drill-staying -',
    '41999 on-secondary drill-staying -',
    '42000 failing-back drill-over primary',
    '43000 failing-back awaiting-dns primary',
    '55000 on-primary dns-confirmed -',
    '56000 on-primary primary-healthy -',
  ]);
  const {
    overrides: _none,
    switchCheckId: _id,
    stayMs: _stay,
    withinMs: _within,
    ...facts
  } = DRILL_REQUEST;
  const { expected, ...who } = facts;
  expect(course.report).toEqual({
    ...who,
    startedAt: NOON,
    endedAt: noon(55_000),
    outcome: 'passed',
    stopped: null,
    marks: {
      flipped: noon(1_000),
      checkers: noon(4_000),
      nameServers: noon(11_000),
      page: noon(12_000),
      restoring: noon(42_000),
      restored: noon(55_000),
    },
    rto: { expected, measuredMoveMs: 11_000 },
  });
  expect(course.state).toMatchObject({ cause: 'decision', drill: null, flips: [] });
});

test('DNS that does not move out in time ends it, and visitors were never away', () => {
  const course = play([
    [1_000, PUT],
    [119_999, PUT],
    [120_000, PUT],
    [121_000, CALM],
  ]);
  expect(course.lines.slice(1)).toEqual([
    '119999 failing-over awaiting-dns secondary',
    '120000 failing-back drill-stopped primary',
    '121000 on-primary dns-confirmed -',
  ]);
  expect(reportOf(course)).toMatchObject({
    outcome: 'failed',
    stopped: 'dns-did-not-move',
    marks: { nameServers: null, page: null, restoring: noon(120_000), restored: noon(121_000) },
    rto: { measuredMoveMs: null },
  });
});

test('DNS that does not move back in time is a result, and going back goes on', () => {
  const course = play([
    [1_000, OUT, { page: 'secondary' }],
    [31_000, OUT, { page: 'secondary' }],
    [31_000 + 2 * MINUTE - 1, REMOVED],
    [31_000 + 2 * MINUTE, REMOVED],
    [31_000 + 9 * MINUTE, REMOVED],
    [31_000 + 10 * MINUTE, CALM],
  ]);
  expect(course.lines.slice(1)).toEqual([
    '31000 failing-back drill-over primary',
    '150999 failing-back awaiting-dns primary',
    '151000 failing-back awaiting-dns primary',
    '571000 failing-back awaiting-dns primary',
    '631000 on-primary dns-confirmed -',
  ]);
  expect(reportOf(course)).toMatchObject({
    outcome: 'failed',
    stopped: 'dns-did-not-move',
    marks: { page: noon(1_000), restored: noon(631_000) },
  });
});

test('DNS that moves without the page of the secondary is a failure of the secondary', () => {
  const course = play([
    [1_000, PUT],
    [10_000, OUT],
    [120_000, OUT],
    [121_000, CALM],
  ]);
  expect(course.lines[2]).toBe('120000 failing-back drill-stopped primary');
  expect(reportOf(course)).toMatchObject({ outcome: 'failed', stopped: 'secondary-failed' });
});

test.each(['failing-over', 'on-secondary'] as const)(
  'a secondary that is found unhealthy is left at once: %s',
  (phase) => {
    const state = away(phase, { marks: marks({ flipped: NOON }) });
    const bad: Evidence = { ...OUT, secondary: 'unhealthy' };
    expect(decide(state, bad, POLICY, noon(1))).toMatchObject({
      flipTo: 'primary',
      reason: 'drill-stopped',
      next: { phase: 'failing-back', drill: { stopped: 'secondary-failed' } },
    });
    const unknown: Evidence = { ...OUT, secondary: 'unknown' };
    expect(decide(state, unknown, POLICY, noon(1)).next.drill?.stopped).toBeNull();
  },
);

test('three bad pages in a row end it, and a good one in between begins the count anew', () => {
  const course = play([
    [1_000, OUT, { page: 'secondary' }],
    [2_000, OUT, { page: 'other' }],
    [3_000, OUT, { page: 'unreachable' }],
    [4_000, OUT, { page: 'secondary' }],
    [5_000, OUT, { page: 'other' }],
    [6_000, OUT, { page: 'other' }],
    [7_000, OUT, { page: 'unreachable' }],
    [8_000, CALM],
  ]);
  expect(course.lines.slice(5)).toEqual([
    '6000 on-secondary drill-staying -',
    '7000 failing-back drill-stopped primary',
    '8000 on-primary dns-confirmed -',
  ]);
  expect(reportOf(course)).toMatchObject({ outcome: 'failed', stopped: 'secondary-failed' });
});

test('three bad pages end it before a good one was seen, too', () => {
  const course = play([
    [1_000, OUT, { page: 'other' }],
    [2_000, OUT, { page: 'other' }],
    [3_000, OUT, { page: 'other' }],
  ]);
  expect(course.lines[2]).toBe('3000 failing-back drill-stopped primary');
});

describe('the primary fails during a drill', () => {
  test.each<[string, FailoverState, Evidence]>([
    ['on the way out', away('failing-over'), { ...PUT, primary: 'unhealthy' }],
    ['during the stay', away('on-secondary'), { ...OUT, primary: 'unhealthy' }],
    ['on the way back', away('failing-back'), { ...REMOVED, primary: 'unhealthy' }],
    [
      'on the way back, half way',
      away('failing-back'),
      { ...REMOVED, served: 'mixed', primary: 'unhealthy' },
    ],
    [
      'while little is known of the secondary',
      away('failing-over'),
      { ...PUT, primary: 'unhealthy', secondary: 'unknown' },
    ],
  ])('%s: it is a failover from now on, which nobody counts', (_when, state, evidence) => {
    const before: FailoverState = { ...state, overridden: ['cooling-down'] };
    const decision = decide(before, evidence, POLICY, noon(5_000));
    expect(decision).toMatchObject({
      flipTo: 'secondary',
      reason: 'drill-became-failover',
      next: {
        phase: 'failing-over',
        since: noon(5_000),
        cause: 'decision',
        overridden: [],
        flips: [],
        drill: null,
        lastDrill: {
          outcome: 'became-failover',
          stopped: 'primary-failed',
          endedAt: noon(5_000),
        },
      },
    });
    const settled = decide(decision.next, FAILED_OVER, POLICY, noon(6_000));
    expect(settled.next.phase).toBe('on-secondary');
  });

  test.each<[string, FailoverState, Evidence, string]>([
    [
      'visitors are back on the primary already',
      away('failing-back'),
      { ...CALM, primary: 'unhealthy' },
      'dns-confirmed',
    ],
    [
      'visitors are back, and the switch still has to go',
      away('failing-back'),
      { ...PUT, primary: 'unhealthy' },
      'awaiting-dns',
    ],
    ['the monitor is blind', away('on-secondary'), { ...FAILED_OVER, blind: true }, 'awaiting-dns'],
    [
      'the secondary is unhealthy, too',
      away('on-secondary'),
      { ...FAILED_OVER, secondary: 'unhealthy' },
      'drill-stopped',
    ],
  ])('is no failover when %s', (_when, state, evidence, reason) => {
    const decision = decide(state, evidence, POLICY, noon(5_000));
    expect(decision.reason).toBe(reason);
    expect(decision.next.lastDrill?.outcome).not.toBe('became-failover');
  });

  test('visitors who are back get the ordinary failover, after the drill is over', () => {
    const back: Evidence = { ...OUTAGE };
    const over = decide(away('failing-back'), back, POLICY, noon(5_000)).next;
    expect(over).toMatchObject({ phase: 'on-primary', drill: null });
    expect(decide(over, back, POLICY, noon(6_000))).toMatchObject({
      reason: 'primary-unhealthy',
      next: { phase: 'failing-over', flips: [noon(6_000)] },
    });
  });
});

test('a failback by order ends it, and the report says that it was cancelled', () => {
  const state = away('on-secondary', { marks: marks({ flipped: NOON, page: noon(9_000) }) });
  const order = { target: 'primary', by: 'ada', reason: 'stop', overrides: [] } as const;
  const ruling = decideOrder(order, { state, evidence: OUT, policy: POLICY, now: noon(10_000) });
  const begun = ruling.kind === 'begun' ? ruling.decision.next : state;
  const { next } = decide(begun, CALM, POLICY, noon(20_000));
  expect(next.lastDrill).toMatchObject({
    outcome: 'failed',
    stopped: 'cancelled',
    marks: { restoring: noon(10_000), restored: noon(20_000) },
    rto: { measuredMoveMs: 9_000 },
  });
});

test('a switch that was removed by hand ends it, and the report says that it was cancelled', () => {
  const course = play([
    [1_000, OUT, { page: 'secondary' }],
    [5_000, REMOVED, { page: 'secondary', checkersSeeSwitch: true }],
    [6_000, REMOVED, { page: 'other', checkersSeeSwitch: true }],
    [17_000, CALM],
  ]);
  expect(course.lines.slice(1)).toEqual([
    '5000 failing-back switched-by-hand primary',
    '6000 failing-back awaiting-dns primary',
    '17000 on-primary dns-confirmed -',
  ]);
  expect(reportOf(course)).toMatchObject({
    outcome: 'failed',
    stopped: 'cancelled',
    marks: { restoring: noon(5_000), restored: noon(17_000) },
  });
});

test.each([
  [null, 'passed'],
  ['dns-did-not-move', 'failed'],
] as const)('confirmed by somebody else, stopped by %s: %s', (stopped, outcome) => {
  const state = away('on-primary', { stopped });
  expect(decide(state, CALM, POLICY, noon(5_000))).toMatchObject({
    flipTo: null,
    reason: 'dns-confirmed',
    next: { phase: 'on-primary', drill: null, lastDrill: { outcome, stopped } },
  });
});

test('a drill ends in time even when nobody can tell any more what is served', () => {
  const course = play([
    [1_000, OUT, { page: 'secondary' }],
    [10_000, { ...OUT, served: 'unknown', switched: 'unknown' }],
    [30_999, { ...OUT, served: 'unknown', switched: 'unknown' }],
    [31_000, { ...OUT, served: 'unknown', switched: 'unknown' }],
  ]);
  expect(course.lines.slice(1)).toEqual([
    '10000 on-secondary awaiting-dns secondary',
    '30999 on-secondary awaiting-dns secondary',
    '31000 failing-back drill-over primary',
  ]);
});

test('a hold that begins meanwhile does not keep visitors away', () => {
  const state = {
    ...away('on-secondary', { marks: marks({ flipped: NOON, page: NOON }) }),
    hold: HOLD,
  };
  expect(decide(state, OUT, POLICY, noon(30_000))).toMatchObject({
    flipTo: 'primary',
    reason: 'drill-over',
  });
});

describe('what is written down', () => {
  test('every moment is written down once', () => {
    const first = observeDrill(
      drill(),
      OUT,
      { page: 'secondary', checkersSeeSwitch: true },
      noon(1_000),
    );
    expect(first.marks).toEqual({
      flipped: noon(1_000),
      checkers: noon(1_000),
      nameServers: noon(1_000),
      page: noon(1_000),
      restoring: null,
      restored: null,
    });
    const again = observeDrill(
      first,
      OUT,
      { page: 'secondary', checkersSeeSwitch: true },
      noon(2_000),
    );
    expect(again).toEqual(first);
  });

  test('nothing that comes before the switch was seen is a result of it', () => {
    const early = observeDrill(
      drill(),
      { ...CALM, served: 'secondary' },
      { page: 'secondary', checkersSeeSwitch: true },
      noon(1_000),
    );
    expect(early.marks).toEqual(NO_MARKS);
  });

  test('on the way back nothing of the way out is written down any more', () => {
    const back = drill({ marks: marks({ flipped: NOON, restoring: noon(9_000) }) });
    const seen = observeDrill(
      back,
      OUT,
      { page: 'secondary', checkersSeeSwitch: true },
      noon(10_000),
    );
    expect(seen.marks).toEqual(back.marks);
  });

  test.each<[Evidence, boolean]>([
    [CALM, true],
    [{ ...CALM, switched: 'unknown' }, false],
    [REMOVED, false],
    [{ ...CALM, served: 'mixed' }, false],
  ])('restored is when the switch is gone and DNS is back: %#', (evidence, isRestored) => {
    const back = drill({ marks: marks({ flipped: NOON, restoring: noon(9_000) }) });
    const { restored } = observeDrill(back, evidence, NOTHING, noon(10_000)).marks;
    expect(restored).toBe(isRestored ? noon(10_000) : null);
    const out = drill({ marks: marks({ flipped: NOON }) });
    expect(observeDrill(out, evidence, NOTHING, noon(10_000)).marks.restored).toBeNull();
  });

  test('a look that did not take place is no bad page', () => {
    const bad = drill({ badPages: 2 });
    expect(observeDrill(bad, OUT, NOTHING, NOON).badPages).toBe(0);
    expect(observeDrill(bad, OUT, { ...NOTHING, page: 'other' }, NOON).badPages).toBe(3);
  });
});

test('a decision of a drill that changes nothing keeps the reason and the phase', () => {
  const state = {
    ...away('on-secondary', { marks: marks({ flipped: NOON, page: NOON }) }),
    reason: 'drill-staying' as const,
  };
  expect(decideDrill(state, drill({ marks: marks({ page: NOON }) }), OUT, noon(1)).next).toBe(
    state,
  );
});
