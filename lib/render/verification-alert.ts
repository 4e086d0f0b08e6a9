import type { Site } from '../core/site.ts';
import type { EpochMs } from '../core/time.ts';
import type { VerificationNews } from '../core/verified.ts';
import type { Finding } from '../core/verify/finding.ts';
import type { Message } from '../core/world.ts';
import { failoverCommand } from './commands.ts';
import { utc } from './duration.ts';
import { isCommand } from './findings.ts';
import { type Line, layout } from './layout.ts';
import { subject } from './text.ts';

export type VerificationFacts = {
  readonly site: Site;
  readonly news: VerificationNews;
  readonly findings: readonly Finding[];
  readonly now: EpochMs;
};

/** A mail is no place for forty findings; the command lists them all. */
const SHOWN_MAX = 8;

/** Told once whenever what fails of a site's failover has changed. */
export function verificationAlert(facts: VerificationFacts): Message {
  const { site, news, now } = facts;
  const isMended = news.failing.length === 0;
  return {
    subject: subject(site.name, isMended ? MENDED : `: ${news.failing.length} ${FAILING}`),
    body: layout(isMended ? allMended(site) : broken(site, news), [
      ...(isMended ? [] : [{ heading: 'WHAT FAILS', lines: failing(facts) }]),
      ...(news.mended.length === 0
        ? []
        : [{ heading: 'MENDED SINCE', lines: news.mended.map((id) => `- ${id}`) }]),
      {
        heading: 'WHAT YOU CAN DO',
        lines: [
          'Verify again, and see everything with its reason:',
          { command: failoverCommand(site, 'verify') },
        ],
      },
      { heading: 'WHERE TO LOOK', lines: ['docs/checks.md', 'docs/runbook.md#verification'] },
      { heading: 'WHEN', lines: [`Verified at ${utc(now)}; it was so the time before, too.`] },
    ]),
    attributes: {
      site: site.name,
      event: isMended ? 'verification-mended' : 'verification-failing',
      severity: isMended ? 'info' : 'warning',
    },
  };
}

const MENDED = ': ready for a failover again';
const FAILING = 'of the checks on its failover fail';

const allMended = ({ name }: Site): string =>
  `Everything that a failover of ${name} rests on has passed its checks again.`;

const broken = ({ name }: Site, { added }: VerificationNews): string =>
  added.length === 0
    ? `A part of what was wrong with the failover of ${name} is mended; the rest is not.`
    : `Visitors of ${name} notice nothing now. A failover may not work on the day, though: something that it rests on fails its check.`;

/** The new ones first, each with what was seen and how to mend it. */
function failing({ news, findings }: VerificationFacts): readonly Line[] {
  const ids = [...news.added, ...news.failing.filter((id) => !news.added.includes(id))];
  const shown = ids.slice(0, SHOWN_MAX).flatMap((id): readonly Line[] => {
    const finding = findings.find((one) => one.id === id);
    const isNew = news.added.includes(id) ? ' (new)' : '';
    const mend = finding?.mend ?? null;
    return [
      `- ${id}${isNew}: ${finding?.seen ?? 'could not be looked at this time'}`,
      ...(mend === null ? [] : [isCommand(mend) ? { command: mend } : `  ${mend}`]),
    ];
  });
  const more = ids.length - SHOWN_MAX;
  return more > 0 ? [...shown, `and ${more} more: verify lists them all.`] : shown;
}
