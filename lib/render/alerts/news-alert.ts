import type { News } from '../../core/alerts/news.ts';
import type { Evidence, FailoverState } from '../../core/failover.ts';
import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import { unreachable } from '../../core/unreachable.ts';
import type { Message } from '../../core/world.ts';
import { drillEndedAlert, drillStartedAlert } from './drill-alert.ts';
import { flipAlert } from './flip-alert.ts';
import { overrideAlert } from './override-alert.ts';

export type NewsFacts = {
  readonly site: Site;
  readonly news: News;
  readonly evidence: Evidence;
  readonly failover: FailoverState;
  readonly now: EpochMs;
};

/** The message for one piece of news. */
export function newsAlert({ site, news, evidence, failover, now }: NewsFacts): Message {
  const { kind, phase, reason, at } = news;
  const { cause } = failover;
  const flip = { site, phase, reason, cause, evidence, at, now };
  switch (kind) {
    case 'moved':
      return flipAlert(flip);
    case 'overridden':
      return overrideAlert({ site, news, evidence, now });
    case 'drill-started': {
      const { stayMs, withinMs } = site.policy.drill;
      const drill = failover.drill ?? failover.lastDrill;
      const reason = drill?.reason ?? 'a drill';
      const startedAt = drill?.startedAt ?? at;
      return drillStartedAlert({
        site: site.name,
        by: news.by,
        reason,
        startedAt,
        stayMs,
        withinMs,
        now,
      });
    }
    case 'drill-ended':
      // Its report is in the same record, written with the news.
      return failover.lastDrill === null
        ? flipAlert(flip)
        : drillEndedAlert({ report: failover.lastDrill, now });
    default:
      return unreachable(kind);
  }
}
