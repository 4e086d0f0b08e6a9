import type { Site } from '../site.ts';
import { type Check, fail, judgeAll, pass, unreadable } from './check.ts';
import type { Finding } from './finding.ts';
import { uploadCommand } from './mends.ts';
import { PAGE_CHECKS } from './page-check.ts';
import { isCloudFront, pairOf } from './pair.ts';
import type { Page, Snapshot } from './snapshot.ts';
import type { WebsiteView } from './views.ts';

/** Whether a visitor who is sent to the secondary gets the static site. */
export function verifyWebsite(site: Site, snapshot: Snapshot): Finding[] {
  const { page } = snapshot;
  if (!page.ok)
    return [
      unreadable(
        'website',
        `the secondary's page could not be fetched: ${page.why}`,
        `curl -sS -i -H 'Host: ${site.name}' http://WEBSITE-ENDPOINT/, with the alias target of the SECONDARY record.`,
      ),
    ];
  return judgeAll(CHECKS, { site, page: page.value, scheme: schemeOf(site, snapshot) });
}

/**
 * `/` answers with 200. A 404 `NoSuchBucket` means that nobody owns the name, so that anybody can.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/CustomErrorDocSupport.html
 */
const answers: Check<WebsiteView> = {
  id: 'website.answers',
  why: 'After a failover every visitor gets this answer.',
  judge: ({ site, page }) => {
    const seen = `${page.status} from ${page.url} in ${Math.round(page.totalMs)} ms`;
    if (page.status === 200) return pass(seen);
    if (isRedirect(page)) return null;
    if (page.status === 404 && page.body.includes('NoSuchBucket'))
      return fail(
        `${seen}: NoSuchBucket`,
        `Create the bucket now: aws s3 mb s3://${site.secondary.bucket} --region ${site.secondary.region}, then fill it: ${uploadCommand(site)}`,
        'Nobody owns a bucket of this name: anybody can create it and decide what visitors see after a failover (takeover).',
      );
    return fail(seen, SAY[page.status] ?? `Put the content in place: ${uploadCommand(site)}`);
  },
};

/**
 * `/` is answered by the secondary itself and does not redirect elsewhere.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html
 */
const noRedirect: Check<WebsiteView> = {
  id: 'website.no-redirect',
  why: 'A redirect sends visitors away from the static site, at worst back to the broken primary.',
  judge: ({ page }) =>
    isRedirect(page)
      ? fail(
          `${page.status} to ${page.headers.location ?? 'nowhere'}`,
          "Put an index document at / and take the redirect out of the bucket's website configuration.",
        )
      : pass('no redirect'),
};

/**
 * A site that visitors reach over HTTPS has a secondary that speaks HTTPS. An S3 website cannot.
 * Without the records, as on the recovery path, there is nothing to judge.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html
 */
const https: Check<WebsiteView> = {
  id: 'website.https',
  why: 'Browsers that ask for https, and those that were told to by HSTS, get a connection error and never see the static site.',
  judge: ({ site, scheme }) => {
    if (!isOverHttps(site)) return pass('the primary is plain HTTP, and so is an S3 website');
    if (scheme === null) return null;
    return scheme === 'http-and-https'
      ? pass('the secondary is behind CloudFront')
      : fail(
          'the primary is HTTPS, the secondary is an S3 website and speaks HTTP only',
          "Put CloudFront with the site's certificate in front of the bucket, and point the SECONDARY record at it.",
        );
  },
};

const CHECKS: readonly Check<WebsiteView>[] = [answers, noRedirect, ...PAGE_CHECKS, https];

const SAY: Readonly<Record<number, string>> = {
  400: 'The bucket is in another region than the endpoint: correct secondary.region, and deploy.',
  403: 'The objects are not public: mend what the findings on the bucket say.',
};

const isRedirect = ({ status }: Page): boolean => status >= 300 && status < 400;

const isOverHttps = ({ primary: { protocol, port } }: Site): boolean =>
  protocol === 'https' || port === 443;

function schemeOf(site: Site, { records }: Snapshot): WebsiteView['scheme'] {
  if (!records.ok) return null;
  const { secondary } = pairOf(site, records.value);
  return secondary !== null && isCloudFront(secondary) ? 'http-and-https' : 'http-only';
}
