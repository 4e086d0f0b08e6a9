import { mayGet } from './bucket-policy.ts';
import { distributionArn } from './distribution.ts';
import type { Resource } from './template.ts';

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
 * The site's own distribution may get the objects
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html).
 */
export const distributionRead = (bucketId: string, site: string): Resource =>
  mayGet(bucketId, '', {
    Sid: 'DistributionRead',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Condition: { StringEquals: { 'AWS:SourceArn': distributionArn(site) } },
  });
