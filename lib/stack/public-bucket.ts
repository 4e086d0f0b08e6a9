import { mayGet } from './bucket-policy.ts';
import type { Resource } from './template.ts';

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

/** Anybody may get the objects under the prefix. */
export const publicRead = (bucketId: string, prefix: string): Resource =>
  mayGet(bucketId, prefix, { Sid: 'PublicRead', Principal: '*' });
