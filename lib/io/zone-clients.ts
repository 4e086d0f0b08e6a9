import type { Route53Client } from '@aws-sdk/client-route-53';
import type { Site } from '../core/site.ts';

/** Route 53 as the account that has a zone: our own, or another one by its role. */
export type ZoneClients = {
  readonly ofName: (zoneName: string) => Route53Client;
  /** By its ID, once the zone was found by its name. */
  readonly ofId: (zoneId: string) => Route53Client;
  /** Where the zone with this ID was found. */
  readonly found: (zoneId: string, client: Route53Client) => void;
};

/** Nobody has found the zone yet, so nobody knows which account to ask: a mistake in this program. */
export class ZoneNotFoundYetError extends Error {
  override readonly name = 'ZoneNotFoundYetError';
  constructor(zoneId: string) {
    super(`zone ${zoneId} was not read by its name before its records were asked for`);
  }
}

/** What of a site says in which account its zone is. */
export type ZoneOfSite = Pick<Site, 'hostedZone' | 'zoneRoleArn'>;

/** One client for each account. A zone that no site has is one of our own account. */
export function makeZoneClients(
  sites: readonly ZoneOfSite[],
  own: Route53Client,
  asRole: (roleArn: string) => Route53Client,
): ZoneClients {
  const roles = new Map<string, string>();
  for (const { hostedZone, zoneRoleArn } of sites)
    if (zoneRoleArn !== null) roles.set(hostedZone, zoneRoleArn);
  const clients = new Map<string, Route53Client>();
  const byId = new Map<string, Route53Client>();
  return {
    ofName: (zoneName) => {
      const roleArn = roles.get(zoneName);
      if (roleArn === undefined) return own;
      const client = clients.get(roleArn) ?? asRole(roleArn);
      clients.set(roleArn, client);
      return client;
    },
    ofId: (zoneId) => {
      const client = byId.get(zoneId) ?? (roles.size === 0 ? own : undefined);
      if (client === undefined) throw new ZoneNotFoundYetError(zoneId);
      return client;
    },
    found: (zoneId, client) => {
      byId.set(zoneId, client);
    },
  };
}
