import { type Check, fail, type Judgement, listed, pass, warn } from '../check.ts';
import type { HealthCheck, Page } from '../snapshot.ts';
import type { HealthChecksView } from '../views.ts';
import { isExisting, ownCheckMend } from './existing-check.ts';

const stringMatch: Check<HealthChecksView> = {
  id: 'health-checks.string-match',
  severity: 'fail',
  rule: "A text that the checkers search for stays the same from one deployment to the next, has at most 255 characters, and lies within the first 5,120 bytes of the primary's answer, which is not compressed with anything but gzip or deflate.",
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html',
  ],
  why: 'The checkers do not find the text in a healthy answer: Route 53 moves every visitor to the secondary on a good day.',
  judge: ({ site, endpoints, snapshot: { primaryPage } }) => {
    const searching = endpoints.filter(({ searchString }) => searchString !== null);
    if (searching.length === 0) return null;
    const answer =
      primaryPage?.ok === true && primaryPage.value.status < 400 ? primaryPage.value : null;
    const lost = searching.flatMap((check) =>
      lossesOf(check, (check.path ?? '/') === site.primary.path ? answer : null),
    );
    const mend = searching.some((check) => isExisting(site, check))
      ? `Let the check search for words near the beginning of the answer that no deployment changes (aws route53 update-health-check --search-string), or ${ownCheckMend(site)}.`
      : `Set primary.expect.contains of ${site.name} in sites.yml to words near the beginning of the answer that no deployment changes, and deploy.`;
    return lost.length > 0 ? fail(listed(lost), mend) : judgeWords(searching, mend);
  },
};

export const STRING_MATCH_CHECKS: readonly Check<HealthChecksView>[] = [stringMatch];

const SEARCH_CHARACTERS_MAX = 255;
const SEARCHED_BYTES_MAX = 5_120;
const READABLE_ENCODINGS = ['', 'identity', 'gzip', 'deflate'];

function judgeWords(searching: readonly HealthCheck[], mend: string): Judgement {
  const changing = searching.flatMap(({ id, searchString }) => {
    const kind = CHANGING.find(({ pattern }) => pattern.test(searchString ?? ''))?.kind;
    return kind === undefined ? [] : `${id} searches for "${searchString}", with ${kind} in it`;
  });
  return changing.length === 0
    ? pass(listed(searching.map(({ id, searchString }) => `${id} searches for "${searchString}"`)))
    : warn(
        listed(changing),
        mend,
        'The text looks as if it changes: from then on Route 53 finds a healthy primary unhealthy and moves every visitor.',
      );
}

/** Why the checkers will not find the text; without an answer of the primary nothing is said about it. */
function lossesOf({ id, searchString }: HealthCheck, answer: Page | null): string[] {
  const text = searchString ?? '';
  if (text.length > SEARCH_CHARACTERS_MAX)
    return [`${id} searches for ${text.length} characters, ${SEARCH_CHARACTERS_MAX} at most`];
  if (answer === null) return [];
  const encoding = (answer.headers['content-encoding'] ?? '').toLowerCase();
  if (!READABLE_ENCODINGS.includes(encoding))
    return [`${id} searches an answer that is compressed with ${encoding}`];
  return searchedPart(answer.body).includes(text)
    ? []
    : [`"${text}" of ${id} is not in the first ${SEARCHED_BYTES_MAX} bytes from ${answer.url}`];
}

/** A character that the limit cuts in two is in the part no more. */
const searchedPart = (body: string): string =>
  new TextDecoder().decode(new TextEncoder().encode(body).subarray(0, SEARCHED_BYTES_MAX));

const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';

/** What is written by a machine or a calendar; the first that fits is told. */
const CHANGING: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  { kind: 'a year of copyright', pattern: /(©|&copy;|\(c\)|copyright)\D{0,12}(19|20)\d\d/i },
  { kind: 'a date', pattern: /\b(19|20)\d\d-\d\d-\d\d|\b\d{1,2}[./]\d{1,2}[./](19|20)\d\d\b/ },
  { kind: 'a date', pattern: new RegExp(`\\b(\\d{1,2}\\.? ${MONTH}|${MONTH} \\d{1,2})\\b`, 'i') },
  { kind: 'a time', pattern: /\b\d{1,2}:\d\d\b/ },
  { kind: 'a version', pattern: /\bv?\d+\.\d+\.\d+|\bv(ersion)? ?\d+\.\d+/i },
  { kind: 'a long number', pattern: /\d{5}/ },
  { kind: 'a hash', pattern: /\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/i },
  { kind: 'a token', pattern: /\b(?=\w*\d)(?=\w*[A-Z])(?=\w*[a-z])[A-Za-z0-9]{16,}/ },
];
