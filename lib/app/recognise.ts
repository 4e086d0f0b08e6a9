import { canonicalAddress } from '../core/canonical-address.ts';
import { isMarked } from '../core/secondary-answer.ts';
import type { Site } from '../core/site.ts';
import type { Look } from '../core/verify/finding.ts';
import type { DnsAnswer, NameServerAnswer } from '../core/verify/snapshot.ts';
import type { FetchPage } from '../core/world.ts';

/** The addresses that are known so far to belong to either target. */
export type KnownAddresses = {
  readonly primary: readonly string[];
  readonly secondary: readonly string[];
};

/**
 * The secondary's addresses among those that nobody knows. S3 answers with other ones at every
 * question, and CloudFront with those of the nearest edge, so such an address is recognised by what
 * serves it: S3 itself, or the stack's distribution, which marks all of its answers. Addresses of AAAA and HTTPS records
 * matter only once the A records have left the primary: a look that may begin a flip does not wait
 * for them.
 */
export async function recogniseSecondary(
  deps: { readonly fetchPage: FetchPage },
  site: Site,
  answers: readonly NameServerAnswer[],
  known: KnownAddresses,
): Promise<readonly string[]> {
  const primary = new Set(known.primary.map(canonicalAddress));
  const secondary = new Set(known.secondary.map(canonicalAddress));
  const ipv4 = answers.flatMap(({ answer }) => addressesIn(answer));
  const others = answers.flatMap(({ aaaa, https }) => [aaaa, https].flatMap(addressesIn));
  const isOnPrimary = ipv4.some((address) => primary.has(address));
  const strangers = [
    ...strangersAmong(ipv4, PAGE_TIMEOUT_MS),
    ...(isOnPrimary ? [] : strangersAmong(others, OTHER_PAGE_TIMEOUT_MS)),
  ]
    .filter(({ address }) => !primary.has(address) && !secondary.has(address))
    .slice(0, STRANGERS_MAX[site.secondary.front.kind]);
  const isSecondary = await Promise.all(
    strangers.map((stranger) => isServedBySecondary(deps, site, stranger)),
  );
  return strangers.filter((_, index) => isSecondary[index]).map(({ address }) => address);
}

const PAGE_TIMEOUT_MS = 5_000;
/** A record that was left behind may lead to a dead primary, whose silence should not be long. */
const OTHER_PAGE_TIMEOUT_MS = 2_000;
/**
 * An answer holds at most 8 addresses of S3; of CloudFront 4 and as many again for IPv6, as far as was seen, and
 * each of four name servers may have its own. More strangers than that are a different problem.
 */
const STRANGERS_MAX = { website: 8, cloudfront: 32 } as const;

type Stranger = { readonly address: string; readonly timeoutMs: number };

const addressesIn = (look: Look<DnsAnswer>): readonly string[] =>
  look.ok ? look.value.addresses.map(canonicalAddress) : [];

const strangersAmong = (addresses: readonly string[], timeoutMs: number): readonly Stranger[] =>
  [...new Set(addresses)].map((address) => ({ address, timeoutMs }));

/** Whether the certificate holds, too, is a matter of the page's own look. */
async function isServedBySecondary(
  { fetchPage }: { readonly fetchPage: FetchPage },
  { name, secondary }: Site,
  { address, timeoutMs }: Stranger,
): Promise<boolean> {
  const ask = { address, hostname: name, path: '/', timeoutMs };
  if (secondary.front.kind === 'website')
    return fetchPage({ ...ask, port: 80 }).then(
      ({ headers }) => headers.server === 'AmazonS3',
      () => false,
    );
  if (CLOUDFRONT_IPV6.test(address)) return true;
  return fetchPage({ ...ask, protocol: 'https', port: 443 }).then(
    ({ headers }) => isMarked(headers),
    () => false,
  );
}

/**
 * CloudFront's part of IPv6, 2600:9000::/28 (service CLOUDFRONT in https://ip-ranges.amazonaws.com/ip-ranges.json),
 * in canonical form. A Lambda function outside of a VPC cannot connect to it, so such an address is believed:
 * a primary is never CloudFront where the secondary is, and it counts only beside A answers that were looked at.
 */
const CLOUDFRONT_IPV6 = /^2600:900[0-9a-f]:/;
