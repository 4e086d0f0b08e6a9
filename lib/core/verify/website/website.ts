import { isMarked, isPageStatus } from '../../secondary-answer.ts';
import { SECONDARY_MARK } from '../../secondary-mark.ts';
import type { Site } from '../../site.ts';
import { type Check, fail, type Judgement, judgeAll, pass, unreadable } from '../check.ts';
import type { Finding, Look } from '../finding.ts';
import { askDistribution, DEPLOY_COMMAND, DISTRIBUTION_MEND, uploadCommand } from '../mends.ts';
import { isPrimaryHost } from '../primary-host.ts';
import type { Page, Snapshot } from '../snapshot.ts';
import { BACK_TO_PRIMARY, DEEP_LINK_CHECKS } from './deep-link-check.ts';
import { HTTPS_CHECKS } from './https-check.ts';
import { PAGE_CHECKS } from './page-check.ts';
import { UNAVAILABLE_CHECKS } from './unavailable-check.ts';
import { schemeOf, type WebsiteView } from './view.ts';

/**
 * Whether a visitor who is sent to the secondary gets the static site. The page at `/` alone decides
 * on the recovery path: whatever else was not looked at there has no finding.
 */
export function verifyWebsite(site: Site, snapshot: Snapshot): Finding[] {
  const { page, deepPage, securePage } = snapshot;
  if (!page.ok)
    return [
      unreadable(
        'website',
        `the secondary's page could not be fetched: ${page.why}`,
        askCommand(site, snapshot),
      ),
    ];
  const primaryPage = primaryPageIn(snapshot);
  const scheme = schemeOf(site, snapshot);
  const view = { site, page: page.value, deepPage, securePage, primaryPage, scheme };
  return judgeAll(WEBSITE_CHECKS, view);
}

/** How a person asks the secondary past the records. */
const askCommand = (site: Site, { distribution }: Snapshot): string =>
  site.secondary.front.kind === 'website'
    ? `curl -sS -i -H 'Host: ${site.name}' http://WEBSITE-ENDPOINT/, with the alias target of the SECONDARY record.`
    : askDistribution(site, distribution?.ok ? distribution.value : null);

/** A primary that is known to be down shows no headers, and nobody has to be told of that here. */
const primaryPageIn = ({ primaryPage, monitor }: Snapshot): Look<Page> | null =>
  primaryPage?.ok === false && monitor?.ok === true && monitor.value.health === 'unhealthy'
    ? null
    : primaryPage;

const answers: Check<WebsiteView> = {
  id: 'website.answers',
  severity: 'fail',
  rule: "`/` answers with 200; from the stack's distribution with 503 and its mark, which tells the page from an error of CloudFront. A 404 `NoSuchBucket` means that nobody owns the name, so that anybody can.",
  sources: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/CustomErrorDocSupport.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-503-service-unavailable.html',
  ],
  why: 'After a failover every visitor gets this answer.',
  judge: ({ site, page }) => {
    const seen = `${page.status} from ${page.url} in ${Math.round(page.totalMs)} ms`;
    const { kind } = site.secondary.front;
    if (isRedirect(page)) return null;
    if (isPageStatus(site, page.status))
      return kind === 'website' || isMarked(page.headers) ? pass(seen) : unmarked(site, seen);
    if (page.status === 404 && page.body.includes('NoSuchBucket'))
      return fail(
        `${seen}: NoSuchBucket`,
        `Create the bucket now: aws s3 mb s3://${site.secondary.bucket} --region ${site.secondary.region}, then fill it: ${uploadCommand(site)}`,
        'Nobody owns a bucket of this name: anybody can create it and decide what visitors see after a failover (takeover).',
      );
    return fail(seen, SAY[kind][page.status] ?? `Put the content in place: ${uploadCommand(site)}`);
  },
};

const noRedirect: Check<WebsiteView> = {
  id: 'website.no-redirect',
  severity: 'fail',
  rule: '`/` is answered by the secondary itself and does not redirect elsewhere.',
  sources: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html'],
  why: 'A redirect sends visitors away from the static site, at worst back to the broken primary.',
  judge: ({ site, page }) => {
    if (!isRedirect(page)) return pass('no redirect');
    const location = page.headers.location ?? 'nowhere';
    const mend =
      site.secondary.front.kind === 'website'
        ? "Put an index document at / and take the redirect out of the bucket's website configuration."
        : DISTRIBUTION_MEND;
    return isPrimaryHost(site, URL.parse(location, page.url)?.hostname ?? '')
      ? fail(`${page.status} to ${location}, which is the primary`, mend, BACK_TO_PRIMARY)
      : fail(`${page.status} to ${location}`, mend);
  },
};

export const WEBSITE_CHECKS: readonly Check<WebsiteView>[] = [
  answers,
  noRedirect,
  ...UNAVAILABLE_CHECKS,
  ...PAGE_CHECKS,
  ...DEEP_LINK_CHECKS,
  ...HTTPS_CHECKS,
];

const SAY: Readonly<Record<Site['secondary']['front']['kind'], Readonly<Record<number, string>>>> =
  {
    website: {
      400: 'The bucket is in another region than the endpoint: correct secondary.region, and deploy.',
      403: 'The objects are not public: mend what the findings on the bucket say.',
    },
    // The distribution asks the bucket itself, so what S3 says means something else there.
    cloudfront: {
      403: `CloudFront does not know the name, may not read the bucket, or finds no page in it: deploy (${DEPLOY_COMMAND}), and mend what the findings on the bucket say.`,
    },
  };

/** Where anybody's pages can have the status, only the mark tells whose it is; without it no flip would settle. */
const unmarked = (site: Site, seen: string): Judgement =>
  fail(
    `${seen}, without ${SECONDARY_MARK.header}: ${SECONDARY_MARK.value}`,
    `It is an error of CloudFront, or not the stack's distribution: ${askDistribution(site, null)} shows it; ${DEPLOY_COMMAND} makes the distribution anew.`,
  );

const isRedirect = ({ status }: Page): boolean => status >= 300 && status < 400;
