import { type WebsiteEndpoint, websiteEndpoint } from '../../s3-website.ts';
import type { Site } from '../../site.ts';
import { type Check, fail, type Judgement, pass, unknown, warn } from '../check.ts';
import { DEPLOY_COMMAND, pairMend } from '../mends.ts';
import { isCloudFront } from '../pair.ts';
import type { AliasTarget, RecordSet, Snapshot } from '../snapshot.ts';
import type { RecordsView } from '../views.ts';

const secondaryTarget: Check<RecordsView> = {
  id: 'records.secondary-target',
  severity: 'fail',
  rule: "The SECONDARY record is an alias to the website endpoint of the bucket's region, without the bucket's name in it, or to CloudFront. Where the stack has a distribution before the bucket, it is an alias to that one: the bucket is private, so nothing else reaches it.",
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/RoutingToS3Bucket.html',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-to-cloudfront-distribution.html',
  ],
  why: 'S3 finds the bucket by the Host header: through a wrong endpoint visitors get an error of S3 in place of the static site.',
  judge: ({ site, secondary, snapshot }) => {
    if (secondary === null) return null;
    if (site.secondary.front.kind === 'cloudfront')
      return judgeDistribution(site, secondary, snapshot.distribution);
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

const secondaryHasNoHealthCheck: Check<RecordsView> = {
  id: 'records.secondary-has-no-health-check',
  severity: 'fail',
  rule: "The SECONDARY record has no health check, and above all not the primary's: without one it is always served when the primary is unhealthy. When both records are unhealthy Route 53 answers with the primary.",
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html',
  ],
  why: 'When a check on the secondary fails too, Route 53 sends every visitor back to the broken primary.',
  judge: ({ site, primary, secondary }) => {
    if (secondary === null) return null;
    if (secondary.healthCheckId === null) return pass('no health check on the SECONDARY record');
    const mend = `Take the health check off the SECONDARY record of ${site.name}; Understudy watches the secondary itself.`;
    return secondary.healthCheckId === primary?.healthCheckId
      ? fail(
          `health check ${secondary.healthCheckId} on both records`,
          mend,
          'Both records become unhealthy together, and then Route 53 answers with the broken primary: no failover moves anybody.',
        )
      : warn(`health check ${secondary.healthCheckId} on the SECONDARY record`, mend);
  },
};

const oneCloudFront: Check<RecordsView> = {
  id: 'records.one-cloudfront',
  severity: 'fail',
  rule: 'At most one of the two records leads to CloudFront: a name cannot belong to two distributions, so that failover aliases cannot lead to CloudFront on both sides.',
  sources: ['https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html'],
  why: 'The second distribution does not know the name: after a failover visitors get an error of CloudFront.',
  judge: ({ site, primary, secondary }) => {
    if (primary === null || secondary === null) return null;
    if (isCloudFront(primary) && isCloudFront(secondary))
      return fail(
        'an alias to CloudFront on both sides',
        `Give the distribution of ${site.name} an origin group with the bucket as its second origin, or take CloudFront from one side.`,
      );
    const side = isCloudFront(primary) ? 'primary' : isCloudFront(secondary) ? 'secondary' : null;
    return pass(side === null ? 'no alias to CloudFront' : `CloudFront for the ${side} only`);
  },
};

export const SECONDARY_RECORD_CHECKS: readonly Check<RecordsView>[] = [
  secondaryTarget,
  secondaryHasNoHealthCheck,
  oneCloudFront,
];

function judgeDistribution(
  site: Site,
  secondary: RecordSet,
  distribution: Snapshot['distribution'],
): Judgement {
  const seen =
    secondary.alias === null
      ? 'the SECONDARY record is not an alias'
      : `an alias to ${secondary.alias.dnsName}`;
  const why =
    'The bucket is private: visitors who come past its distribution get an error in place of the static site.';
  if (!isCloudFront(secondary)) return fail(`${seen}, not to CloudFront`, pairMend(site), why);
  if (distribution === null || !distribution.ok)
    return unknown(
      `${seen}; nobody could tell the stack's distribution: ${distribution?.why ?? 'nobody was asked'}`,
      `Compare it with the outputs of the stack, then look again: npm start -- verify ${site.name}`,
    );
  if (distribution.value === null)
    return fail(
      `${seen}, and the stack has no distribution for ${site.name}`,
      `${DEPLOY_COMMAND}, then npm start -- adopt ${site.name}`,
      why,
    );
  return distribution.value.toLowerCase() === secondary.alias?.dnsName
    ? pass(`${seen}, the stack's distribution`)
    : fail(`${seen}; the stack's distribution is ${distribution.value}`, pairMend(site), why);
}

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
