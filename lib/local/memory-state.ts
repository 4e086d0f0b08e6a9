import type { AuditEntry } from '../core/audit.ts';
import { StaleRecordError, type Stored } from '../core/records.ts';
import type { ReadHistory } from '../core/world.ts';

/** Records of one kind under a version check, gone with the process. */
export type MemoryStore<T> = {
  readonly load: (site: string) => Promise<Stored<T> | null>;
  readonly save: (
    site: string,
    value: T,
    expectedVersion: number,
    audit?: readonly AuditEntry[],
  ) => Promise<number>;
  /** What was saved with the records. */
  readonly readHistory: ReadHistory;
};

/** `kind` names the record in errors. Values are copied, so that nobody changes what is stored. */
export function makeMemoryStore<T>(kind: string): MemoryStore<T> {
  const records = new Map<string, Stored<T>>();
  const trail: AuditEntry[] = [];
  return {
    load: async (site) => structuredClone(records.get(site) ?? null),
    save: async (site, value, expectedVersion, audit = []) => {
      const version = records.get(site)?.version ?? 0;
      if (version !== expectedVersion)
        throw new StaleRecordError(`${kind} record of ${site}`, expectedVersion);
      records.set(site, { value: structuredClone(value), version: version + 1 });
      trail.push(...structuredClone(audit));
      return version + 1;
    },
    readHistory: async (site, limit) =>
      structuredClone(
        trail
          .filter((entry) => entry.site === site)
          .toReversed()
          .slice(0, limit),
      ),
  };
}
