import type { Site } from '../../core/site.ts';
import { verifyBucket } from '../../core/verify/bucket/bucket.ts';
import type { Finding, Look } from '../../core/verify/finding.ts';
import { CLOUDFRONT_ZONE_ID } from '../../core/verify/pair.ts';
import type { Page, RecordSet } from '../../core/verify/snapshot.ts';
import { NOT_LOOKED_AT } from '../../core/verify/verify.ts';
import { verifyWebsite } from '../../core/verify/website/website.ts';
import { type Serving, tryLook } from '../look.ts';
import { visitPrimary, visitSecondary } from '../verifying/visits.ts';
import type { LookDeps } from './adopt-deps.ts';

const PAGE_TIMEOUT_MS = 5_000;

/**
 * Whether the secondary could serve, with the SECONDARY record as it would be: `distribution` is the
 * name of the CloudFront distribution before the bucket, null where the record leads to the S3 website.
 */
export async function verifySecondary(
  deps: LookDeps,
  site: Site,
  serving: Serving,
  distribution: string | null,
): Promise<readonly Finding[]> {
  const { bucket, region } = site.secondary;
  const records = { ok: true, value: [secondaryTo(site, distribution)] } as const;
  const [bucketLook, primary, secondary, pageBehind] = await Promise.all([
    tryLook(() => deps.readBucket(bucket, region)),
    visitPrimary(deps, site),
    visitSecondary(deps, site, records),
    distribution === null || site.secondary.front.kind === 'cloudfront'
      ? serving.page
      : visitDistribution(deps, site, distribution),
  ]);
  const snapshot = {
    ...NOT_LOOKED_AT,
    takenAt: deps.now(),
    records,
    distribution: { ok: true, value: distribution } as const,
    bucket: bucketLook,
    page: isSentToHttps(site, pageBehind) ? (secondary.securePage ?? pageBehind) : pageBehind,
    primaryPage: primary.page,
    deepPage: secondary.deepPage,
    securePage: secondary.securePage,
  };
  return [...verifyBucket(site, snapshot), ...verifyWebsite(site, snapshot)];
}

/** A distribution that does not know the site's name answers 403, whatever the bucket has. */
const visitDistribution = (deps: LookDeps, site: Site, distribution: string): Promise<Look<Page>> =>
  tryLook(() =>
    deps.fetchPage({
      address: distribution,
      port: 80,
      hostname: site.name,
      path: '/',
      timeoutMs: PAGE_TIMEOUT_MS,
    }),
  );

/** CloudFront may send http to https itself, which leads nobody away. */
const isSentToHttps = ({ name }: Site, page: Look<Page>): boolean =>
  page.ok &&
  page.value.status >= 300 &&
  page.value.status < 400 &&
  (page.value.headers.location ?? '').startsWith(`https://${name}/`);

/** As much of the SECONDARY record as the checks look at: what it leads to. */
const secondaryTo = (site: Site, distribution: string | null): RecordSet => ({
  name: site.name,
  type: 'A',
  ttlSeconds: null,
  values: [],
  alias: {
    dnsName: distribution ?? site.secondary.region,
    hostedZoneId: distribution === null ? '' : CLOUDFRONT_ZONE_ID,
    evaluateTargetHealth: distribution === null,
  },
  routing: 'failover',
  failover: 'SECONDARY',
  setIdentifier: 'secondary',
  healthCheckId: null,
});
