import { type Resource, ref, text, type Value } from './template.ts';

/**
 * Lets a public bucket policy through. Every new bucket blocks one, and the policy would be refused
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteAccessPermissionsReqd.html). Public
 * ACLs stay blocked: nothing here uses ACLs.
 */
export const PUBLIC_BY_POLICY_ONLY = {
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  },
  OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
} as const;

/**
 * Anybody may get the objects under the prefix. Nobody may list them: an absent object answers 403,
 * so keys cannot be guessed at.
 */
export const publicRead = (bucketId: string, prefix: string): Resource => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: ref(bucketId),
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'PublicRead',
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:GetObject',
          Resource: objectsOf(bucketId, prefix),
        },
      ],
    },
  },
});

/** The ARN of every object under a prefix of a bucket. */
export const objectsOf = (bucketId: string, prefix: string): Value =>
  text(`\${${bucketId}.Arn}/${prefix}*`);
