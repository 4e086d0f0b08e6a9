import { distributionArn } from './distribution.ts';
import { objectsOf } from './public-bucket.ts';
import { type Resource, ref } from './template.ts';

/** Nothing of it can ever be public, whatever a policy says. ACLs are off, as origin access control wants it. */
export const PRIVATE = {
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  },
  OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
} as const;

/**
 * The site's own distribution may get the objects, and nobody may list them
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html).
 */
export const distributionRead = (bucketId: string, site: string): Resource => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: ref(bucketId),
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'DistributionRead',
          Effect: 'Allow',
          Principal: { Service: 'cloudfront.amazonaws.com' },
          Action: 's3:GetObject',
          Resource: objectsOf(bucketId, ''),
          Condition: { StringEquals: { 'AWS:SourceArn': distributionArn(site) } },
        },
      ],
    },
  },
});
