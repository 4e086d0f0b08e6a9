import { websiteEndpoint } from '../s3-website.ts';
import type { Site } from '../site.ts';

/** What has to be done to the records, by hand and in one change, so that nobody meets half of it. */
export const pairMend = ({ name, secondary }: Site): string => {
  const endpoint = websiteEndpoint(secondary.region)?.dnsName ?? 'the S3 website endpoint';
  return `In one change of the zone, make the A record of ${name} failover / PRIMARY with TTL 60 and the health check of the stack's output, and add one that is failover / SECONDARY, an alias to ${endpoint} without a health check.`;
};

/** The command that fills the bucket with the content of the secondary. */
export const uploadCommand = ({ secondary }: Site): string =>
  `aws s3 sync ${secondary.content} s3://${secondary.bucket}/ --cache-control max-age=60`;
