import { type DrillMarks, type DrillReport, NO_MARKS } from '../../../core/drill.ts';
import { type EpochMs, plusMs } from '../../../core/time.ts';
import { SOMEBODY } from './made-up.ts';
import { MINUTE_MS, SECOND_MS, type Setting } from './setting.ts';

/** Marks at so many milliseconds after the drill began; what is not named was not observed. */
const marksAt = (
  startedAt: EpochMs,
  afterMs: Partial<Record<keyof DrillMarks, number>>,
): DrillMarks => ({
  ...NO_MARKS,
  ...Object.fromEntries(Object.entries(afterMs).map(([name, ms]) => [name, plusMs(startedAt, ms)])),
});

/** A drill that passed, as drills should. */
export const drillReport = (
  { site }: Pick<Setting, 'site'>,
  change: Pick<DrillReport, 'startedAt'> & Partial<DrillReport>,
): DrillReport => ({
  site: site.name,
  id: '0f6c2b1e',
  by: SOMEBODY,
  reason: 'the quarterly rehearsal',
  endedAt: plusMs(change.startedAt, 84 * SECOND_MS),
  outcome: 'passed',
  stopped: null,
  marks: marksAt(change.startedAt, {
    flipped: 1_200,
    checkers: 3_300,
    nameServers: 8_600,
    page: 11_000,
    restoring: 71_000,
    restored: 83_200,
  }),
  rto: {
    expected: { detectMs: 28_000, moveMs: 10_000, cachesMs: 60_000 },
    measuredMoveMs: 9_800,
  },
  ...change,
});

/** The name servers never answered with the secondary. */
export function stuckReport(setting: Pick<Setting, 'site'>, startedAt: EpochMs): DrillReport {
  const passed = drillReport(setting, { startedAt });
  return {
    ...passed,
    outcome: 'failed',
    stopped: 'dns-did-not-move',
    endedAt: plusMs(startedAt, 3 * MINUTE_MS + 6 * SECOND_MS),
    marks: marksAt(startedAt, {
      flipped: 1_200,
      checkers: 3_300,
      restoring: 181_200,
      restored: 185_400,
    }),
    rto: { ...passed.rto, measuredMoveMs: null },
  };
}

/** The primary failed while visitors were on the secondary. */
export function realReport(setting: Pick<Setting, 'site'>, startedAt: EpochMs): DrillReport {
  const passed = drillReport(setting, { startedAt });
  return {
    ...passed,
    outcome: 'became-failover',
    stopped: 'primary-failed',
    endedAt: plusMs(startedAt, 42 * SECOND_MS),
    marks: { ...passed.marks, restoring: null, restored: null },
  };
}
