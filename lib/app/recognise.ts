import { canonicalAddress } from '../core/canonical-address.ts';
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
 * question, so such an address is recognised by what serves it. Addresses of AAAA and HTTPS records
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
    .slice(0, STRANGERS_MAX);
  const isSecondary = await Promise.all(
    strangers.map((stranger) => isServedByS3(deps, site, stranger)),
  );
  return strangers.filter((_, index) => isSecondary[index]).map(({ address }) => address);
}

const PAGE_TIMEOUT_MS = 5_000;
/** A record that was left behind may lead to a dead primary, whose silence should not be long. */
const OTHER_PAGE_TIMEOUT_MS = 2_000;
/** An answer holds at most 8 addresses of S3; more strangers than that are a different problem. */
const STRANGERS_MAX = 8;

type Stranger = { readonly address: string; readonly timeoutMs: number };

const addressesIn = (look: Look<DnsAnswer>): readonly string[] =>
  look.ok ? look.value.addresses.map(canonicalAddress) : [];

const strangersAmong = (addresses: readonly string[], timeoutMs: number): readonly Stranger[] =>
  [...new Set(addresses)].map((address) => ({ address, timeoutMs }));

const isServedByS3 = (
  { fetchPage }: { readonly fetchPage: FetchPage },
  site: Site,
  { address, timeoutMs }: Stranger,
): Promise<boolean> =>
  fetchPage({ address, port: 80, hostname: site.name, path: '/', timeoutMs }).then(
    ({ headers }) => headers.server === 'AmazonS3',
    () => false,
  );
