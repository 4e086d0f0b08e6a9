import type { Site } from '../core/site.ts';
import { globalArn } from './arn.ts';
import { logicalId } from './logical-id.ts';
import { PUBLIC_BY_POLICY_ONLY, publicRead } from './public-bucket.ts';
import { siteTags } from './tags.ts';
import { attribute, RETAIN_ONCE_MADE, type Resources, type Value } from './template.ts';

/**
 * The static website of one site. The bucket outlives the stack: a record may still point at it, and
 * a name that is given up can be taken by anybody, together with the site's visitors.
 * The error document is the page itself, so that a visitor on a deep link reads it too. What somebody
 * overwrites or deletes stays for a while: the page is needed on a day on which nobody can write another.
 * A bucket that was there before is left alone with its policy: what is wrong with it a verification finds.
 */
export function siteBucket(site: Site): Resources {
  if (site.secondary.isExisting) return {};
  const bucketId = bucketIdOf(site);
  return {
    [bucketId]: {
      Type: 'AWS::S3::Bucket',
      ...RETAIN_ONCE_MADE,
      Properties: {
        BucketName: site.secondary.bucket,
        WebsiteConfiguration: { IndexDocument: 'index.html', ErrorDocument: 'index.html' },
        VersioningConfiguration: { Status: 'Enabled' },
        LifecycleConfiguration: { Rules: [FORGET_OLD_VERSIONS] },
        ...PUBLIC_BY_POLICY_ONLY,
        Tags: siteTags(site),
      },
    },
    [logicalId('SiteBucketPolicy', site.name)]: {
      ...publicRead(bucketId, ''),
      ...RETAIN_ONCE_MADE,
    },
  };
}

/** The resources of the buckets that the stack makes. */
export const siteBucketIds = (sites: readonly Site[]): readonly string[] =>
  sites.filter(({ secondary }) => !secondary.isExisting).map(bucketIdOf);

/** The ARN of a site's bucket, whoever made it. */
export const siteBucketArn = (site: Site): Value =>
  site.secondary.isExisting
    ? globalArn('s3', site.secondary.bucket)
    : attribute(bucketIdOf(site), 'Arn');

const bucketIdOf = ({ name }: Site): string => logicalId('SiteBucket', name);

const FORGET_OLD_VERSIONS = {
  Id: 'forget-old-versions',
  Status: 'Enabled',
  NoncurrentVersionExpiration: { NoncurrentDays: 90 },
};
