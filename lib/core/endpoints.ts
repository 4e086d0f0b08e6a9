import type { Endpoint } from './probing/probe.ts';
import type { Site } from './site.ts';

/** One endpoint for each address of the primary, all asking for the site by its name. */
export const endpointsOf = (site: Site, addresses: readonly string[]): readonly Endpoint[] =>
  addresses.map((address) => ({
    protocol: site.primary.protocol,
    address,
    port: site.primary.port,
    path: site.primary.path,
    hostname: site.name,
    expect: site.primary.expect,
  }));
