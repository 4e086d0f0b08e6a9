import type { HangingRecord, Unreleased } from '../core/adopt/unreleased.ts';

/** Why a stack is not removed and what to do, a line for each site and one for how to go on. */
export function notReleasedLines(
  unreleased: readonly Unreleased[],
  releaseOptions: string,
): readonly string[] {
  const isAllSeen = unreleased.every(({ kind }) => kind === 'hanging');
  return [
    ...unreleased.map((site) => unreleasedLine(site, releaseOptions)),
    isAllSeen ? FORCE_HANGING : FORCE_UNSEEN,
  ];
}

/** Said when nobody looks, because nobody was to look. */
export const REMOVED_BY_FORCE =
  'Removing by --force, without a look at the records: a site whose record hangs on this stack is no longer watched, and Route 53 alone moves it.';

const FORCE_HANGING =
  'To remove the stack all the same, add --force: Route 53 then goes on failing over by the checks alone, and nobody watches or is told.';
const FORCE_UNSEEN =
  'Mend what kept it from being seen and remove again; if you know that no record hangs on the stack, add --force.';

function unreleasedLine(unreleased: Unreleased, releaseOptions: string): string {
  const { site } = unreleased;
  if (unreleased.kind === 'unseen')
    return `${site}: whether its records hang on this stack could not be seen: ${unreleased.why}`;
  const records = unreleased.records.map(recordText).join(' and ');
  return `${site}: ${records}, which watches this stack's switch; release it first: npm start -- release-records ${site}${releaseOptions} --apply`;
}

const recordText = ({ type, failover, checkId }: HangingRecord): string =>
  `its ${failover === null ? '' : `${failover} `}${type} record hangs on health check ${checkId}`;

/** What a removal left, by kind. */
type Kept = { readonly kind: string; readonly name: string };

/** What stays after a removal, a line for each kind, and what to know before it is deleted by hand. */
export function keptLines(kept: readonly Kept[]): readonly string[] {
  const kinds = [...new Set(kept.map(({ kind }) => kind))];
  return [
    'These stay, because a website may stand on them:',
    ...kinds.map((kind) => {
      const names = kept.filter((one) => one.kind === kind).map(({ name }) => name);
      return `  ${kind}${names.length > 1 ? 's' : ''}: ${counted(names).join(', ')}`;
    }),
    'Health checks are billed until they are deleted. Delete one only when no record has it: Route 53 lets you all the same.',
    'The state table is protected: turn deletion protection off before you delete it. A new deploy of this stage needs the names of table and buckets to be free.',
  ];
}

/** Each name once, with how many have it. */
const counted = (names: readonly string[]): readonly string[] =>
  [...new Set(names)].map((name) => {
    const count = names.filter((one) => one === name).length;
    return count > 1 ? `${count} × ${name}` : name;
  });
