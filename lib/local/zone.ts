import type { RecordSet, Zone } from '../core/verify/snapshot.ts';
import type { ReadRecords, ReadZone } from '../core/world.ts';
import { plainName, type ZoneData } from './zone-answer.ts';

/** A hosted zone in memory; `data` is what its name servers answer from at this moment. */
export type StageZone = {
  readonly readZone: ReadZone;
  readonly readRecords: ReadRecords;
  readonly data: () => ZoneData;
  /** Replaces every record but the apex's SOA and NS. */
  readonly setRecords: (records: readonly RecordSet[]) => void;
};

/** Route 53 knows no such zone. */
export class NoSuchZoneError extends Error {
  override readonly name = 'NoSuchZoneError';
  constructor(zone: string, options?: ErrorOptions) {
    super(`there is no hosted zone ${zone} on the stage`, options);
  }
}

export function makeZone(
  zone: Zone,
  records: readonly RecordSet[],
  aliasAddresses: ZoneData['aliasAddresses'],
): StageZone {
  const apex = apexRecords(zone);
  let all = [...apex, ...records];
  return {
    readZone: async (name) => {
      if (plainName(name) !== zone.name) throw new NoSuchZoneError(name);
      return zone;
    },
    readRecords: async (zoneId, name) => {
      if (zoneId !== zone.id) throw new NoSuchZoneError(zoneId);
      return all.filter((record) => record.name === plainName(name));
    },
    data: () => ({ name: zone.name, records: all, aliasAddresses }),
    setRecords: (next) => {
      all = [...apex, ...next];
    },
  };
}

/** A plain record of one type. */
export const simpleRecord = (
  name: string,
  type: string,
  ttlSeconds: number,
  values: readonly string[],
): RecordSet => ({
  name,
  type,
  ttlSeconds,
  values,
  alias: null,
  routing: 'simple',
  failover: null,
  setIdentifier: null,
  healthCheckId: null,
});

/** SOA and NS with the values and TTLs that Route 53 gives a new zone. */
const apexRecords = ({ name, nameServers }: Zone): readonly RecordSet[] => [
  simpleRecord(name, 'NS', 172_800, nameServers),
  simpleRecord(name, 'SOA', 900, [`${nameServers[0]} hostmaster.${name} 1 7200 900 1209600 86400`]),
];
