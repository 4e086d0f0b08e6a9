import { websiteEndpoint } from '../s3-website.ts';
import type { Site } from '../site.ts';
import { CLOUDFRONT_ZONE_ID, isCloudFront } from '../verify/pair.ts';
import type { AliasTarget, RecordSet } from '../verify/snapshot.ts';
import type { AdoptChoices } from './choices.ts';
import type { Block } from './plan.ts';
import type { SiteSeen } from './seen.ts';

/** Where a SECONDARY record leads, or why nobody knows. */
export type SecondaryTarget =
  | { readonly ok: true; readonly alias: AliasTarget }
  | { readonly ok: false; readonly block: Block };

/** What a person chose, and what is there already. */
export type SecondaryFacts = {
  readonly choices: AdoptChoices;
  readonly secondary: RecordSet | null;
  readonly distribution: SiteSeen['distribution'];
};

/**
 * The stack's distribution where sites.yml has one; else the chosen one, the one that is there already, or the
 * S3 website of the bucket's region.
 */
export function secondaryTarget(site: Site, facts: SecondaryFacts): SecondaryTarget {
  if (site.secondary.front.kind === 'cloudfront') return ownTarget(site, facts);
  const cloudfront = cloudFrontTarget(site, facts);
  return cloudfront === null ? websiteTarget(site, facts.choices) : { ok: true, alias: cloudfront };
}

/** The distribution that the SECONDARY is to lead to; null when it is not to lead to one, or nobody knows it. */
export function cloudFrontTarget(
  { secondary: { front } }: Site,
  { choices, secondary, distribution }: SecondaryFacts,
): AliasTarget | null {
  if (front.kind === 'cloudfront')
    return distribution?.ok && distribution.value !== null ? aliasTo(distribution.value) : null;
  if (choices.cloudfront !== null) return aliasTo(choices.cloudfront);
  return secondary !== null && isCloudFront(secondary) ? secondary.alias : null;
}

/**
 * Route 53 cannot evaluate the health of a distribution:
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html
 */
const aliasTo = (distribution: string): AliasTarget => ({
  dnsName: distribution.toLowerCase(),
  hostedZoneId: CLOUDFRONT_ZONE_ID,
  evaluateTargetHealth: false,
});

/** The bucket is private and lets in the stack's distribution alone: no other could serve anything. */
function ownTarget(site: Site, facts: SecondaryFacts): SecondaryTarget {
  const { choices, distribution } = facts;
  const alias = cloudFrontTarget(site, facts);
  const blocked = (id: Block['id'], what: string, mend: string) =>
    ({ ok: false, block: { id, site: site.name, what, mend } }) as const;
  if (choices.cloudfront !== null && choices.cloudfront !== alias?.dnsName)
    return blocked(
      'cloudfront-of-the-stack',
      `--cloudfront names ${choices.cloudfront}; with secondary.https the stack has a distribution of its own, and the bucket lets no other in`,
      `Leave --cloudfront out, or take secondary.https of ${site.name} out of sites.yml.`,
    );
  if (alias !== null) return { ok: true, alias };
  return distribution === null || distribution.ok
    ? blocked(
        'distribution-missing',
        `the stack has no distribution for ${site.name} yet, and sites.yml has secondary.https`,
        'Deploy first, with the sites.yml of this folder. --stage names another stack.',
      )
    : blocked(
        'distribution-unknown',
        `nobody could tell the stack's distribution: ${distribution.why}`,
        `Try again, with credentials that may ask; or name it yourself: SECONDARY_DOMAINS=${site.name}=dXXXX.cloudfront.net npm start -- adopt ${site.name}`,
      );
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
      `Name the bucket ${site.name} in sites.yml, or put CloudFront before it: secondary.https: true in sites.yml, or one of your own with --cloudfront NAME`,
    );
  const endpoint = websiteEndpoint(region);
  if (endpoint === null)
    return blocked(
      'website-endpoint-unknown',
      `no website endpoint is known for the region ${region}`,
      'Choose another region in sites.yml, or put CloudFront before the bucket: secondary.https: true there, or one of your own with --cloudfront NAME',
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
