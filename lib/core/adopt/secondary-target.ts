import { websiteEndpoint } from '../s3-website.ts';
import type { Site } from '../site.ts';
import { CLOUDFRONT_ZONE_ID, isCloudFront } from '../verify/pair.ts';
import type { AliasTarget, RecordSet } from '../verify/snapshot.ts';
import type { AdoptChoices } from './choices.ts';
import type { Block } from './plan.ts';

/** Where a SECONDARY record leads, or why nobody knows. */
export type SecondaryTarget =
  | { readonly ok: true; readonly alias: AliasTarget }
  | { readonly ok: false; readonly block: Block };

/** The chosen distribution, the one that is there already, or the S3 website of the bucket's region. */
export function secondaryTarget(
  site: Site,
  choices: AdoptChoices,
  secondary: RecordSet | null,
): SecondaryTarget {
  const cloudfront = cloudFrontTarget(choices, secondary);
  return cloudfront === null ? websiteTarget(site, choices) : { ok: true, alias: cloudfront };
}

/**
 * The distribution that the SECONDARY is to lead to; null when it is not to lead to one. Route 53
 * cannot evaluate the health of a distribution:
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html
 */
export function cloudFrontTarget(
  { cloudfront }: AdoptChoices,
  secondary: RecordSet | null,
): AliasTarget | null {
  if (cloudfront !== null)
    return {
      dnsName: cloudfront,
      hostedZoneId: CLOUDFRONT_ZONE_ID,
      evaluateTargetHealth: false,
    };
  return secondary !== null && isCloudFront(secondary) ? secondary.alias : null;
}

/** An alias to S3 leads to the bucket that is named like the record, and names only the region. */
function websiteTarget(site: Site, { websiteZoneId }: AdoptChoices): SecondaryTarget {
  const { region, bucket } = site.secondary;
  const blocked = (id: Block['id'], what: string, mend: string) =>
    ({ ok: false, block: { id, site: site.name, what, mend } }) as const;
  if (bucket !== site.name)
    return blocked(
      'bucket-name',
      `the bucket is ${bucket}, and S3 finds the bucket of a visitor by the site's name`,
      `Name the bucket ${site.name} in sites.yml, or put CloudFront before it: --cloudfront NAME`,
    );
  const endpoint = websiteEndpoint(region);
  if (endpoint === null)
    return blocked(
      'website-endpoint-unknown',
      `no website endpoint is known for the region ${region}`,
      'Choose another region in sites.yml, or put CloudFront before the bucket: --cloudfront NAME',
    );
  const { dnsName, hostedZoneId } = endpoint;
  if (hostedZoneId !== null && websiteZoneId !== null && websiteZoneId !== hostedZoneId)
    return blocked(
      'website-zone-differs',
      `the website endpoint of ${region} has the zone ID ${hostedZoneId}, not ${websiteZoneId}`,
      'Leave --website-zone-id out.',
    );
  const zoneId = hostedZoneId ?? websiteZoneId;
  if (zoneId === null)
    return blocked(
      'website-zone-unknown',
      `public sources do not agree on the zone ID of ${dnsName}`,
      'Give the one of https://docs.aws.amazon.com/general/latest/gr/s3.html: --website-zone-id ID',
    );
  return { ok: true, alias: { dnsName, hostedZoneId: zoneId, evaluateTargetHealth: true } };
}
