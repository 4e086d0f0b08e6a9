import type { Site } from '../core/site.ts';
import type { HealthCheck, RecordSet, Snapshot } from '../core/verify/snapshot.ts';
import type {
  AskResolver,
  Now,
  ReadBucket,
  ReadCheckers,
  ReadHealthCheck,
  ReadRecords,
  ReadZone,
} from '../core/world.ts';
import { lookAtServing, type ServingDeps, tryLook } from './look.ts';
import { askPublicResolvers } from './public-resolvers.ts';
import { recogniseSecondary } from './recognise.ts';

export type SnapshotDeps = ServingDeps & {
  readonly now: Now;
  readonly readZone: ReadZone;
  readonly readRecords: ReadRecords;
  readonly readHealthCheck: ReadHealthCheck;
  readonly readCheckers: ReadCheckers;
  readonly readBucket: ReadBucket;
  /** Left out where there is no public to ask, as on the stage. */
  readonly askResolver?: AskResolver;
};

/** Reads everything that a failover of the site rests on. Nothing is judged here. */
export async function takeSnapshot(deps: SnapshotDeps, site: Site): Promise<Snapshot> {
  const takenAt = deps.now();
  const [serving, publicResolvers, bucket, control] = await Promise.all([
    lookAtServing(deps, site),
    askPublicResolvers(deps, site),
    tryLook(() => deps.readBucket(site.secondary.bucket, site.secondary.region)),
    lookAtRecords(deps, site),
  ]);
  const known = { primary: serving.primaryAddresses, secondary: serving.secondaryAddresses };
  const recognised = await recogniseSecondary(deps, site, publicResolvers, known);
  return {
    takenAt,
    ...serving,
    secondaryAddresses: [...known.secondary, ...recognised],
    publicResolvers,
    bucket,
    ...control,
  };
}

async function lookAtRecords(
  deps: SnapshotDeps,
  site: Site,
): Promise<Pick<Snapshot, 'zone' | 'records' | 'healthChecks'>> {
  const zone = await tryLook(() => deps.readZone(site.hostedZone));
  if (!zone.ok) return { zone, records: zone, healthChecks: zone };
  const records = await tryLook(() => deps.readRecords(zone.value.id, site.name));
  if (!records.ok) return { zone, records, healthChecks: records };
  return { zone, records, healthChecks: await tryLook(() => readChecks(deps, records.value)) };
}

/** The checks that hang on the records, then the children of those, which are never parents again. */
async function readChecks(
  deps: SnapshotDeps,
  records: readonly RecordSet[],
): Promise<readonly HealthCheck[]> {
  const ids = records.flatMap(({ healthCheckId }) =>
    healthCheckId === null ? [] : [healthCheckId],
  );
  const attached = await readEach(deps, ids);
  const children = await readEach(
    deps,
    attached.flatMap(({ childIds }) => childIds),
  );
  return [...attached, ...children];
}

async function readEach(
  deps: SnapshotDeps,
  ids: readonly string[],
): Promise<readonly HealthCheck[]> {
  const checks = await Promise.all(
    [...new Set(ids)].map(async (id) => {
      const check = await deps.readHealthCheck(id);
      if (check === null) return [];
      const checkers = check.type === 'CALCULATED' ? null : await deps.readCheckers(id);
      return [{ ...check, checkers }];
    }),
  );
  return checks.flat();
}
