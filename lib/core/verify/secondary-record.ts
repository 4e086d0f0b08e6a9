import { type WebsiteEndpoint, websiteEndpoint } from '../s3-website.ts';
import type { Site } from '../site.ts';
import { type Check, fail, type Judgement, pass, unknown, warn } from './check.ts';
import { isCloudFront } from './pair.ts';
import type { AliasTarget } from './snapshot.ts';
import type { RecordsView } from './views.ts';

/**
 * The SECONDARY record is an alias to the website endpoint of the bucket's region, without the
 * bucket's name in it, or to CloudFront.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/RoutingToS3Bucket.html
 */
const secondaryTarget: Check<RecordsView> = {
  id: 'records.secondary-target',
  why: 'S3 finds the bucket by the Host header: through a wrong endpoint visitors get an error of S3 in place of the static site.',
  judge: ({ site, secondary }) => {
    if (secondary === null) return null;
    if (secondary.alias === null)
      return wrongTarget(site, 'the SECONDARY record is not an alias', null);
    if (isCloudFront(secondary)) return pass(`an alias to CloudFront, ${secondary.alias.dnsName}`);
    const endpoint = websiteEndpoint(site.secondary.region);
    return endpoint === null
      ? unknown(
          `the website endpoint of region ${site.secondary.region} is not known`,
          'Compare the SECONDARY record with https://docs.aws.amazon.com/general/latest/gr/s3.html.',
        )
      : judgeEndpoint(site, secondary.alias, endpoint);
  },
};

/**
 * The SECONDARY record has no health check: without one it is always served when the primary is
 * unhealthy. When both records are unhealthy Route 53 answers with the primary.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html
 */
const secondaryHasNoHealthCheck: Check<RecordsView> = {
  id: 'records.secondary-has-no-health-check',
  why: 'When a check on the secondary fails too, Route 53 sends every visitor back to the broken primary.',
  judge: ({ site, secondary }) => {
    if (secondary === null) return null;
    return secondary.healthCheckId === null
      ? pass('no health check on the SECONDARY record')
      : warn(
          `health check ${secondary.healthCheckId} on the SECONDARY record`,
          `Take the health check off the SECONDARY record of ${site.name}; Understudy watches the secondary itself.`,
        );
  },
};

export const SECONDARY_RECORD_CHECKS: readonly Check<RecordsView>[] = [
  secondaryTarget,
  secondaryHasNoHealthCheck,
];

function judgeEndpoint(site: Site, alias: AliasTarget, endpoint: WebsiteEndpoint): Judgement {
  if (alias.dnsName.endsWith(`.${endpoint.dnsName}`))
    return wrongTarget(site, `an alias to ${alias.dnsName}, with a bucket's name in it`, endpoint);
  if (alias.dnsName !== endpoint.dnsName)
    return wrongTarget(site, `an alias to ${alias.dnsName}`, endpoint);
  const seen = `an alias to ${alias.dnsName} in zone ${alias.hostedZoneId}`;
  return endpoint.hostedZoneId === null || endpoint.hostedZoneId === alias.hostedZoneId
    ? pass(seen)
    : wrongTarget(site, seen, endpoint);
}

function wrongTarget(site: Site, seen: string, endpoint: WebsiteEndpoint | null): Judgement {
  const zone = endpoint?.hostedZoneId == null ? '' : ` in zone ${endpoint.hostedZoneId}`;
  const target =
    endpoint === null ? `the website endpoint of ${site.secondary.region}` : endpoint.dnsName;
  return fail(seen, `Make the SECONDARY record of ${site.name} an alias to ${target}${zone}.`);
}
