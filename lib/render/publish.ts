import type { PublishDeed, Published } from '../core/published.ts';
import { unreachable } from '../core/unreachable.ts';
import { cut } from './text.ts';

/** One line for one object. The words are those of a deed that is done; a dry run says so in its summary. */
export function deedLine(deed: PublishDeed): string {
  switch (deed.deed) {
    case 'put':
      return `put      ${shown(deed.key)}  (${deed.why}; ${deed.contentType}, ${deed.cacheControl})`;
    case 'removed':
      return `removed  ${shown(deed.key)}  (ours, and no longer in the folder)`;
    case 'left':
      return `left     ${shown(deed.key)}  (somebody put another in its place meanwhile)`;
    default:
      return unreachable(deed);
  }
}

/** What came of one site, with what was left out or left alone and why. */
export function publishedText(published: Published): string {
  const { site, content, bucket, foreign, skipped } = published;
  return [
    `${site}: ${headline(published)}, from ${content} to bucket ${bucket}`,
    ...(foreign.length === 0 ? [] : [`  not ours, left alone: ${names(foreign)}`]),
    ...skipped.map(({ path, why }) => `  not published: ${shown(path)} ${why}`),
  ].join('\n');
}

function headline({ deeds, kept, isDryRun }: Published): string {
  const count = (deed: PublishDeed['deed']) => deeds.filter((one) => one.deed === deed).length;
  if (deeds.length === 0) return `nothing to do, ${kept.length} unchanged`;
  const counts = `${count('put')} put, ${count('removed')} removed, ${kept.length} unchanged`;
  return isDryRun ? `${counts} (dry run: nothing was changed)` : counts;
}

const NAMES_MAX = 20;

const names = (keys: readonly string[]): string => {
  const more = keys.length > NAMES_MAX ? ` and ${keys.length - NAMES_MAX} more` : '';
  return keys.slice(0, NAMES_MAX).map(shown).join(', ') + more;
};

const KEY_CHARS_MAX = 200;

/** Anybody may put any key into a bucket: control characters must not reach a terminal. */
const shown = (key: string): string => cut(key.replace(/\p{C}/gu, '?'), KEY_CHARS_MAX);
