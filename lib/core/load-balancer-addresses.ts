import { canonicalAddress } from './canonical-address.ts';
import { told } from './served.ts';
import type { Site } from './site.ts';
import type { NameServerAnswer } from './verify/snapshot.ts';

/**
 * The primary's addresses, with those that a name server gives in one answer with any of them. A load
 * balancer's come and go, so that the name servers may know some that our resolver does not name yet, or
 * names no more; and an alias is answered from its one target, so that what stands beside an address of
 * the load balancer is its own
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html).
 * The addresses in sites.yml are all that there are: beside them a stranger is a stranger.
 */
export function withLoadBalancerAddresses(
  { primary: { where } }: Pick<Site, 'primary'>,
  answers: readonly NameServerAnswer[],
  known: readonly string[],
): readonly string[] {
  if (where.kind !== 'load-balancer') return known;
  const own = new Set(known.map(canonicalAddress));
  const beside = answers
    .flatMap(({ answer }) => told(answer))
    .map(({ addresses }) => addresses.map(canonicalAddress))
    .filter((addresses) => addresses.some((address) => own.has(address)))
    .flat()
    .filter((address) => !own.has(address));
  return [...known, ...new Set(beside)];
}
