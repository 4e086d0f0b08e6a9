import type { Site } from '../../site.ts';
import { type Check, fail, type Judgement, pass, unknown, warn } from '../check.ts';
import { DISTRIBUTION_MEND, uploadCommand, websiteCommand } from '../mends.ts';
import { isPrimaryHost } from '../primary-host.ts';
import type { Page } from '../snapshot.ts';
import { contentTypeOf, isHtml } from './page-check.ts';
import type { WebsiteView } from './view.ts';

const deepLink: Check<WebsiteView> = {
  id: 'website.deep-link',
  severity: 'fail',
  rule: "A link deep into the site, which the bucket does not have, is answered with the error document, or by a redirect within the site. Its status is 404, and an S3 website can send no other; the stack's distribution sends the page, with 503.",
  sources: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/CustomErrorDocSupport.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GeneratingCustomErrorResponses.html',
  ],
  why: 'Most visitors come by a link to some page of the site, and the secondary has few of those.',
  judge: (view) => {
    const { site, deepPage } = view;
    if (deepPage === null) return null;
    if (!deepPage.ok)
      return unknown(
        `a link deep into the site could not be followed: ${deepPage.why}`,
        `Look again: npm start -- verify ${site.name}`,
      );
    const page = deepPage.value;
    return page.status >= 300 && page.status < 400
      ? judgeRedirect(view, page)
      : judgeErrorDocument(site, page);
  },
};

export const DEEP_LINK_CHECKS: readonly Check<WebsiteView>[] = [deepLink];

function judgeRedirect({ site, scheme }: WebsiteView, page: Page): Judgement {
  const location = page.headers.location ?? '';
  const seen = `${page.status} to ${location === '' ? 'nowhere' : location}`;
  const url = location === '' ? null : URL.parse(location, page.url);
  const mend =
    site.secondary.front.kind === 'website'
      ? "Take the redirection rule out of the bucket's website configuration."
      : errorsMend(site);
  if (url !== null && isPrimaryHost(site, url.hostname))
    return fail(`${seen}, which is the primary`, mend, BACK_TO_PRIMARY);
  if (url?.hostname !== site.name)
    return fail(seen, mend, 'A redirect sends visitors away from the static site.');
  return url.protocol === 'https:' && scheme === 'http-only'
    ? fail(
        `${seen}, and the secondary does not speak HTTPS`,
        mend,
        'Visitors get a connection error in place of the static site.',
      )
    : pass(seen);
}

/** Why a redirect to the primary is the worst of all. */
export const BACK_TO_PRIMARY = 'It takes visitors straight back to the primary that is broken.';

/** What brings the page to every link that the bucket does not have. */
const errorsMend = (site: Site): string =>
  site.secondary.front.kind === 'website'
    ? `${websiteCommand(site)}, then ${uploadCommand(site)}`
    : `${DISTRIBUTION_MEND}, then ${uploadCommand(site)}`;

function judgeErrorDocument(site: Site, page: Page): Judgement {
  const { marker, front } = site.secondary;
  const error = /<li>Code: (\w+)|<Code>(\w+)<\/Code>/.exec(page.body);
  if (error !== null)
    return warn(`${page.status} and a bare error of S3, ${error[1] ?? error[2]}`, errorsMend(site));
  if (page.body.trim() === '') return warn(`${page.status} and an empty body`, errorsMend(site));
  if (!isHtml(page))
    return warn(
      `${page.status}, content type ${contentTypeOf(page)}: browsers offer it as a download`,
      `Upload the error document as text/html: ${uploadCommand(site)}`,
    );
  if (front.kind === 'cloudfront' && page.status !== 503)
    return warn(
      `${page.status} in place of 503`,
      errorsMend(site),
      'Search engines take a page that is only away for a while for one that is gone, or for a new one.',
    );
  return marker === null || page.body.includes(marker)
    ? pass(`${page.status} with the error document`)
    : warn(
        `${page.status} and a body without "${marker}"`,
        `Put the marker into the error document, too, then ${uploadCommand(site)}`,
      );
}
