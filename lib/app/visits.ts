import { websiteEndpoint } from '../core/s3-website.ts';
import type { Site } from '../core/site.ts';
import type { Look } from '../core/verify/finding.ts';
import { isCloudFront, pairOf } from '../core/verify/pair.ts';
import type { Certificate, Page, RecordSet } from '../core/verify/snapshot.ts';
import type { FetchPage, ReadCertificate, ResolveAddresses } from '../core/world.ts';
import { tryLook } from './look.ts';
import { primaryAddresses } from './primary-addresses.ts';

export type VisitDeps = {
  readonly resolveAddresses: ResolveAddresses;
  readonly fetchPage: FetchPage;
  readonly readCertificate: ReadCertificate;
};

/** A whole verification is to end within 5 s. */
const VISIT_MS_MAX = 4_000;
/** A link that no bucket has. */
const DEEP_PATH = '/understudy-verify/a-link-deep-into-the-site';

/** What a visitor of the primary meets, at its first address; null where it does not speak HTTP. */
export async function visitPrimary(
  deps: VisitDeps,
  site: Site,
): Promise<{
  readonly page: Look<Page> | null;
  readonly certificate: Look<Certificate> | null;
}> {
  const { protocol, port, path } = site.primary;
  if (protocol === 'tcp') return { page: null, certificate: null };
  const addresses = await tryLook(() => primaryAddresses(deps, site));
  if (!addresses.ok)
    return { page: addresses, certificate: protocol === 'https' ? addresses : null };
  const place = {
    address: addresses.value[0] ?? '',
    port,
    hostname: site.name,
    timeoutMs: VISIT_MS_MAX,
  };
  const [page, certificate] = await Promise.all([
    tryLook(() => deps.fetchPage({ ...place, protocol, path })),
    protocol === 'https' ? tryLook(() => deps.readCertificate(place)) : null,
  ]);
  return { page, certificate };
}

/** What a visitor of the secondary meets beyond its first page; null what it does not speak. */
export async function visitSecondary(
  deps: VisitDeps,
  site: Site,
  records: Look<readonly RecordSet[]>,
): Promise<{
  readonly deepPage: Look<Page> | null;
  readonly securePage: Look<Page> | null;
  readonly certificate: Look<Certificate> | null;
}> {
  const endpoint = websiteEndpoint(site.secondary.region)?.dnsName ?? null;
  const distribution = distributionOf(site, records);
  const common = { hostname: site.name, timeoutMs: VISIT_MS_MAX };
  const secure = distribution === null ? null : { ...common, address: distribution, port: 443 };
  const [deepPage, securePage, certificate] = await Promise.all([
    endpoint === null
      ? null
      : tryLook(() => deps.fetchPage({ ...common, address: endpoint, port: 80, path: DEEP_PATH })),
    secure === null
      ? null
      : tryLook(() => deps.fetchPage({ ...secure, protocol: 'https', path: '/' })),
    secure === null ? null : tryLook(() => deps.readCertificate(secure)),
  ]);
  return { deepPage, securePage, certificate };
}

/** Name of the CloudFront distribution that the SECONDARY record leads to; null where it is an S3 website. */
function distributionOf(site: Site, records: Look<readonly RecordSet[]>): string | null {
  const secondary = records.ok ? pairOf(site, records.value).secondary : null;
  return secondary !== null && isCloudFront(secondary) ? (secondary.alias?.dnsName ?? null) : null;
}
