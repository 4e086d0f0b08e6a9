import { drillOverdueAlert } from '../drill-overdue-alert.ts';
import { holdEndingAlert } from '../hold-ending-alert.ts';
import { drillReport } from './drill-reports.ts';
import { evidenceSince, failoverState, hold } from './made-up.ts';
import {
  before,
  DAY_MS,
  incidentAt,
  MINUTE_MS,
  open,
  type Sample,
  type Setting,
  type Stage,
  sample,
} from './setting.ts';

/** A maintenance ends while the primary does not answer yet; a hold ends on a good day. */
export function holdEndingSamples(setting: Setting): readonly Sample[] {
  const { site } = setting;
  const ending = (since: Setting['now'], kind: 'hold' | 'maintenance', isHealthy: boolean) => {
    const { incident, now } = incidentAt({ now: since }, open('opened', 0));
    return holdEndingAlert({
      site,
      incident,
      failover: failoverState(now, { hold: hold(now, { kind }) }),
      evidence: evidenceSince(
        before(now, 40 * MINUTE_MS),
        isHealthy ? { primary: 'healthy', outageSince: null } : {},
      ),
      now,
    });
  };
  const { now } = setting;
  return [
    sample(ending(now, 'maintenance', false)),
    sample(ending(before(now, DAY_MS), 'hold', true), 'hold'),
  ];
}

/** Nobody has rehearsed for longer than the policy wants, or ever. */
export function drillOverdueSamples(setting: Setting): readonly Sample[] {
  const overdue = (since: Setting['now'], stage: Stage, isFirst: boolean) => {
    const { incident, now } = incidentAt({ now: since }, stage);
    const lastDrill = isFirst
      ? null
      : drillReport(setting, { startedAt: before(since, 91 * DAY_MS) });
    return drillOverdueAlert(stage.event, {
      site: setting.site,
      incident,
      failover: failoverState(now, { lastDrill }),
      now,
    });
  };
  const { now } = setting;
  return [
    sample(overdue(now, open('opened', DAY_MS), false)),
    sample(overdue(now, open('reminder', 8 * DAY_MS), false)),
    sample(overdue(before(now, DAY_MS), open('opened', DAY_MS), true), 'never'),
  ];
}
