import { type Check, fail, listed, pass, unknown, warn } from '../check.ts';
import {
  cloudFrontPolicyCommand,
  cloudFrontRead,
  otherCloudFrontActions,
} from './cloudfront-policy.ts';
import { deniesReading, otherGrants, parsePolicy, READ, type Statement } from './policy.ts';
import { type BucketView, behindCloudFront } from './view.ts';

const OAC =
  'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html';

const cloudFrontMayRead: Check<BucketView> = {
  id: 'bucket.cloudfront-read',
  severity: 'fail',
  rule: "The policy of a bucket behind the stack's distribution lets CloudFront read every object, for named distributions alone. Of a bucket that was there before the stack writes no policy: that is up to you.",
  sources: [OAC],
  why: 'Without it CloudFront gets 403 from the bucket: after a failover visitors see an error in place of the site.',
  judge: behindCloudFront(({ site, bucket, snapshot }) => {
    if (bucket.region === null) return null;
    const mend = cloudFrontPolicyCommand(site.secondary, snapshot);
    if (bucket.policy === null) return fail('no bucket policy', mend);
    const statements = parsePolicy(bucket.policy);
    if (statements === null) return unknown('the bucket policy is not one that can be read', mend);
    if (statements.some((one) => deniesReading(one) && one.conditionKeys.length === 0))
      return fail('the bucket policy denies everybody s3:GetObject', mend);
    const reads = statements.map((one) => cloudFrontRead(one, site.secondary.bucket));
    if (reads.includes('any-distribution'))
      return warn(
        'CloudFront may read every object, for whatever distribution',
        mend,
        'Anybody may make a distribution, and read the bucket through it.',
      );
    return reads.includes('named-distributions')
      ? pass('CloudFront may s3:GetObject on every object, for named distributions')
      : fail('no statement lets CloudFront s3:GetObject on every object', mend);
  }),
};

const onlyCloudFront: Check<BucketView> = {
  id: 'bucket.only-cloudfront',
  severity: 'fail',
  rule: "The policy of a bucket behind the stack's distribution gives everybody nothing at all, and CloudFront nothing but reading objects.",
  sources: [OAC],
  why: 'Whoever may write to the bucket decides what visitors see after a failover.',
  judge: behindCloudFront(({ site, bucket, snapshot }) => {
    if (bucket.region === null) return null;
    const statements: readonly Statement[] =
      bucket.policy === null ? [] : (parsePolicy(bucket.policy) ?? []);
    const { reads, writes } = otherGrants(statements);
    const mend = cloudFrontPolicyCommand(site.secondary, snapshot);
    if (writes.length > 0) return fail(`everybody may ${listed(writes)}`, mend);
    const open = [...(statements.some(letsEverybodyRead) ? [READ] : []), ...reads];
    if (open.length > 0)
      return warn(
        `everybody may ${listed(open)}`,
        mend,
        'Whoever asks S3 itself gets the page with 200, past CloudFront, and search engines may keep it.',
      );
    const more = otherCloudFrontActions(statements);
    return more.length === 0
      ? pass('everybody may do nothing, and CloudFront read objects alone')
      : warn(`CloudFront may also ${listed(more)}`, mend, 'Visitors need no more than the pages.');
  }),
};

const isPrivate: Check<BucketView> = {
  id: 'bucket.private',
  severity: 'warn',
  rule: "Public access to a bucket behind the stack's distribution is blocked, by the settings of the bucket or of the account: nobody reads it past CloudFront, whatever its policy will say one day.",
  sources: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  ],
  why: 'One careless policy, and strangers read the bucket, or write what visitors see after a failover.',
  judge: behindCloudFront(({ site, bucket }) => {
    if (bucket.region === null) return null;
    if (bucket.isPublicAccessBlocked) return pass('public access is blocked');
    const { isBlockedByAccount } = bucket;
    if (isBlockedByAccount.ok && isBlockedByAccount.value)
      return pass('the account blocks public access');
    return warn(
      'public access is not blocked',
      `aws s3api put-public-access-block --bucket ${site.secondary.bucket} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
    );
  }),
};

/** What must hold of a bucket that CloudFront alone may read. */
export const PRIVATE_BUCKET_CHECKS: readonly Check<BucketView>[] = [
  cloudFrontMayRead,
  onlyCloudFront,
  isPrivate,
];

const letsEverybodyRead = ({ effect, isForEverybody, actions }: Statement): boolean =>
  effect === 'Allow' && isForEverybody && actions.includes(READ);
