import { threadOf } from '../../core/alerts/incident.ts';
import type { News } from '../../core/alerts/news.ts';
import type { Evidence } from '../../core/failover.ts';
import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Message } from '../../core/world.ts';
import { failoverCommand } from '../commands.ts';
import { ago, utc } from '../duration.ts';
import { REASON_TEXT } from '../reasons.ts';
import { commandsFor, visitorsGet } from '../response.ts';
import { quoted } from '../text.ts';
import { alert } from './alert.ts';
import { evidenceRows } from './evidence-rows.ts';

export type OverrideFacts = {
  readonly site: Site;
  readonly news: News;
  readonly evidence: Evidence;
  readonly now: EpochMs;
};

/** Somebody flipped against the safety rules: everybody hears of it, also during maintenance. */
export function overrideAlert({ site, news, evidence, now }: OverrideFacts): Message {
  const { what, how, lead } = deedOf(site.name, news);
  const isDrill = what === 'drill';
  return alert({
    class: 'overridden',
    event: what,
    severity: 'critical',
    site: site.name,
    thread: threadOf(site.name, 'overridden', news.at),
    now,
    since: news.at,
    isDrill,
    headline: `${what} ${how} against the rules`,
    visitors: `${isDrill ? 'DRILL: ' : ''}${lead} ${visitorsGet(news.phase)}`,
    sure: [
      `It was done at ${utc(news.at)} (${ago(news.at, now)}).`,
      ...evidenceRows(evidence, now),
    ],
    does: [
      'It does what was ordered. These rules would have kept it from that:',
      ...news.overridden.map((rule) => `- ${rule}: ${REASON_TEXT[rule]}`),
    ],
    can: [
      'Read who has done what, and why:',
      { command: failoverCommand(site, 'history') },
      ...commandsFor(site, []),
    ],
    facts: { overridden: news.overridden, by: news.by, phase: news.phase, reason: news.reason },
  });
}

/** Nobody knows who removed a switch object by hand; S3 asks nobody for a reason. */
function deedOf(site: string, { phase, reason, by, overridden }: News) {
  const rules = `against ${overridden.length === 1 ? 'a safety rule' : 'safety rules'}: ${overridden.join(', ')}.`;
  const what = phase === 'failing-back' ? 'failback' : 'failover';
  if (reason === 'switched-by-hand')
    return {
      what,
      how: 'by hand',
      lead: `Somebody removed the switch object of ${site} by hand, which is a failback, ${rules}`,
    };
  if (reason === 'drill')
    return {
      what: 'drill',
      how: 'by order',
      lead: `${quoted(by)} began a drill of ${site} ${rules}`,
    };
  return { what, how: 'by order', lead: `${quoted(by)} ordered a ${what} of ${site} ${rules}` };
}
