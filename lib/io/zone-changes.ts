import type { Route53Client } from '@aws-sdk/client-route-53';
import type { ChangeRecords, IsInSync } from '../core/world.ts';
import type { CallPace } from './call-pace.ts';
import { makeChangeRecords, makeIsInSync } from './route53-changes.ts';
import type { ZoneClients } from './zone-clients.ts';

/**
 * Changes records as the account that has the zone, and asks the same one how far the change has come: a
 * change is known to no other. For a person's hands alone, and so apart from the reads.
 */
export function makeZoneChanges(
  clients: ZoneClients,
  pace: CallPace,
): { readonly changeRecords: ChangeRecords; readonly isInSync: IsInSync } {
  const byChange = new Map<string, Route53Client>();
  return {
    changeRecords: async (zoneId, changes, comment) => {
      const client = clients.ofId(zoneId);
      const changeId = await makeChangeRecords(client, pace)(zoneId, changes, comment);
      byChange.set(changeId, client);
      return changeId;
    },
    isInSync: async (changeId) => {
      const client = byChange.get(changeId);
      if (client === undefined) throw new Error(`change ${changeId} was not made here`);
      return makeIsInSync(client, pace)(changeId);
    },
  };
}
