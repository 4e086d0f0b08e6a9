import { type Unreleased, unreleasedOf } from '../../core/adopt/unreleased.ts';
import type { Site } from '../../core/site.ts';
import type { ListHealthChecks, ReadRecords, ReadZone } from '../../core/world.ts';
import { tryLook } from '../look.ts';

export type ReleaseCheckDeps = {
  readonly readZone: ReadZone;
  readonly readRecords: ReadRecords;
  readonly listHealthChecks: ListHealthChecks;
  /** Host name by which the health checkers ask for the stack's switch. */
  readonly switchDomain: string;
};

/** The sites that keep their stack from being removed, in the order of sites.yml. Never rejects. */
export async function unreleasedSites(
  deps: ReleaseCheckDeps,
  sites: readonly Site[],
): Promise<readonly Unreleased[]> {
  const zones = [...new Set(sites.map(({ hostedZone }) => hostedZone))];
  const [checks, zoneSites] = await Promise.all([
    tryLook(deps.listHealthChecks),
    Promise.all(zones.map((zone) => readZoneSites(deps, zone, sites))),
  ]);
  const seen = new Map(zoneSites.flat());
  return sites.flatMap(({ name }) => {
    const records = seen.get(name) ?? { ok: false, why: 'its zone was not read' };
    return unreleasedOf(name, { records, checks, switchDomain: deps.switchDomain }) ?? [];
  });
}

/** The zone once, and what was seen of it for each of its sites. */
async function readZoneSites(deps: ReleaseCheckDeps, zone: string, sites: readonly Site[]) {
  const names = sites.filter(({ hostedZone }) => hostedZone === zone).map(({ name }) => name);
  const records = await tryLook(async () =>
    deps.readRecords((await deps.readZone(zone)).id, names),
  );
  return names.map((name) => [name, records] as const);
}
