import { type Check, listed, pass, warn } from '../check.ts';
import { DISTRIBUTION_MEND } from '../mends.ts';
import type { WebsiteView } from './view.ts';

const unavailable: Check<WebsiteView> = {
  id: 'website.unavailable',
  severity: 'warn',
  rule: "The stack's distribution sends the page as what it is, the answer of a site that will be back: with 503, with `retry-after`, and with `cache-control: no-store`. An S3 website can send none of this, so there is nothing to judge.",
  sources: [
    'https://developers.google.com/search/blog/2011/01/how-to-deal-with-planned-site-downtime',
    'https://www.rfc-editor.org/rfc/rfc9110#section-15.6.4',
    'https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2.5',
  ],
  why: 'With 200 search engines put this page into their results in place of the site, and without no-store visitors may go on seeing it after the failback.',
  judge: ({ site, page: { status, headers } }) => {
    if (site.secondary.front.kind === 'website' || (status !== 503 && status !== 200)) return null;
    const retryAfter = headers['retry-after'] ?? '';
    const cacheControl = headers['cache-control'] ?? '';
    const lacks = [
      ...(status === 503 ? [] : [`status ${status} in place of 503`]),
      ...(isRetryAfter(retryAfter) ? [] : [`no retry-after${shown(retryAfter)}`]),
      ...(/\bno-store\b/i.test(cacheControl) ? [] : [`no no-store${shown(cacheControl)}`]),
    ];
    return lacks.length === 0
      ? pass(`503, retry-after ${retryAfter}, ${cacheControl}`)
      : warn(listed(lacks), DISTRIBUTION_MEND);
  },
};

export const UNAVAILABLE_CHECKS: readonly Check<WebsiteView>[] = [unavailable];

/** Seconds, or a date: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 */
const isRetryAfter = (value: string): boolean =>
  /^\d+$/.test(value.trim()) || /^[A-Z][a-z]{2}, .* GMT$/.test(value.trim());

const shown = (value: string): string => (value === '' ? '' : ` but ${value}`);
