import { type Stranded, strandedOf, type Taken } from '../../core/adopt/stranded.ts';
import type { ReadRecords, ReadZone } from '../../core/world.ts';
import { tryLook } from '../look.ts';

export type StrandedDeps = {
  readonly readZone: ReadZone;
  readonly readRecords: ReadRecords;
  /** The names of all public zones of the account, for a site whose zone nobody says any more. */
  readonly listZones: () => Promise<readonly string[]>;
};

/** The sites whose records keep something from being taken away. Never rejects. */
export async function strandedSites(
  deps: StrandedDeps,
  taken: readonly Taken[],
): Promise<readonly Stranded[]> {
  const each = await Promise.all(
    taken.map(async (one) => {
      const records = await tryLook(async () => {
        const zone = one.hostedZone ?? zoneThatHolds(one.site, await deps.listZones());
        return deps.readRecords((await deps.readZone(zone)).id, [one.site]);
      });
      return strandedOf(one, records);
    }),
  );
  return each.filter((one) => one !== null);
}

/** The zone that DNS would be asked in: the longest name that ends the site's. */
function zoneThatHolds(site: string, zones: readonly string[]): string {
  const [longest] = zones
    .filter((zone) => site === zone || site.endsWith(`.${zone}`))
    .toSorted((one, other) => other.length - one.length);
  if (longest === undefined) throw new Error(`no public zone of this account holds ${site}`);
  return longest;
}
