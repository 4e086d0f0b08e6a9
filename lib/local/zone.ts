import { ChangeRefusedError } from '../core/record-change.ts';
import type { RecordSet, Zone } from '../core/verify/snapshot.ts';
import type { ChangeRecords, IsInSync, ReadRecords, ReadZone } from '../core/world.ts';
import { plainName, type ZoneData } from './zone-answer.ts';
import { applyChanges, refusalsOf } from './zone-rules.ts';

/** A hosted zone in memory; `data` is what its name servers answer from at this moment. */
export type StageZone = {
  readonly readZone: ReadZone;
  readonly readRecords: ReadRecords;
  readonly changeRecords: ChangeRecords;
  readonly isInSync: IsInSync;
  readonly data: () => ZoneData;
  /** Replaces every record but the apex's SOA and NS, at once. */
  readonly setRecords: (records: readonly RecordSet[]) => void;
};

export type ZoneOptions = {
  /** The health checks that there are: a record that names another is refused. */
  readonly healthCheckIds?: readonly string[];
  /**
   * How often `isInSync` says no before every name server has a change; until then they answer as
   * before, though the change is already read. 0, the default: at once.
   */
  readonly settleAsks?: number;
};

/** Route 53 knows no such zone. */
export class NoSuchZoneError extends Error {
  override readonly name = 'NoSuchZoneError';
  constructor(zone: string, options?: ErrorOptions) {
    super(`there is no hosted zone ${zone} on the stage`, options);
  }
}

/** Route 53 knows no such change. */
export class NoSuchChangeError extends Error {
  override readonly name = 'NoSuchChangeError';
  readonly code = 'NoSuchChange';
  constructor(changeId: string, options?: ErrorOptions) {
    super(`there is no change ${changeId} on the stage`, options);
  }
}

/**
 * Route 53 is not done with an earlier batch for the zone. It says so while it processes one; the
 * stage, to be on the safe side, until that one is in sync
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html#limits-api-requests).
 */
export class PriorChangeError extends Error {
  override readonly name = 'PriorChangeError';
  readonly code = 'PriorRequestNotComplete';
  constructor(changeId: string, options?: ErrorOptions) {
    super(`change ${changeId} is not yet in sync: wait for it, then try again`, options);
  }
}

export function makeZone(
  zone: Zone,
  records: readonly RecordSet[],
  aliasAddresses: ZoneData['aliasAddresses'],
  options: ZoneOptions = {},
): StageZone {
  const apex = apexRecords(zone);
  const held = makeHeldRecords([...apex, ...records], options.settleAsks ?? 0);
  const mustBeZone = (zoneId: string): void => {
    if (zoneId !== zone.id) throw new NoSuchZoneError(zoneId);
  };
  return {
    readZone: async (name) => {
      if (plainName(name) !== zone.name) throw new NoSuchZoneError(name);
      return zone;
    },
    readRecords: async (zoneId, names) => {
      mustBeZone(zoneId);
      const wanted = new Set(names.map(plainName));
      return held.read().filter(({ name }) => wanted.has(name));
    },
    changeRecords: async (zoneId, changes) => {
      mustBeZone(zoneId);
      const healthCheckIds = options.healthCheckIds ?? [];
      const facts = { zoneName: zone.name, records: held.read(), healthCheckIds };
      held.mustBeFree();
      const refusals = refusalsOf(facts, changes);
      if (refusals.length > 0) throw new ChangeRefusedError(refusals);
      return held.change(applyChanges(facts.records, changes));
    },
    isInSync: async (changeId) => held.isInSync(changeId),
    data: () => ({ name: zone.name, records: held.answered(), aliasAddresses }),
    setRecords: (next) => held.replace([...apex, ...next]),
  };
}

/** Records as the API reads them and as the name servers answer with them, which may be behind. */
function makeHeldRecords(first: readonly RecordSet[], settleAsks: number) {
  let current = first;
  let answered = first;
  let pending: { readonly id: string; asksLeft: number } | null = null;
  const changeIds: string[] = [];
  const settle = () => {
    answered = current;
    pending = null;
  };
  return {
    read: () => current,
    answered: () => answered,
    replace: (next: readonly RecordSet[]) => {
      current = next;
      settle();
    },
    mustBeFree: () => {
      if (pending !== null) throw new PriorChangeError(pending.id);
    },
    change: (next: readonly RecordSet[]): string => {
      const id = `C0STAGE${changeIds.length + 1}`;
      changeIds.push(id);
      current = next;
      pending = { id, asksLeft: settleAsks };
      if (settleAsks === 0) settle();
      return id;
    },
    isInSync: (changeId: string): boolean => {
      if (!changeIds.includes(changeId)) throw new NoSuchChangeError(changeId);
      if (pending?.id !== changeId) return true;
      pending.asksLeft -= 1;
      if (pending.asksLeft >= 0) return false;
      settle();
      return true;
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
