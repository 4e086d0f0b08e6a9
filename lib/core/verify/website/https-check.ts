import type { Site } from '../../site.ts';
import { type Check, fail, type Judgement, pass, unknown } from '../check.ts';
import { httpsMend } from '../mends.ts';
import type { Page } from '../snapshot.ts';
import { contentTypeOf, isHtml } from './page-check.ts';
import type { WebsiteView } from './view.ts';

const https: Check<WebsiteView> = {
  id: 'website.https',
  severity: 'fail',
  rule: "A site that visitors reach over HTTPS has a secondary that speaks HTTPS. An S3 website cannot. Without the records, as on the recovery path, there is nothing to judge but the stack's own distribution.",
  sources: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html'],
  why: 'Browsers that ask for https, and those that were told to by HSTS, get a connection error and never see the static site.',
  judge: ({ site, scheme }) => {
    if (!isOverHttps(site)) return pass('the primary is plain HTTP, and so is an S3 website');
    if (scheme === null) return null;
    return scheme === 'http-and-https'
      ? pass('the secondary is behind CloudFront')
      : fail(
          site.secondary.front.kind === 'website'
            ? 'the primary is HTTPS, the secondary is an S3 website and speaks HTTP only'
            : 'the primary is HTTPS, the SECONDARY record leads to an S3 website, which speaks HTTP only',
          httpsMend(site),
        );
  },
};

const secure: Check<WebsiteView> = {
  id: 'website.secure',
  severity: 'fail',
  rule: "Where the site is HTTPS and a distribution of one's own stands before the S3 website, `/` answers over HTTPS with the page: with 200, or with 503, which tells search engines to come back later.",
  sources: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GeneratingCustomErrorResponses.html',
    'https://developers.google.com/search/blog/2011/01/how-to-deal-with-planned-site-downtime',
  ],
  why: 'After a failover every visitor of an HTTPS site gets this answer.',
  judge: ({ site, securePage }) => {
    if (securePage === null || !isOverHttps(site)) return null;
    if (securePage.ok) return judgeSecure(site, securePage.value);
    return fail(
      `no answer over HTTPS: ${securePage.why}`,
      `See that the distribution is enabled and deployed, and has ${site.name} among its alternate domain names with a certificate for it.`,
    );
  },
};

const hsts: Check<WebsiteView> = {
  id: 'website.hsts',
  severity: 'fail',
  rule: "Where the primary sends strict-transport-security (HSTS), the secondary speaks HTTPS. A max-age of 0 takes the order back. Without the records, as on the recovery path, there is nothing to judge but the stack's own distribution.",
  sources: ['https://www.rfc-editor.org/rfc/rfc6797#section-8.3'],
  why: 'A browser that has once seen the header asks for https only: returning visitors get a connection error and never see the static site.',
  judge: ({ site, primaryPage, scheme }) => {
    if (primaryPage === null || scheme === null) return null;
    if (scheme === 'http-and-https') return pass('the secondary speaks HTTPS, too');
    return primaryPage.ok
      ? judgeHsts(site, primaryPage.value)
      : unknown(
          `the primary's headers could not be seen: ${primaryPage.why}`,
          'Look again when the primary answers.',
        );
  },
};

export const HTTPS_CHECKS: readonly Check<WebsiteView>[] = [https, secure, hsts];

const isOverHttps = ({ primary: { protocol, port } }: Site): boolean =>
  protocol === 'https' || port === 443;

const GOOD_STATUS = new Set([200, 503]);

function judgeSecure({ secondary, name }: Site, page: Page): Judgement {
  const seen = `${page.status} over HTTPS in ${Math.round(page.totalMs)} ms`;
  if (!GOOD_STATUS.has(page.status))
    return fail(
      seen,
      `See that the distribution's origin is the bucket ${secondary.bucket}, and its default root object index.html: curl -sS -i https://${name}/ with --connect-to shows the answer.`,
    );
  if (!isHtml(page))
    return fail(
      `${seen}, content type ${contentTypeOf(page)}`,
      'Upload the page as text/html, and invalidate it: aws cloudfront create-invalidation --distribution-id ID --paths "/*"',
    );
  if (secondary.marker !== null && !page.body.includes(secondary.marker))
    return fail(
      `${seen}, without "${secondary.marker}"`,
      `See that the distribution's origin is the bucket ${secondary.bucket}, and invalidate what it keeps: aws cloudfront create-invalidation --distribution-id ID --paths "/*"`,
    );
  return pass(seen);
}

function judgeHsts(site: Site, page: Page): Judgement {
  const header = page.headers['strict-transport-security'] ?? '';
  const maxAge = Number(/\bmax-age\s*=\s*"?(\d+)/i.exec(header)?.[1] ?? 0);
  if (maxAge > 0)
    return fail(
      `${page.url} sends strict-transport-security: ${header}; the secondary speaks HTTP only`,
      `${httpsMend(site)} (to take the header away is not enough: browsers remember it for up to ${Math.ceil(maxAge / DAY_SECONDS)} days)`,
    );
  if (page.status >= 500)
    return unknown(
      `the primary answers ${page.status}, and servers leave the header out of such an answer`,
      'Look again when the primary answers as it should.',
    );
  return pass(header === '' ? 'the primary does not send it' : `taken back: ${header}`);
}

const DAY_SECONDS = 24 * 60 * 60;
