import type { Incident, IncidentEvent } from '../../core/alerts/incident.ts';
import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import { isOfSecondary, type VerificationNews } from '../../core/verified.ts';
import type { Finding } from '../../core/verify/finding.ts';
import type { Message } from '../../core/world.ts';
import { failoverCommand } from '../commands.ts';
import { isCommand } from '../findings.ts';
import type { Line } from '../layout.ts';
import { alert } from './alert.ts';
import {
  acknowledgeLines,
  HEADLINE_OF_EVENT,
  identityOf,
  lasted,
  sinceLines,
} from './incident-parts.ts';

export type NotReadyFacts = {
  readonly site: Site;
  readonly news: VerificationNews;
  /** What the latest verification found. */
  readonly findings: readonly Finding[];
  readonly incident: Incident;
  readonly now: EpochMs;
};

/** A mail is no place for forty findings; the command lists them all. */
const SHOWN_MAX = 8;

/** Something that a failover rests on fails its check, another one does too, or all of it is mended. */
export function notReadyAlert(event: IncidentEvent, facts: NotReadyFacts): Message {
  const { site, news, incident, now } = facts;
  return alert({
    ...identityOf({ class: 'not-ready', event, severity: 'warning', site, incident, now }),
    headline: headlineOf(event, facts),
    visitors: event === 'resolved' ? allMended(site) : broken(site, news),
    sure: [
      ...sinceLines({ event, incident, now }),
      'Two verifications in a row found it so.',
      ...failing(event, facts),
      ...mended(news),
    ],
    does:
      event === 'resolved'
        ? ['Understudy goes on verifying.']
        : [
            hasLostSecondary(news)
              ? 'Understudy fails over to no secondary that is not known to be healthy, so that an outage now would stay one. It verifies again, and says when all is mended.'
              : 'Understudy verifies again, and says when all is mended. It mends nothing by itself.',
          ],
    can: [
      ...mends(event, facts),
      'Verify again, and see everything with its reason:',
      { command: failoverCommand(site, 'verify') },
      ...acknowledgeLines(site, event),
    ],
    where: ['docs/checks.md'],
    facts: { failing: news.failing, added: news.added, mended: news.mended },
  });
}

const hasLostSecondary = ({ failing }: VerificationNews): boolean => failing.some(isOfSecondary);

function headlineOf(event: IncidentEvent, { news, incident, now }: NotReadyFacts): string {
  if (event === 'resolved') return `ready again after ${lasted(incident, now)}`;
  const what = hasLostSecondary(news)
    ? 'the secondary fails its checks'
    : `${news.failing.length} ${news.failing.length === 1 ? 'check fails' : 'checks fail'}`;
  return `${HEADLINE_OF_EVENT[event]}${what}`;
}

const allMended = ({ name }: Site): string =>
  `Visitors of ${name} notice nothing of this: everything that a failover rests on has passed its checks again.`;

const broken = ({ name }: Site, news: VerificationNews): string =>
  hasLostSecondary(news)
    ? `Visitors of ${name} notice nothing now, unless they are on the secondary already. On a bad day they would meet errors: the secondary is not ready.`
    : `Visitors of ${name} notice nothing now. A failover may not work on the day, though: something that it rests on fails its check.`;

/** The new ones are marked; the secondary's own come first. */
function failing(event: IncidentEvent, { news, findings }: NotReadyFacts): readonly Line[] {
  if (event === 'resolved') return [];
  const shown = news.failing.slice(0, SHOWN_MAX).map((id) => {
    const isNew = event === 'worse' && news.added.includes(id) ? ' (new)' : '';
    return `- ${id}${isNew}: ${findingOf(id, findings)?.seen ?? 'could not be looked at this time'}`;
  });
  const more = news.failing.length - SHOWN_MAX;
  return more > 0 ? [...shown, `and ${more} more: verify lists them all.`] : shown;
}

const mended = (news: VerificationNews): readonly Line[] =>
  news.mended.length === 0 ? [] : ['Mended since:', ...news.mended.map((id) => `- ${id}`)];

/** How to mend what fails, each under its name. */
const mends = (event: IncidentEvent, { news, findings }: NotReadyFacts): readonly Line[] =>
  event === 'resolved'
    ? []
    : news.failing.slice(0, SHOWN_MAX).flatMap((id): readonly Line[] => {
        const mend = findingOf(id, findings)?.mend ?? null;
        if (mend === null) return [];
        return isCommand(mend) ? [`Mend ${id}:`, { command: mend }] : [`Mend ${id}: ${mend}`];
      });

const findingOf = (id: string, findings: readonly Finding[]): Finding | undefined =>
  findings.find((one) => one.id === id && one.outcome === 'fail');
