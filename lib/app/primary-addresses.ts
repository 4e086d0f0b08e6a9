import type { Site } from '../core/site.ts';
import type { ResolveAddresses } from '../core/world.ts';

/** The configured addresses, or those that the load balancer has at this moment. */
export async function primaryAddresses(
  deps: { readonly resolveAddresses: ResolveAddresses },
  site: Site,
): Promise<readonly string[]> {
  const { where } = site.primary;
  return where.kind === 'addresses' ? where.addresses : deps.resolveAddresses(where.dnsName);
}
