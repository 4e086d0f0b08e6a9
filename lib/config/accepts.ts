import type { Accepts } from '../core/init/found.ts';
import { ADDRESSES_MAX } from './primary-shape.ts';
import { address, loadBalancerName, siteName } from './texts.ts';

/** Asks the schema itself, so that what is drafted is what is read. */
export const sitesFileAccepts: Accepts = {
  siteName: (name) => siteName.safeParse(name).success,
  address: (text) => address.safeParse(text).success,
  loadBalancer: (dnsName) => loadBalancerName.safeParse(dnsName).success,
  addressesMax: ADDRESSES_MAX,
};
