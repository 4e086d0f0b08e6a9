import { canonicalAddress } from './canonical-address.ts';
import type { Served } from './failover.ts';
import type { Look } from './verify/finding.ts';
import type { DnsAnswer, NameServerAnswer } from './verify/snapshot.ts';

/**
 * The target that the zone's name servers send visitors to. The A answers decide. Where other records
 * lead elsewhere, some visitors are elsewhere, which is `mixed`: those with IPv6 go by AAAA, and
 * browsers by the hints and target names of HTTPS records. An address that nobody knows beside a
 * served primary is most likely the primary's own, which sites.yml does not name; beside a served
 * secondary it is one that was not moved. A type that has no records, or could not be asked for, has
 * no say: a flip must not hang on it.
 */
export function servedBy(
  answers: readonly NameServerAnswer[],
  primaryAddresses: readonly string[],
  secondaryAddresses: readonly string[],
): Served {
  const served = servedOverIpv4(answers, primaryAddresses, secondaryAddresses);
  const { addresses, targetNames } = besidesIpv4(answers);
  const primary = known(primaryAddresses);
  const secondary = known(secondaryAddresses);
  if (served === 'primary')
    return addresses.some((address) => secondary.has(address) && !primary.has(address))
      ? 'mixed'
      : served;
  if (served === 'secondary')
    return targetNames.length > 0 || addresses.some((address) => !secondary.has(address))
      ? 'mixed'
      : served;
  return served;
}

/**
 * The target that the A answers lead to. A name server that was silent, or could not tell (SERVFAIL,
 * REFUSED), has no say as long as another one answered; the others must agree.
 */
export function servedOverIpv4(
  answers: readonly NameServerAnswer[],
  primaryAddresses: readonly string[],
  secondaryAddresses: readonly string[],
): Served {
  const opinions = answers.flatMap(({ answer }) =>
    told(answer).map(({ addresses }) =>
      servedByAddresses(addresses, primaryAddresses, secondaryAddresses),
    ),
  );
  const [first, ...others] = new Set(opinions);
  if (first === undefined) return 'unknown';
  return others.length === 0 ? first : 'mixed';
}

/** Whose addresses these are. */
export function servedByAddresses(
  addresses: readonly string[],
  primaryAddresses: readonly string[],
  secondaryAddresses: readonly string[],
): Exclude<Served, 'unknown'> {
  const primary = known(primaryAddresses);
  const secondary = known(secondaryAddresses);
  const places = addresses.map(canonicalAddress);
  if (places.length === 0) return 'neither';
  if (places.every((place) => primary.has(place))) return 'primary';
  if (places.every((place) => secondary.has(place))) return 'secondary';
  return places.every((place) => primary.has(place) || secondary.has(place)) ? 'mixed' : 'neither';
}

/** The answer, unless it says nothing about the name. */
export const told = (look: Look<DnsAnswer>): readonly DnsAnswer[] =>
  look.ok && TELLING.has(look.value.rcode) ? [look.value] : [];

/** Answer codes that say something about the name; the others say something about the server. */
const TELLING = new Set(['NOERROR', 'NXDOMAIN']);

const known = (addresses: readonly string[]): ReadonlySet<string> =>
  new Set(addresses.map(canonicalAddress));

function besidesIpv4(answers: readonly NameServerAnswer[]) {
  const others = answers.flatMap(({ aaaa, https }) => [...told(aaaa), ...told(https)]);
  return {
    addresses: others.flatMap(({ addresses }) => addresses.map(canonicalAddress)),
    targetNames: others.flatMap(({ targetNames }) => targetNames),
  };
}
