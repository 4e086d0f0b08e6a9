import { canonicalAddress } from './canonical-address.ts';
import type { Served } from './failover.ts';
import type { NameServerAnswer } from './verify/snapshot.ts';

/**
 * The target that the zone's name servers answer with. A name server that was silent, or could not
 * tell (SERVFAIL, REFUSED), has no say as long as another one answered; the others must agree.
 */
export function servedBy(
  answers: readonly NameServerAnswer[],
  primaryAddresses: readonly string[],
  secondaryAddresses: readonly string[],
): Served {
  const primary = new Set(primaryAddresses.map(canonicalAddress));
  const secondary = new Set(secondaryAddresses.map(canonicalAddress));
  const opinions = answers.flatMap(({ answer }) =>
    answer.ok && TELLING.has(answer.value.rcode)
      ? [servedByOne(answer.value.addresses.map(canonicalAddress), primary, secondary)]
      : [],
  );
  const [first, ...others] = new Set(opinions);
  if (first === undefined) return 'unknown';
  return others.length === 0 ? first : 'mixed';
}

/** Answer codes that say something about the name; the others say something about the server. */
const TELLING = new Set(['NOERROR', 'NXDOMAIN']);

function servedByOne(
  addresses: readonly string[],
  primary: ReadonlySet<string>,
  secondary: ReadonlySet<string>,
): Served {
  if (addresses.length === 0) return 'neither';
  if (addresses.every((address) => primary.has(address))) return 'primary';
  if (addresses.every((address) => secondary.has(address))) return 'secondary';
  const isOurs = addresses.every((address) => primary.has(address) || secondary.has(address));
  return isOurs ? 'mixed' : 'neither';
}
