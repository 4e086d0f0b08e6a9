import type { Hold } from '../core/hold.ts';
import { utc } from './duration.ts';
import { quoted, wrap } from './text.ts';

export type HoldFacts = {
  readonly site: string;
  readonly outcome:
    | 'held'
    | 'released'
    | 'nothing-held'
    | 'planned'
    | 'would-hold'
    | 'would-release'
    | 'superseded';
  /** The hold that is in force now, or would be. */
  readonly hold: Hold | null;
  /** The hold that was in force before. */
  readonly before: Hold | null;
};

/** What became of a hold, a maintenance or a release. */
export function holdText({ site, outcome, hold, before }: HoldFacts): string {
  const what = hold === null ? 'nothing' : describeHold(hold);
  const was = before === null ? 'nothing' : named(before);
  const muted = hold?.kind === 'maintenance' ? ', and alerts are muted' : '';
  const text: Readonly<Record<HoldFacts['outcome'], string>> = {
    held: `${what} is in force: Understudy watches and does not flip${muted}.`,
    released: `${was} has ended: Understudy may flip again.`,
    'nothing-held': 'nothing was held, so nothing was released.',
    planned: `${what} is planned in sites.yml, so no order can end it: change sites.yml and deploy, or order a hold, which counts more. A failover or a failback by order may override it (override: maintenance).`,
    'would-hold': `${what} would be in force. This was a dry run: nothing was done.`,
    'would-release': `${was} would end. This was a dry run: nothing was done.`,
    superseded: 'somebody else changed the site at the same time; nothing was done. Try again.',
  };
  const replaces = outcome === 'would-hold' ? 'would replace' : 'replaces';
  const replaced = before === null || hold === null ? [] : [wrap(`It ${replaces} ${was}.`)];
  return [wrap(`${site}: ${text[outcome]}`), ...replaced].join('\n');
}

/** A hold in words: what, by whom, until when, and why. */
export function describeHold({ kind, by, until, reason }: Hold): string {
  const end = until === null ? 'until it is released' : `until ${utc(until)}`;
  return `a ${kind} by ${quoted(by)} ${end} (${quoted(reason)})`;
}

/** A hold that people know already; its end does not matter any more. */
const named = ({ kind, by, reason }: Hold): string =>
  `the ${kind} "${quoted(reason)}" by ${quoted(by)}`;
