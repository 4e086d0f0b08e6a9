import { partitionOf } from '../../partition.ts';
import { type Check, fail, listed, pass, unknown, warn } from '../check.ts';
import {
  allowsEverybodyToRead,
  deniesReading,
  otherGrants,
  parsePolicy,
  type Statement,
} from './policy.ts';
import { type BucketView, onWebsite } from './view.ts';

const publicRead: Check<BucketView> = {
  id: 'bucket.public-read',
  severity: 'fail',
  rule: 'The bucket policy lets everybody read every object, over plain HTTP too.',
  sources: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteAccessPermissionsReqd.html',
  ],
  why: 'Objects that are not public are answered with 403: visitors see an error in place of the site.',
  judge: onWebsite(({ site: { secondary }, bucket }) => {
    if (bucket.region === null) return null;
    const mend = `aws s3api put-bucket-policy --bucket ${secondary.bucket} --policy '${publicReadPolicy(secondary)}'`;
    if (bucket.policy === null) return fail('no bucket policy', mend);
    const statements = parsePolicy(bucket.policy);
    if (statements === null) return unknown('the bucket policy is not one that can be read', mend);
    if (statements.some(deniesReading))
      return fail('the bucket policy denies everybody s3:GetObject over HTTP', mend);
    return statements.some((statement) => allowsEverybodyToRead(statement, secondary.bucket))
      ? pass('everybody may s3:GetObject on every object')
      : fail('no statement lets everybody s3:GetObject on every object', mend);
  }),
};

const nothingMore: Check<BucketView> = {
  id: 'bucket.nothing-more',
  severity: 'fail',
  rule: 'The bucket policy gives everybody that one action and nothing more: above all no writing, and no listing either.',
  sources: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteAccessPermissionsReqd.html',
  ],
  why: 'Whoever may write to the bucket decides what visitors see after a failover.',
  judge: onWebsite(({ site: { secondary }, bucket }) => {
    if (bucket.region === null) return null;
    const statements: readonly Statement[] =
      bucket.policy === null ? [] : (parsePolicy(bucket.policy) ?? []);
    const { reads, writes } = otherGrants(statements);
    const mend = `Take these actions from everybody: aws s3api put-bucket-policy --bucket ${secondary.bucket} --policy '${publicReadPolicy(secondary)}'`;
    if (writes.length > 0) return fail(`everybody may ${listed(writes)}`, mend);
    return reads.length === 0
      ? pass('everybody may do nothing else')
      : warn(
          `everybody may also ${listed(reads)}`,
          mend,
          'Visitors need no more than s3:GetObject; the rest shows strangers what else is in the bucket.',
        );
  }),
};

export const BUCKET_POLICY_CHECKS: readonly Check<BucketView>[] = [publicRead, nothingMore];

/** The policy that the website needs, as one line to paste. */
function publicReadPolicy({ bucket, region }: { bucket: string; region: string }): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: `arn:${partitionOf(region)}:s3:::${bucket}/*`,
      },
    ],
  });
}
