import { isPageStatus } from '../../secondary-answer.ts';
import { type Check, fail, pass, warn } from '../check.ts';
import { uploadCommand } from '../mends.ts';
import type { Page } from '../snapshot.ts';
import type { WebsiteView } from './view.ts';

const content: Check<WebsiteView> = {
  id: 'website.content',
  severity: 'fail',
  rule: 'The page is the one that was meant: it is not empty, and it contains the marker where one is configured.',
  sources: [],
  why: "A page that is empty or somebody else's tells visitors nothing.",
  judge: onPage(({ site, page }) => {
    const { name, secondary } = site;
    if (page.body.trim() === '')
      return fail(
        'the body is empty',
        `Put a page into ${secondary.content}, then ${uploadCommand(site)}`,
      );
    if (secondary.marker === null)
      return pass(`${page.body.length} characters; no marker is configured`);
    return page.body.includes(secondary.marker)
      ? pass(`the body contains "${secondary.marker}"`)
      : fail(
          `the body does not contain "${secondary.marker}"`,
          `Correct secondary.marker of ${name}, or upload the content: ${uploadCommand(site)}`,
        );
  }),
};

const html: Check<WebsiteView> = {
  id: 'website.html',
  severity: 'fail',
  rule: 'The page is sent as HTML: S3 sends the Content-Type that the object was uploaded with.',
  sources: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html'],
  why: 'A browser offers anything that is not HTML as a download.',
  judge: onPage(({ site, page }) => {
    const seen = `content type ${contentTypeOf(page)}`;
    return isHtml(page)
      ? pass(seen)
      : fail(
          seen,
          `aws s3 cp s3://${site.secondary.bucket}/index.html s3://${site.secondary.bucket}/index.html --metadata-directive REPLACE --content-type text/html`,
        );
  }),
};

const noindex: Check<WebsiteView> = {
  id: 'website.noindex',
  severity: 'warn',
  rule: 'Search engines are told not to index a page that is sent with 200: an S3 website can send no other status. With 503 they keep what they have, and need not be told.',
  sources: [
    'https://developers.google.com/search/docs/crawling-indexing/block-indexing',
    'https://developers.google.com/search/docs/crawling-indexing/http-network-errors',
  ],
  why: 'Search engines that come by during a failover put this page into their results in place of the site.',
  judge: onPage(({ page }) => {
    if (isNoindex(page)) return pass('noindex');
    return page.status === 503
      ? pass('503, which no search engine indexes')
      : warn(
          'neither a robots meta element nor x-robots-tag says noindex',
          'Add <meta name="robots" content="noindex"> to the head of the page, and upload it.',
        );
  }),
};

const cache: Check<WebsiteView> = {
  id: 'website.cache',
  severity: 'warn',
  rule: 'Browsers and proxies keep the page for 5 minutes at most.',
  sources: ['https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Cache-Control'],
  why: 'Visitors who saw the static site go on seeing it from their cache after the failback.',
  judge: onPage(({ site, page }) => {
    const header = page.headers['cache-control'] ?? '';
    const maxAge = Number(/\bmax-age=(\d+)/i.exec(header)?.[1] ?? 0);
    const seen = header === '' ? 'no cache-control' : `cache-control ${header}`;
    return maxAge <= MAX_AGE_SECONDS_MAX
      ? pass(seen)
      : warn(seen, `Upload the page with a short life: ${uploadCommand(site)}`);
  }),
};

const quick: Check<WebsiteView> = {
  id: 'website.speed',
  severity: 'warn',
  rule: 'The whole page arrives within two seconds.',
  sources: [],
  why: 'During an outage every visitor waits this long, and many leave.',
  judge: onPage(({ page }) => {
    const seen = `the page took ${Math.round(page.totalMs)} ms`;
    return page.totalMs <= TOTAL_MS_MAX
      ? pass(seen)
      : warn(seen, 'Make the page smaller, without outside assets, and look again.');
  }),
};

/** Checks on the page itself; an answer with any other status than a page's has a finding of its own. */
export const PAGE_CHECKS: readonly Check<WebsiteView>[] = [content, html, noindex, cache, quick];

export const contentTypeOf = ({ headers }: Page): string => headers['content-type'] ?? 'none';

/** Whether a browser shows it as a page. */
export const isHtml = (page: Page): boolean =>
  /^(text\/html|application\/xhtml\+xml)\b/i.test(contentTypeOf(page));

const MAX_AGE_SECONDS_MAX = 300;
const TOTAL_MS_MAX = 2_000;

function onPage(judge: Check<WebsiteView>['judge']): Check<WebsiteView>['judge'] {
  return (view) => (isPageStatus(view.site, view.page.status) ? judge(view) : null);
}

const isNoindex = ({ headers, body }: Page): boolean =>
  /\b(noindex|none)\b/i.test(headers['x-robots-tag'] ?? '') ||
  (body.match(/<meta\b[^>]*>/gi) ?? []).some(
    (tag) => /\bname\s*=\s*["']?(robots|googlebot)\b/i.test(tag) && /\b(noindex|none)\b/i.test(tag),
  );
