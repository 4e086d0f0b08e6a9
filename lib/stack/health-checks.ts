import type { Site } from '../core/site.ts';
import { endpointCheck } from './endpoint-check.ts';
import { healthCheck } from './health-check.ts';
import { logicalId } from './logical-id.ts';
import { switchCheck } from './switch-check.ts';
import { type Resource, type Resources, ref, type Value } from './template.ts';

/**
 * The health checks of one site; the one under `siteCheckId` is for its PRIMARY record. The stack
 * makes no records: an inverted check starts out unhealthy, so a record that got it at once would
 * fail over at once. Adopting a site attaches it when it has become healthy.
 *
 * The site is healthy while its switch is absent and any one address is healthy, since clients try
 * the next one. A calculated check can only count its children and cannot hold another calculated
 * one, so with n addresses the switch has n votes (n equal checks of one object) and n + 1 votes
 * make health: the addresses alone never reach that, nor does the switch alone. A site behind a load
 * balancer needs the switch only, because its alias record asks the load balancer for the rest. Endpoint
 * checks that were there before vote in the place of those that the stack would make; they are not its own.
 */
export function healthChecks(site: Site): Resources {
  const { where } = site.primary;
  if (where.kind === 'load-balancer') return { [siteCheckId(site.name)]: switchCheck(site) };
  const { addresses } = where;
  const { healthCheckIds } = site.primary;
  const own = (healthCheckIds.length > 0 ? [] : addresses).map(
    (address) => [logicalId('EndpointCheck', site.name, address), address] as const,
  );
  const switches = addresses.map((_, index) =>
    logicalId('SwitchCheck', site.name, String(index + 1)),
  );
  const children = [...healthCheckIds, ...own.map(([id]) => ref(id)), ...switches.map(ref)];
  return {
    ...Object.fromEntries(own.map(([id, address]) => [id, endpointCheck(site, address)])),
    ...Object.fromEntries(switches.map((id) => [id, switchCheck(site)])),
    [siteCheckId(site.name)]: siteCheck(site, children, addresses.length + 1),
  };
}

/** The check to attach to a site's PRIMARY record. */
export const siteCheckId = (site: string): string => logicalId('SiteCheck', site);

const siteCheck = (site: Site, children: readonly Value[], votes: number): Resource =>
  healthCheck(site, 'site', {
    Type: 'CALCULATED',
    ChildHealthChecks: children,
    HealthThreshold: votes,
  });
