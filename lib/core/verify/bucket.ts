import type { Site } from '../site.ts';
import { BUCKET_POLICY_CHECKS } from './bucket-policy-check.ts';
import { type Check, fail, judgeAll, pass, unreadable, warn } from './check.ts';
import type { Finding } from './finding.ts';
import type { Snapshot } from './snapshot.ts';
import type { BucketView } from './views.ts';

/** Whether the secondary's bucket is ours, serves a website, and may be read by everybody and written by nobody. */
export function verifyBucket(site: Site, snapshot: Snapshot): Finding[] {
  return snapshot.bucket.ok
    ? judgeAll(CHECKS, { site, bucket: snapshot.bucket.value })
    : [
        unreadable(
          'bucket',
          `bucket ${site.secondary.bucket} could not be read: ${snapshot.bucket.why}`,
          `aws s3api head-bucket --bucket ${site.secondary.bucket} shows whether it can be read with these credentials.`,
        ),
      ];
}

/**
 * The bucket exists and belongs to this account. An answer is no proof: anybody may own a name.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
const ours: Check<BucketView> = {
  id: 'bucket.ours',
  why: 'Whoever owns a bucket of this name decides what visitors see after a failover: this can be taken over.',
  judge: ({ site, bucket }) =>
    bucket.region === null
      ? fail(
          `no bucket ${site.secondary.bucket} in this account`,
          `Deploy to create the bucket before somebody else does: aws s3 mb s3://${site.secondary.bucket} --region ${site.secondary.region}`,
        )
      : pass(`bucket ${site.secondary.bucket} is in this account`),
};

/**
 * The bucket is in the region that sites.yml names, and so behind that region's website endpoint.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/CustomErrorDocSupport.html
 */
const region: Check<BucketView> = {
  id: 'bucket.region',
  why: 'The website endpoint of another region answers visitors with an error in place of the site.',
  judge: ({ site, bucket }) => {
    if (bucket.region === null) return null;
    const seen = `in ${bucket.region}; sites.yml has ${site.secondary.region}`;
    return bucket.region === site.secondary.region
      ? pass(seen)
      : fail(seen, `Set secondary.region of ${site.name} to ${bucket.region}, and deploy.`);
  },
};

/**
 * Website hosting is on, with an index document, so that `/` has an answer.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/IndexDocumentSupport.html
 */
const website: Check<BucketView> = {
  id: 'bucket.website',
  why: 'Without website hosting and an index document visitors get an XML error of S3.',
  judge: ({ site, bucket }) => {
    if (bucket.region === null || bucket.website?.redirectsAllTo != null) return null;
    if (bucket.website?.index) return pass(`index document ${bucket.website.index}`);
    return fail(
      bucket.website === null ? 'website hosting is off' : 'no index document',
      putWebsite(site),
    );
  },
};

/**
 * There is an error document: a secondary has few pages, so most links into the site meet it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/CustomErrorDocSupport.html
 */
const errorDocument: Check<BucketView> = {
  id: 'bucket.error-document',
  why: 'Visitors who follow a link to any page but the first get a bare error of S3.',
  judge: ({ site, bucket }) => {
    if (!bucket.website?.index) return null;
    return bucket.website.error
      ? pass(`error document ${bucket.website.error}`)
      : warn('no error document', putWebsite(site));
  },
};

/**
 * The bucket answers itself and does not redirect every request to another host.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html
 */
const noRedirect: Check<BucketView> = {
  id: 'bucket.no-redirect',
  why: 'A redirect sends visitors away from the static site, at worst back to the broken primary.',
  judge: ({ site, bucket }) => {
    if (bucket.region === null) return null;
    const target = bucket.website?.redirectsAllTo ?? null;
    return target === null
      ? pass('the bucket does not redirect all requests')
      : fail(`every request is redirected to ${target}`, putWebsite(site));
  },
};

/**
 * Public access is not blocked: a website endpoint serves public objects only, and new buckets
 * block public access.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteAccessPermissionsReqd.html
 */
const notBlocked: Check<BucketView> = {
  id: 'bucket.not-blocked',
  why: 'While public access is blocked every visitor gets 403, whatever the bucket policy says.',
  judge: ({ site, bucket }) => {
    if (bucket.region === null) return null;
    return bucket.isPublicAccessBlocked
      ? fail(
          'public access is blocked',
          `aws s3api delete-public-access-block --bucket ${site.secondary.bucket}`,
        )
      : pass('public access is not blocked');
  },
};

const CHECKS: readonly Check<BucketView>[] = [
  ours,
  region,
  website,
  errorDocument,
  noRedirect,
  notBlocked,
  ...BUCKET_POLICY_CHECKS,
];

const putWebsite = (site: Site): string =>
  `aws s3 website s3://${site.secondary.bucket}/ --index-document index.html --error-document index.html`;
