import { complainAt, type Path, type PlacedComplaint } from './complaint.ts';
import type { DraftSite } from './draft.ts';
import { durationText } from './duration.ts';
import { nestsRepetition } from './regular-expression.ts';
import { show } from './show.ts';

type Rule = (site: DraftSite) => PlacedComplaint[];

const pathOf = ({ path }: DraftSite, ...field: string[]): Path => [
  ...path,
  'primary',
  'expect',
  ...field,
];

const slowIsBeforeLate: Rule = (site) => {
  const { slowAfter, within } = site.expect;
  if (slowAfter === undefined || within === undefined || slowAfter < within) return [];
  return [
    complainAt(
      pathOf(site, 'slowAfter'),
      `${durationText(slowAfter)} is not less than \`within\`, which is ${durationText(within)}, so no answer could be slow`,
      'write a shorter time, or a longer one for `within`',
    ),
  ];
};

const slowIsNeedsSlowAfter: Rule = (site) =>
  site.expectKeys.includes('slowIs') && !site.expectKeys.includes('slowAfter')
    ? [
        complainAt(
          pathOf(site, 'slowAfter'),
          'is missing, and without it no answer is slow, whatever `slowIs` says',
          'write for example 800ms, or leave `slowIs` out',
        ),
      ]
    : [];

const neverHealthy: Rule = (site) => {
  const { contains, notContains } = site.expect;
  if (contains === undefined || notContains === undefined || !contains.includes(notContains))
    return [];
  return [
    complainAt(
      pathOf(site, 'notContains'),
      `${show(notContains)} is in every answer that has what \`contains\` asks for, so none could be healthy`,
      'write a text that only a broken answer contains',
    ),
  ];
};

/** HTTP knows no difference between capital and small letters here. */
const headerTwice: Rule = (site) => {
  const names = Object.keys(site.expect.headers ?? {});
  const lower = names.map((name) => name.toLowerCase());
  return names.flatMap((name, index) =>
    lower.indexOf(name.toLowerCase()) === index
      ? []
      : [
          complainAt(
            pathOf(site, 'headers', name),
            `the header ${name} is expected twice, in other letters`,
            'keep one of them',
          ),
        ],
  );
};

/** What the fields of `expect` must agree on. */
export const EXPECT_RULES: readonly Rule[] = [
  slowIsBeforeLate,
  slowIsNeedsSlowAfter,
  neverHealthy,
  headerTwice,
];

const patternTakesLong: Rule = (site) =>
  site.expect.matches !== undefined && nestsRepetition(site.expect.matches)
    ? [
        complainAt(
          pathOf(site, 'matches'),
          'a repetition inside a repetition, as in (a+)+, may take very long on an answer that nearly matches, and the probes stand still meanwhile',
          'repeat only once, as in a+',
        ),
      ]
    : [];

const slashesAreSearchedFor: Rule = (site) =>
  /^\/.+\/[a-z]*$/.test(site.expect.matches ?? '')
    ? [
        complainAt(
          pathOf(site, 'matches'),
          'the slashes at both ends are searched for too, and so are letters after them',
          'leave them out, and write (?i:…) to ignore case',
        ),
      ]
    : [];

/** Those that lead elsewhere: https://www.rfc-editor.org/rfc/rfc9110#name-redirection-3xx */
const REDIRECTS = [301, 302, 303, 307, 308];

/** A status that nobody wrote is the default, and speaks of no redirect in particular. */
const redirectIsNeverJudged: Rule = (site) =>
  site.expect.redirects === 'follow' &&
  site.expectKeys.includes('status') &&
  (site.expect.status ?? []).some(({ from, to }) =>
    REDIRECTS.some((code) => code >= from && code <= to),
  )
    ? [
        complainAt(
          pathOf(site, 'status'),
          'a redirect is followed, so its own status (301, 302, 303, 307 or 308) is never judged',
          'write 200-299, or `redirects: judge`',
        ),
      ]
    : [];

/** What `expect` may say, and will hurt one day. */
export const EXPECT_WARNINGS: readonly Rule[] = [
  patternTakesLong,
  slashesAreSearchedFor,
  redirectIsNeverJudged,
];
