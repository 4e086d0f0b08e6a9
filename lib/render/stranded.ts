import type { Stranded } from '../core/adopt/stranded.ts';

/** How the command is named that goes on all the same, and who still knows the site. */
export type StrandedWords = {
  readonly act: 'deploy' | 'remove';
  readonly override: string;
  readonly releaseOptions: string;
};

/** Why a stack is not deployed or removed and what to do: a line for each site, and one for how to go on. */
export const strandedLines = (
  stranded: readonly Stranded[],
  words: StrandedWords,
): readonly string[] => [
  ...stranded.map((one) => strandedLine(one, words)),
  stranded.every(({ kind }) => kind === 'leads-there')
    ? `To ${words.act} all the same, add ${words.override}: a failover then shows visitors an error.`
    : `Mend what kept it from being seen and ${words.act} again; if you know that no record leads there, add ${words.override}.`,
];

function strandedLine(one: Stranded, { act, releaseOptions }: StrandedWords): string {
  const { site, hostedZone } = one;
  if (one.kind === 'unseen')
    return `${site}: whether a record leads to ${placeOf(one)} could not be seen: ${one.why}`;
  const records = one.records.map(recordText).join(' and ');
  const then = act === 'remove' ? '' : `, then ${act}, and adopt the site again`;
  const mend =
    hostedZone === null
      ? `put the site back into sites.yml, then release its records: npm start -- release-records ${site}${releaseOptions} --apply`
      : `release it first: npm start -- release-records ${site}${releaseOptions} --apply${then}`;
  return `${site}: ${records} leads to ${placeOf(one)}, which this would ${one.what === 'website' ? 'make private' : 'delete'}; ${mend}`;
}

const placeOf = ({ what, target }: Stranded): string =>
  what === 'website' ? 'the S3 website of its bucket' : target;

const recordText = ({ type, failover }: { type: string; failover: string | null }): string =>
  `its ${failover === null ? '' : `${failover} `}${type} record`;
