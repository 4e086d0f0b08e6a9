import type { Front, Site } from '../core/site.ts';
import { globalArn } from './arn.ts';
import { distribution } from './distribution.ts';
import { logicalId } from './logical-id.ts';
import { distributionRead, PRIVATE } from './private-bucket.ts';
import { PUBLIC_BY_POLICY_ONLY, publicRead } from './public-bucket.ts';
import { siteTags } from './tags.ts';
import {
  attribute,
  RETAIN_ONCE_MADE,
  type Resource,
  type Resources,
  type Value,
} from './template.ts';

/**
 * The static website of one site. The bucket outlives the stack: a record may still point at it, and
 * a name that is given up can be taken by anybody, together with the site's visitors.
 * What somebody overwrites or deletes stays for a while: the page is needed on a day on which nobody can
 * write another. A bucket that was there before is left alone with its policy: what is wrong with it a
 * verification finds.
 */
export function siteBucket(site: Site): Resources {
  const bucketId = bucketIdOf(site);
  if (site.secondary.isExisting) return distribution(site, bucketId);
  const { settings, policy } = ACCESS[site.secondary.front.kind](bucketId, site);
  return {
    [bucketId]: {
      Type: 'AWS::S3::Bucket',
      ...RETAIN_ONCE_MADE,
      Properties: {
        BucketName: site.secondary.bucket,
        VersioningConfiguration: { Status: 'Enabled' },
        LifecycleConfiguration: { Rules: [FORGET_OLD_VERSIONS] },
        ...settings,
        Tags: siteTags(site),
      },
    },
    [logicalId('SiteBucketPolicy', site.name)]: { ...policy, ...RETAIN_ONCE_MADE },
    ...distribution(site, bucketId),
  };
}

type Access = { readonly settings: Readonly<Record<string, Value>>; readonly policy: Resource };

/**
 * Who may read it: everybody, as a website whose error document is the page itself, so that a visitor on a
 * deep link reads it too; or the site's distribution alone.
 */
const ACCESS: Readonly<Record<Front['kind'], (bucketId: string, site: Site) => Access>> = {
  website: (bucketId) => ({
    settings: {
      WebsiteConfiguration: { IndexDocument: 'index.html', ErrorDocument: 'index.html' },
      ...PUBLIC_BY_POLICY_ONLY,
    },
    policy: publicRead(bucketId, ''),
  }),
  cloudfront: (bucketId, { name }) => ({
    settings: PRIVATE,
    policy: distributionRead(bucketId, name),
  }),
};

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
