import { endpointsOf } from '../core/endpoints.ts';
import type { Site } from '../core/site.ts';
import type { ProbeOnce } from '../core/world.ts';

/** So short that no failover waits for it: the other looks take as long. */
const WITHIN_MS_MAX = 500;

/** Whether the primary answers as it should, at any of its addresses, at this moment and to us. */
export async function doesPrimaryAnswer(
  probeOnce: ProbeOnce,
  site: Site,
  addresses: readonly string[],
): Promise<boolean> {
  const endpoints = endpointsOf(site, addresses).map((endpoint) => ({
    ...endpoint,
    expect: {
      ...endpoint.expect,
      withinMs: Math.min(endpoint.expect.withinMs, WITHIN_MS_MAX),
    },
  }));
  const results = await probeOnce(endpoints);
  return results.some(({ verdict }) => verdict === 'healthy');
}
