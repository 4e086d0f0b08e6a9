import type { Seen } from '../../../core/alerts/seen.ts';
import type { FailoverState } from '../../../core/failover.ts';
import { type EpochMs, plusMs } from '../../../core/time.ts';
import { outageAlert } from '../outage-alert.ts';
import type { SiteFacts } from '../site-facts.ts';
import { badStatus, hold, refused } from './made-up.ts';
import {
  before,
  DAY_MS,
  HOUR_MS,
  incidentAt,
  MINUTE_MS,
  type Sample,
  SECOND_MS,
  type Setting,
  type Stage,
  sample,
} from './setting.ts';
import { addressesOf, controllerState, health, siteFacts } from './site-facts-samples.ts';

/** What the failover function had written down when the message was sent. */
type Knows = { readonly failover: Partial<FailoverState>; readonly seen: Partial<Seen> };

/** One outage from its first minute to its end: it is moved, then the secondary fails, too. Then others. */
export function outageSamples(setting: Setting): readonly Sample[] {
  const { now } = setting;
  const inMinutes = (minutes: number) => plusMs(now, minutes * MINUTE_MS);
  const open = (event: Stage['event'], afterMs: number): Stage => ({
    event,
    afterMs,
    overForMs: null,
    told: event === 'reminder' || event === 'escalated' ? { gravity: 3 } : {},
  });
  const moved = {
    phase: 'on-secondary',
    since: plusMs(now, 3 * SECOND_MS),
    reason: 'failback-manual',
  } as const;
  const none = (minutes: number): Seen['checkers'] => ({
    healthy: 0,
    total: 16,
    at: inMinutes(minutes),
  });
  const bothFail = (minutes: number): Knows => ({
    failover: moved,
    seen: { served: 'secondary', secondary: 'unhealthy', checkers: none(minutes) },
  });
  const again: Stage = {
    ...open('reminder', 75 * MINUTE_MS),
    told: { gravity: 3, reminders: 1, latestAt: inMinutes(45) },
  };
  const over: Stage = {
    event: 'resolved',
    afterMs: 2 * HOUR_MS,
    overForMs: 5 * MINUTE_MS,
    told: { gravity: 3 },
  };
  const wellAgain: Knows = {
    failover: moved,
    seen: { served: 'secondary', checkers: { healthy: 16, total: 16, at: inMinutes(118) } },
  };
  return [
    sample(tell(setting, open('opened', SECOND_MS), justBefore(now))),
    sample(tell(setting, open('worse', 9 * MINUTE_MS), bothFail(8))),
    sample(tell(setting, open('escalated', 15 * MINUTE_MS), bothFail(13))),
    sample(tell(setting, open('reminder', 45 * MINUTE_MS), bothFail(43))),
    sample(tell(setting, again, bothFail(73)), 'second'),
    sample(tell(setting, over, wellAgain)),
    ...otherNights(setting),
  ];
}

/** The failover function has not looked since it began. */
const justBefore = (now: EpochMs): Knows => ({
  failover: { reason: 'primary-healthy' },
  seen: {
    at: before(now, MINUTE_MS),
    checkers: { healthy: 16, total: 16, at: before(now, 4 * MINUTE_MS) },
  },
});

/** Openings of other outages. */
function otherNights(setting: Setting): readonly Sample[] {
  const night = (days: number): Setting => ({
    ...setting,
    now: plusMs(setting.now, days * DAY_MS),
  });
  const opened: Stage = { event: 'opened', afterMs: SECOND_MS, overForMs: null, told: {} };
  const late: Stage = { ...opened, afterMs: 12 * MINUTE_MS, overForMs: 2 * MINUTE_MS };
  const second = night(1);
  const third = night(2);
  const held = hold(second.now, { until: null });
  return [
    sample(
      tell(second, opened, { failover: { reason: 'primary-healthy', hold: held }, seen: {} }),
      'held',
    ),
    sample(tell(third, late, { failover: { reason: 'primary-healthy' }, seen: {} }), 'told-late'),
    sample(tell(night(3), opened, null), 'first-day'),
    sample(tell(observed(night(4)), opened, { failover: {}, seen: {} }), 'observed'),
  ];
}

const observed = ({ site, ...setting }: Setting): Setting => ({
  ...setting,
  site: { ...site, policy: { ...site.policy, mode: 'observe' } },
});

function tell(setting: Setting, stage: Stage, knows: Knows | null) {
  const about = incidentAt(setting, stage);
  const controller = knows === null ? null : controllerState(about.now, knows.failover, knows.seen);
  const evidence = stage.overForMs === null ? failing(setting, about.now) : {};
  return outageAlert(stage.event, siteFacts(setting.site, about, { controller, ...evidence }));
}

/** One address refuses, the other says that it is broken. */
function failing({ site, now: since }: Setting, now: EpochMs): Partial<SiteFacts> {
  const [one, other] = addressesOf(site);
  return {
    monitor: {
      health: { [one]: health('unhealthy', since), [other]: health('unhealthy', since) },
      lastHealthyAt: before(since, 4 * SECOND_MS),
      answers: null,
      certificate: null,
    },
    latest: [refused(before(now, 3 * SECOND_MS), one), badStatus(before(now, SECOND_MS), other)],
  };
}
