import { type Budget, HOUR_MS } from '../../core/alerts/budget.ts';
import { threadOf } from '../../core/alerts/incident.ts';
import type { EpochMs } from '../../core/time.ts';
import { plusMs } from '../../core/time.ts';
import type { Message } from '../../core/world.ts';
import { failoverCommandForAll } from '../commands.ts';
import { utc } from '../duration.ts';
import { alert } from './alert.ts';

export type CapFacts = {
  readonly stack: string;
  readonly perHourMax: number;
  readonly budget: Budget;
  /** The alert that came after the last one of the hour's budget. */
  readonly waiting: Message;
  readonly now: EpochMs;
};

/** So many alerts were sent in one hour that the rest has to wait, which people must know. */
export function capAlert({ stack, perHourMax, budget, waiting, now }: CapFacts): Message {
  const until = plusMs(budget.since, HOUR_MS);
  const { site, event } = waiting.attributes;
  return alert({
    class: 'cap',
    event: 'opened',
    severity: 'warning',
    site: stack,
    thread: threadOf(stack, 'cap', budget.since),
    now,
    since: budget.since,
    headline: `${perHourMax} sent in this hour, warnings wait`,
    visitors: `This says nothing of visitors: Understudy (${stack}) has sent ${perHourMax} alerts within an hour, and that is the most that it may send (alerts.perHour in sites.yml).`,
    sure: [
      `The hour began at ${utc(budget.since)}. The first alert beyond was ${event} of ${site}.`,
    ],
    does: [
      `Warnings and what only informs wait until ${utc(until)}; nothing is dropped, and what is over by then is told as over. Critical alerts are still sent, but at most ${perHourMax} more.`,
      'Watching, failover and failback go on as ever.',
    ],
    can: [
      'See what is wrong with all sites:',
      { command: failoverCommandForAll('status') },
      'If it is planned work, mute the site; if so many alerts are normal for so many sites, raise alerts.perHour in sites.yml and deploy.',
    ],
    facts: { perHourMax, waiting: waiting.data.id },
  });
}
