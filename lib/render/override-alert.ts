import type { Evidence } from '../core/failover.ts';
import type { News } from '../core/news.ts';
import type { Site } from '../core/site.ts';
import type { EpochMs } from '../core/time.ts';
import type { Message } from '../core/world.ts';
import { failoverCommand } from './commands.ts';
import { ago, utc } from './duration.ts';
import { layout } from './layout.ts';
import { REASON_TEXT } from './reasons.ts';
import { commandsFor } from './response.ts';
import { quoted, subject } from './text.ts';

export type OverrideFacts = {
  readonly site: Site;
  readonly news: News;
  readonly evidence: Evidence;
  readonly now: EpochMs;
};

/** Somebody flipped against the safety rules: everybody hears of it, also during maintenance. */
export function overrideAlert({ site, news, evidence, now }: OverrideFacts): Message {
  const { what, how, lead } = deedOf(site.name, news);
  return {
    subject: subject(site.name, `: ${what} ${how}, safety rules overridden`),
    body: layout(lead, [
      {
        heading: 'WHAT WAS OVERRIDDEN',
        lines: news.overridden.map((rule) => `- ${rule}: ${REASON_TEXT[rule]}`),
      },
      {
        heading: 'WHAT IS KNOWN',
        lines: [
          `- primary: ${evidence.primary}`,
          `- secondary: ${evidence.secondary}`,
          `- served: ${evidence.served}`,
          `It was done at ${utc(news.at)} (${ago(news.at, now)}).`,
        ],
      },
      {
        heading: 'WHAT YOU CAN DO',
        lines: [
          'Read who has done what, and why:',
          { command: failoverCommand(site, 'history') },
          ...commandsFor(site, []),
        ],
      },
      { heading: 'WHERE TO LOOK', lines: ['docs/runbook.md#rules-overridden'] },
    ]),
    attributes: { site: site.name, event: 'rules-overridden', severity: 'critical' },
  };
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
