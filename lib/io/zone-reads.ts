import type { ReadRecords, ReadZone } from '../core/world.ts';
import type { CallPace } from './call-pace.ts';
import { makeReadRecords, makeReadZone } from './route53.ts';
import type { ZoneClients } from './zone-clients.ts';

/** Reads zones and their records, each as the account that has it; health checks are our own account's. */
export const makeZoneReads = (
  clients: ZoneClients,
  pace: CallPace,
): { readonly readZone: ReadZone; readonly readRecords: ReadRecords } => ({
  readZone: async (zoneName) => {
    const client = clients.ofName(zoneName);
    const zone = await makeReadZone(client, pace)(zoneName);
    clients.found(zone.id, client);
    return zone;
  },
  readRecords: async (zoneId, names) => makeReadRecords(clients.ofId(zoneId), pace)(zoneId, names),
});
