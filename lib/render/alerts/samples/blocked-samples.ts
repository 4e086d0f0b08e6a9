import type { Evidence, Reason } from '../../../core/failover.ts';
import { plusMs } from '../../../core/time.ts';
import { blockedAlert } from '../blocked-alert.ts';
import { evidenceSince, failoverState, hold } from './made-up.ts';
import {
  before,
  DAY_MS,
  incidentAt,
  MINUTE_MS,
  open,
  type Sample,
  SECOND_MS,
  type Setting,
  type Stage,
  sample,
} from './setting.ts';

/** A rule keeps visitors on an unhealthy primary: the first night, in order, and then other rules. */
export function blockedSamples(setting: Setting): readonly Sample[] {
  const { site } = setting;
  const told = (stage: Stage, reason: Reason, change: Partial<Evidence>, since = setting.now) => {
    const { incident, now } = incidentAt({ now: since }, stage);
    return blockedAlert(stage.event, {
      site,
      incident,
      failover: failoverState(now, {
        reason,
        hold: reason === 'held' ? hold(now, { until: null }) : null,
      }),
      evidence: evidenceSince(before(since, 12 * SECOND_MS), change),
      now,
    });
  };
  const bad = { secondary: 'unhealthy' } as const;
  const opened = open('opened', 0);
  return [
    sample(told(opened, 'both-unhealthy', bad)),
    sample(told(open('worse', 6 * MINUTE_MS), 'secondary-not-healthy', bad)),
    ...OTHER_RULES.map(([reason, change], index) =>
      sample(told(opened, reason, change, plusMs(setting.now, (index + 1) * DAY_MS)), reason),
    ),
  ];
}

/** Of other nights. */
const OTHER_RULES: readonly (readonly [Reason, Partial<Evidence>])[] = [
  ['held', {}],
  ['not-armed', {}],
  ['cooling-down', {}],
  ['daily-limit', {}],
];
