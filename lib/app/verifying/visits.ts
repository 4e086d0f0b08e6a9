import type { SecondaryPlace } from '../../core/secondary-place.ts';
import type { Site } from '../../core/site.ts';
import type { Look } from '../../core/verify/finding.ts';
import { isCloudFront, pairOf } from '../../core/verify/pair.ts';
import type { Certificate, Page, RecordSet } from '../../core/verify/snapshot.ts';
import type {
  DistributionOf,
  FetchPage,
  ReadCertificate,
  ResolveAddresses,
} from '../../core/world.ts';
import { askSecondary, findSecondary } from '../find-secondary.ts';
import { tryLook } from '../look.ts';
import { primaryAddresses } from '../primary-addresses.ts';

export type VisitDeps = {
  readonly resolveAddresses: ResolveAddresses;
  readonly distributionOf: DistributionOf;
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
): Promise<SecondaryVisit> {
  const place = await tryLook(() => findSecondary(deps, site));
  const [deepPage, beyond] = await Promise.all([
    place.ok
      ? tryLook(() => deps.fetchPage(askSecondary(place.value, site, DEEP_PATH, VISIT_MS_MAX)))
      : null,
    site.secondary.front.kind === 'cloudfront'
      ? visitOwn(deps, site, place)
      : visitRecorded(deps, site, records),
  ]);
  return { deepPage, ...beyond };
}

type SecondaryVisit = {
  readonly deepPage: Look<Page> | null;
  readonly securePage: Look<Page> | null;
  readonly certificate: Look<Certificate> | null;
};

/** The page of the stack's distribution is fetched over HTTPS elsewhere; its certificate is looked at here. */
async function visitOwn(
  deps: VisitDeps,
  { name }: Site,
  place: Look<SecondaryPlace>,
): Promise<Omit<SecondaryVisit, 'deepPage'>> {
  if (!place.ok) return { securePage: null, certificate: place };
  const { address, port } = place.value;
  const request = { address, port, hostname: name, timeoutMs: VISIT_MS_MAX };
  return { securePage: null, certificate: await tryLook(() => deps.readCertificate(request)) };
}

/** Before an S3 website somebody may have put a distribution of their own: then the SECONDARY record leads to it. */
async function visitRecorded(
  deps: VisitDeps,
  site: Site,
  records: Look<readonly RecordSet[]>,
): Promise<Omit<SecondaryVisit, 'deepPage'>> {
  const address = recordedDistribution(site, records);
  if (address === null) return { securePage: null, certificate: null };
  const secure = { address, port: 443, hostname: site.name, timeoutMs: VISIT_MS_MAX };
  const [securePage, certificate] = await Promise.all([
    tryLook(() => deps.fetchPage({ ...secure, protocol: 'https', path: '/' })),
    tryLook(() => deps.readCertificate(secure)),
  ]);
  return { securePage, certificate };
}

/** Name of the CloudFront distribution that the SECONDARY record leads to; null where it is an S3 website. */
function recordedDistribution(site: Site, records: Look<readonly RecordSet[]>): string | null {
  const secondary = records.ok ? pairOf(site, records.value).secondary : null;
  return secondary !== null && isCloudFront(secondary) ? (secondary.alias?.dnsName ?? null) : null;
}
