import type { DrillReport } from '../../../core/drill.ts';
import { plusMs } from '../../../core/time.ts';
import { drillEndedAlert, drillStartedAlert } from '../drill-alert.ts';
import { drillReport, realReport, stuckReport } from './drill-reports.ts';
import { DAY_MS, type Sample, SECOND_MS, type Setting, sample } from './setting.ts';

/** A drill that passes, and on other days one that fails and one that becomes a failover. */
export function drillSamples(setting: Setting): readonly Sample[] {
  const { site, now: startedAt } = setting;
  const { stayMs, withinMs } = site.policy.drill;
  const passed = drillReport(setting, { startedAt });
  const { by, reason } = passed;
  const ended = (report: DrillReport) =>
    sample(drillEndedAlert({ report, now: plusMs(report.endedAt, SECOND_MS) }));
  return [
    sample(
      drillStartedAlert({
        site: site.name,
        by,
        reason,
        stayMs,
        withinMs,
        startedAt,
        now: plusMs(startedAt, SECOND_MS),
      }),
    ),
    ended(passed),
    ended(stuckReport(setting, plusMs(startedAt, DAY_MS))),
    ended(realReport(setting, plusMs(startedAt, 2 * DAY_MS))),
  ];
}
