import type { Site } from '../../site.ts';
import { type Check, fail, judgeAll, pass, unknown, unreadable, warn } from '../check.ts';
import type { Finding } from '../finding.ts';
import { DEPLOY_COMMAND, websiteCommand } from '../mends.ts';
import type { Snapshot } from '../snapshot.ts';
import { schemeOf } from '../website/view.ts';
import { BUCKET_CONTENT_CHECKS } from './content-check.ts';
import { BUCKET_PAGE_CHECKS } from './page-parts-check.ts';
import { BUCKET_POLICY_CHECKS } from './policy-check.ts';
import { PRIVATE_BUCKET_CHECKS } from './private-check.ts';
import { BUCKET_SETTINGS_CHECKS } from './settings-check.ts';
import { type BucketView, isBehindCloudFront, onWebsite } from './view.ts';

/**
 * Whether the secondary's bucket is ours, serves a website with the content that was meant, and may be
 * read by everybody and written by nobody. Behind the stack's distribution it is the other way round: nobody
 * but CloudFront may read it, and the website is CloudFront's.
 */
export function verifyBucket(site: Site, snapshot: Snapshot): Finding[] {
  return snapshot.bucket.ok
    ? judgeAll(BUCKET_CHECKS, { site, bucket: snapshot.bucket.value, snapshot })
    : [
        unreadable(
          'bucket',
          `bucket ${site.secondary.bucket} could not be read: ${snapshot.bucket.why}`,
          `aws s3api head-bucket --bucket ${site.secondary.bucket} shows whether it can be read with these credentials.`,
        ),
      ];
}

const ours: Check<BucketView> = {
  id: 'bucket.ours',
  severity: 'fail',
  rule: 'The bucket exists and belongs to this account. An answer is no proof: anybody may own a name.',
  sources: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html'],
  why: 'Whoever owns a bucket of this name decides what visitors see after a failover: this can be taken over.',
  judge: ({ site, bucket }) =>
    bucket.region === null
      ? fail(
          `no bucket ${site.secondary.bucket} in this account`,
          `Deploy to create the bucket before somebody else does: aws s3 mb s3://${site.secondary.bucket} --region ${site.secondary.region}`,
        )
      : pass(`bucket ${site.secondary.bucket} is in this account`),
};

const name: Check<BucketView> = {
  id: 'bucket.name',
  severity: 'fail',
  rule: 'The bucket is named exactly like the site: a website endpoint finds the bucket by the Host header. Only CloudFront in front of it, which asks for the bucket by its own name, makes another name good.',
  sources: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/RoutingToS3Bucket.html',
  ],
  why: 'Visitors ask for the site by its name: they get the bucket of that name, whoever owns it, or an error.',
  judge: ({ site, snapshot }) => {
    const { bucket } = site.secondary;
    if (bucket === site.name) return pass(`named ${bucket}, like the site`);
    if (isBehindCloudFront(site)) return pass(`named ${bucket}, behind the stack's distribution`);
    const mend = `Set secondary.bucket of ${site.name} to ${site.name}, and deploy: ${DEPLOY_COMMAND}`;
    const scheme = schemeOf(site, snapshot);
    if (scheme === null)
      return unknown(`named ${bucket}, and the records do not tell whether CloudFront asks`, mend);
    return scheme === 'http-and-https'
      ? pass(`named ${bucket}, behind CloudFront`)
      : fail(`named ${bucket}, and visitors ask for ${site.name}`, mend);
  },
};

const region: Check<BucketView> = {
  id: 'bucket.region',
  severity: 'fail',
  rule: "The bucket is in the region that sites.yml names, and so behind that region's website endpoint.",
  sources: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/CustomErrorDocSupport.html'],
  why: 'The website endpoint of another region answers visitors with an error in place of the site.',
  judge: ({ site, bucket }) => {
    if (bucket.region === null) return null;
    const seen = `in ${bucket.region}; sites.yml has ${site.secondary.region}`;
    return bucket.region === site.secondary.region
      ? pass(seen)
      : fail(seen, `Set secondary.region of ${site.name} to ${bucket.region}, and deploy.`);
  },
};

const website: Check<BucketView> = {
  id: 'bucket.website',
  severity: 'fail',
  rule: 'Website hosting is on, with an index document, so that `/` has an answer.',
  sources: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/IndexDocumentSupport.html'],
  why: 'Without website hosting and an index document visitors get an XML error of S3.',
  judge: onWebsite(({ site, bucket }) => {
    if (bucket.region === null || bucket.website?.redirectsAllTo != null) return null;
    if (bucket.website?.index) return pass(`index document ${bucket.website.index}`);
    return fail(
      bucket.website === null ? 'website hosting is off' : 'no index document',
      websiteCommand(site),
    );
  }),
};

const errorDocument: Check<BucketView> = {
  id: 'bucket.error-document',
  severity: 'warn',
  rule: 'There is an error document: a secondary has few pages, so most links into the site meet it.',
  sources: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/CustomErrorDocSupport.html'],
  why: 'Visitors who follow a link to any page but the first get a bare error of S3.',
  judge: onWebsite(({ site, bucket }) => {
    if (!bucket.website?.index) return null;
    return bucket.website.error
      ? pass(`error document ${bucket.website.error}`)
      : warn('no error document', websiteCommand(site));
  }),
};

const noRedirect: Check<BucketView> = {
  id: 'bucket.no-redirect',
  severity: 'fail',
  rule: 'The bucket answers itself and does not redirect every request to another host.',
  sources: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html'],
  why: 'A redirect sends visitors away from the static site, at worst back to the broken primary.',
  judge: onWebsite(({ site, bucket }) => {
    if (bucket.region === null) return null;
    const target = bucket.website?.redirectsAllTo ?? null;
    return target === null
      ? pass('the bucket does not redirect all requests')
      : fail(`every request is redirected to ${target}`, websiteCommand(site));
  }),
};

export const BUCKET_CHECKS: readonly Check<BucketView>[] = [
  ours,
  name,
  region,
  website,
  errorDocument,
  noRedirect,
  ...BUCKET_SETTINGS_CHECKS,
  ...BUCKET_POLICY_CHECKS,
  ...PRIVATE_BUCKET_CHECKS,
  ...BUCKET_CONTENT_CHECKS,
  ...BUCKET_PAGE_CHECKS,
];
