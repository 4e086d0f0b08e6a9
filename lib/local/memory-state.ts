import { StaleRecordError, type Stored } from '../core/records.ts';

/** Records of one kind under a version check, gone with the process. */
export type MemoryStore<T> = {
  readonly load: (site: string) => Promise<Stored<T> | null>;
  readonly save: (site: string, value: T, expectedVersion: number) => Promise<number>;
};

/** `kind` names the record in errors. Values are copied, so that nobody changes what is stored. */
export function makeMemoryStore<T>(kind: string): MemoryStore<T> {
  const records = new Map<string, Stored<T>>();
  return {
    load: async (site) => structuredClone(records.get(site) ?? null),
    save: async (site, value, expectedVersion) => {
      const version = records.get(site)?.version ?? 0;
      if (version !== expectedVersion)
        throw new StaleRecordError(`${kind} record of ${site}`, expectedVersion);
      records.set(site, { value: structuredClone(value), version: version + 1 });
      return version + 1;
    },
  };
}
