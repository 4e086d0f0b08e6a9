import { type ControllerState, StaleRecordError, type Stored } from '../core/records.ts';
import type { Site } from '../core/site.ts';
import type { ControllerStore } from '../core/world.ts';

/** Others may change the record while something is told; each attempt is on what they wrote. */
const ATTEMPTS_MAX = 10;

/** Changes a record that is there, whatever others do to it meanwhile. What stays the same is not saved. */
export async function changeRecord(
  { controllers }: { readonly controllers: ControllerStore },
  site: Site,
  next: (record: ControllerState) => ControllerState,
): Promise<Stored<ControllerState>> {
  for (let attempts = 1; ; attempts++) {
    const stored = await controllers.load(site.name);
    if (stored === null) throw new Error(`the controller record of ${site.name} is gone`);
    const value = next(stored.value);
    if (value === stored.value) return stored;
    try {
      const version = await controllers.save(site.name, value, stored.version);
      return { value, version };
    } catch (error) {
      const isRace = error instanceof StaleRecordError;
      if (!isRace || attempts === ATTEMPTS_MAX) throw error;
    }
  }
}
