import { type DrillReport, NO_MARKS } from '../../lib/core/drill.ts';
import { isDrillDue, isInWindow } from '../../lib/core/drill-window.ts';
import type { DrillWindow } from '../../lib/core/site.ts';
import { epochMs } from '../../lib/core/time.ts';
import { DRILL_REQUEST, HOUR, NOON, noon, POLICY } from './situations.ts';

const at = (text: string) => epochMs(Date.parse(text));
const [SUNDAY, TUESDAY, THURSDAY, SATURDAY] = [0, 2, 4, 6];
const EARLY_ON_SUNDAY: DrillWindow = { days: [SUNDAY], fromMinute: 180, toMinute: 300 };
const OVER_MIDNIGHT: DrillWindow = {
  days: [TUESDAY, SATURDAY],
  fromMinute: 22 * 60,
  toMinute: 2 * 60,
};
const EVERY_NIGHT: DrillWindow = { days: [], fromMinute: 22 * 60, toMinute: 2 * 60 };

test.each<[string, DrillWindow | null, boolean]>([
  // 22 November 2026 is a Sunday.
  ['2026-11-22T02:59:59.999Z', EARLY_ON_SUNDAY, false],
  ['2026-11-22T03:00:00.000Z', EARLY_ON_SUNDAY, true],
  ['2026-11-22T04:59:59.999Z', EARLY_ON_SUNDAY, true],
  ['2026-11-22T05:00:00.000Z', EARLY_ON_SUNDAY, false],
  ['2026-11-23T03:30:00.000Z', EARLY_ON_SUNDAY, false],
  ['2026-11-29T03:30:00.000Z', EARLY_ON_SUNDAY, true],
  // Saturday evening until Sunday morning, Tuesday evening until Wednesday morning.
  ['2026-11-21T21:59:59.999Z', OVER_MIDNIGHT, false],
  ['2026-11-21T22:00:00.000Z', OVER_MIDNIGHT, true],
  ['2026-11-22T00:00:00.000Z', OVER_MIDNIGHT, true],
  ['2026-11-22T01:59:59.999Z', OVER_MIDNIGHT, true],
  ['2026-11-22T02:00:00.000Z', OVER_MIDNIGHT, false],
  ['2026-11-22T22:00:00.000Z', OVER_MIDNIGHT, false],
  ['2026-11-21T01:00:00.000Z', OVER_MIDNIGHT, false],
  ['2026-11-24T01:00:00.000Z', OVER_MIDNIGHT, false],
  ['2026-11-25T01:00:00.000Z', OVER_MIDNIGHT, true],
  ['2026-11-23T23:00:00.000Z', EVERY_NIGHT, true],
  ['2026-11-24T01:00:00.000Z', EVERY_NIGHT, true],
  ['2026-11-24T12:00:00.000Z', EVERY_NIGHT, false],
  ['2026-11-24T12:00:00.000Z', null, true],
])('%s, %j: %s', (text, window, isIn) => {
  expect(isInWindow(window, at(text))).toBe(isIn);
});

test('the days are those of the calendar, for ten thousand days', () => {
  const thursdays: DrillWindow = { days: [THURSDAY], fromMinute: 0, toMinute: 24 * 60 };
  for (let day = 0; day < 10_000; day++) {
    const moment = epochMs(day * 24 * HOUR + 12 * HOUR);
    expect(isInWindow(thursdays, moment)).toBe(new Date(moment).getUTCDay() === THURSDAY);
  }
});

describe('a drill is due', () => {
  const {
    switchCheckId: _id,
    stayMs: _stay,
    withinMs: _within,
    overrides: _o,
    ...request
  } = DRILL_REQUEST;
  const { expected, ...who } = request;
  const PASSED: DrillReport = {
    ...who,
    startedAt: noon(-1_000),
    endedAt: NOON,
    outcome: 'passed',
    stopped: null,
    marks: NO_MARKS,
    rto: { expected, measuredMoveMs: 1_000 },
  };
  const WEEKLY = { ...POLICY.drill, everyMs: 7 * 24 * HOUR };

  test.each<[string, DrillReport | null, number, boolean]>([
    ['when there was none', null, 0, true],
    ['not just after one that passed', PASSED, 0, false],
    ['not a moment before the time is over', PASSED, 7 * 24 * HOUR - 1, false],
    ['when the time is over', PASSED, 7 * 24 * HOUR, true],
    ['after one that failed', { ...PASSED, outcome: 'failed' }, 1, true],
    ['after one that became a failover', { ...PASSED, outcome: 'became-failover' }, 1, true],
  ])('%s', (_name, lastDrill, afterMs, isDue) => {
    expect(isDrillDue(WEEKLY, lastDrill, noon(afterMs))).toBe(isDue);
    expect(isDrillDue(POLICY.drill, lastDrill, noon(afterMs))).toBe(false);
  });
});
