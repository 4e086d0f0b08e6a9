import type { Site } from '../../site.ts';
import { type Check, fail, type Judgement, pass, unknown, warn } from '../check.ts';
import type { Look } from '../finding.ts';
import { uploadCommand } from '../mends.ts';
import { type BucketView, isBehindCloudFront, onWebsite } from './view.ts';

const notBlocked: Check<BucketView> = {
  id: 'bucket.not-blocked',
  severity: 'fail',
  rule: 'Public access is not blocked: a website endpoint serves public objects only, and new buckets block public access.',
  sources: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteAccessPermissionsReqd.html',
  ],
  why: 'While public access is blocked every visitor gets 403, whatever the bucket policy says.',
  judge: onWebsite(({ site, bucket }) => {
    if (bucket.region === null) return null;
    return bucket.isPublicAccessBlocked
      ? fail(
          'public access is blocked',
          `aws s3api delete-public-access-block --bucket ${site.secondary.bucket}`,
        )
      : pass('public access is not blocked');
  }),
};

const accountNotBlocked: Check<BucketView> = {
  id: 'bucket.account-not-blocked',
  severity: 'fail',
  rule: 'The account does not block public bucket policies either: of the settings of account and bucket the stricter one holds.',
  sources: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  ],
  why: 'While the account blocks public access every visitor gets 403, whatever the settings of the bucket say.',
  judge: onWebsite(
    onceRead('isBlockedByAccount', 's3:GetAccountPublicAccessBlock', (isBlocked) =>
      isBlocked
        ? fail(
            'the account blocks public access to all of its buckets',
            'Ask whoever looks after the account first, since it concerns all of its buckets: aws s3control put-public-access-block --account-id "$(aws sts get-caller-identity --query Account --output text)" --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=false,RestrictPublicBuckets=false',
          )
        : pass('the account does not block public access'),
    ),
  ),
};

const notRequesterPays: Check<BucketView> = {
  id: 'bucket.not-requester-pays',
  severity: 'fail',
  rule: 'The owner of the bucket pays for requests: where the requester pays, S3 refuses everybody who is not signed in.',
  sources: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html'],
  why: 'No browser can pay for a request: every visitor gets 403.',
  judge: onceRead(
    'isRequesterPays',
    's3:GetBucketRequestPayment',
    (isRequesterPays, { secondary }) =>
      isRequesterPays
        ? fail(
            'whoever asks must pay',
            `aws s3api put-bucket-request-payment --bucket ${secondary.bucket} --request-payment-configuration Payer=BucketOwner`,
          )
        : pass('the owner pays'),
  ),
};

const encryption: Check<BucketView> = {
  id: 'bucket.encryption',
  severity: 'fail',
  rule: "New objects are encrypted with S3's own keys, not with KMS: only signed requests get what is under a KMS key, and a visitor's are not signed. Those of CloudFront are, but the key's policy must let it decrypt, and that of the key that AWS manages cannot; the page tells whether it does.",
  sources: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
    'https://repost.aws/knowledge-center/s3-kms-signature-version-error',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
  ],
  why: 'From the next upload on visitors get an error of S3, 400 or 403, in place of the page.',
  judge: onceRead('encryption', 's3:GetEncryptionConfiguration', (keys, site) =>
    keys === 'kms'
      ? (isBehindCloudFront(site) ? warn : fail)(
          'new objects are encrypted with a KMS key',
          `aws s3api put-bucket-encryption --bucket ${site.secondary.bucket} --server-side-encryption-configuration '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}', then upload the content anew: ${uploadCommand(site)}`,
        )
      : pass("new objects are encrypted with S3's own keys"),
  ),
};

const versioning: Check<BucketView> = {
  id: 'bucket.versioning',
  severity: 'warn',
  rule: 'The bucket keeps the versions of its objects, so that there is a way back from a page that was overwritten or deleted.',
  sources: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html'],
  why: 'A page that is overwritten or deleted by mistake is gone, and visitors of the next outage get the mistake.',
  judge: onceRead('isVersioned', 's3:GetBucketVersioning', (isVersioned, { secondary }) =>
    isVersioned
      ? pass('versions are kept')
      : warn(
          'no versions are kept',
          `aws s3api put-bucket-versioning --bucket ${secondary.bucket} --versioning-configuration Status=Enabled`,
        ),
  ),
};

export const BUCKET_SETTINGS_CHECKS: readonly Check<BucketView>[] = [
  notBlocked,
  accountNotBlocked,
  notRequesterPays,
  encryption,
  versioning,
];

type Setting = 'isBlockedByAccount' | 'isRequesterPays' | 'isVersioned' | 'encryption';
type Value<S extends Setting> = BucketView['bucket'][S] extends Look<infer V> ? V : never;

/** Each of these settings needs a permission of its own; without it nothing is claimed. */
function onceRead<S extends Setting>(
  setting: S,
  permission: string,
  judge: (value: Value<S>, site: Site) => Judgement,
): Check<BucketView>['judge'] {
  return ({ site, bucket }) => {
    if (bucket.region === null) return null;
    const look: Look<unknown> = bucket[setting];
    return look.ok
      ? judge(look.value as Value<S>, site)
      : unknown(
          `could not be read: ${look.why}`,
          `Allow ${permission} to whoever verifies; the functions get it when they are deployed.`,
        );
  };
}
