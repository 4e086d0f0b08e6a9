import { withLoadBalancerAddresses } from '../../core/load-balancer-addresses.ts';
import { overall } from '../../core/probing/health.ts';
import type { MonitorState } from '../../core/records.ts';
import type { Site } from '../../core/site.ts';
import type { Look } from '../../core/verify/finding.ts';
import { checkersToAsk } from '../../core/verify/health-checks/checkers-to-ask.ts';
import { namesBeside } from '../../core/verify/names-beside.ts';
import type {
  Expected,
  HealthCheck,
  MonitorSeen,
  RecordSet,
  Snapshot,
} from '../../core/verify/snapshot.ts';
import type {
  AskResolver,
  ControllerStore,
  ListHealthChecks,
  ListObjects,
  MonitorStore,
  Now,
  ReadBucket,
  ReadCheckers,
  ReadRecords,
  ReadZone,
} from '../../core/world.ts';
import { lookAtDistribution, lookAtServing, type ServingDeps, tryLook } from '../look.ts';
import { recogniseSecondary } from '../recognise.ts';
import { type AlertingDeps, lookAtAlerting } from './look-at-alerting.ts';
import { askPublicResolvers } from './public-resolvers.ts';
import { type VisitDeps, visitPrimary, visitSecondary } from './visits.ts';

export type SnapshotDeps = ServingDeps &
  VisitDeps &
  AlertingDeps & {
    readonly now: Now;
    readonly readZone: ReadZone;
    readonly readRecords: ReadRecords;
    readonly listHealthChecks: ListHealthChecks;
    readonly readCheckers: ReadCheckers;
    readonly readBucket: ReadBucket;
    readonly listObjects: ListObjects;
    readonly monitors: Pick<MonitorStore, 'load'>;
    readonly controllers: Pick<ControllerStore, 'load'>;
    /** What should be there, beyond the site itself. */
    readonly expect: (site: Site) => Promise<Expected>;
    /** Left out where there is no public to ask, as on the stage. */
    readonly askResolver?: AskResolver;
  };

/** Reads everything that a failover of the site rests on. Nothing is judged here. */
export async function takeSnapshot(deps: SnapshotDeps, site: Site): Promise<Snapshot> {
  const takenAt = deps.now();
  const control = lookAtZone(deps, site);
  const [serving, publicResolvers, stored, zone, primary, secondary, remembered] =
    await Promise.all([
      lookAtServing(deps, site),
      askPublicResolvers(deps, site),
      lookAtStored(deps, site),
      control,
      visitPrimary(deps, site),
      control.then(({ records }) => visitSecondary(deps, site, records)),
      recall(deps, site),
    ]);
  const expected = await deps.expect(site);
  const [alerting, healthChecks] = await Promise.all([
    lookAtAlerting(deps, expected.alerts),
    lookAtHealthChecks(deps, site, zone.records, takenAt),
  ]);
  const known = {
    primary: withLoadBalancerAddresses(site, publicResolvers, serving.primaryAddresses),
    secondary: serving.secondaryAddresses,
  };
  const recognised = await recogniseSecondary(deps, site, publicResolvers, known);
  return {
    takenAt,
    expected,
    ...serving,
    primaryAddresses: known.primary,
    secondaryAddresses: [...known.secondary, ...recognised],
    publicResolvers,
    ...stored,
    ...zone,
    healthChecks,
    primaryPage: primary.page,
    deepPage: secondary.deepPage,
    securePage: secondary.securePage,
    certificates: { primary: primary.certificate, secondary: secondary.certificate },
    alerting,
    ...remembered,
  };
}

/** The bucket and what is in it; and the distribution before it, where there is to be one. */
async function lookAtStored(
  deps: Pick<SnapshotDeps, 'distributionOf' | 'readBucket' | 'listObjects'>,
  site: Site,
): Promise<Pick<Snapshot, 'distribution' | 'bucket' | 'objects'>> {
  const { bucket: bucketName, region } = site.secondary;
  const [distribution, bucket, objects] = await Promise.all([
    lookAtDistribution(deps, site),
    tryLook(() => deps.readBucket(bucketName, region)),
    tryLook(() => deps.listObjects(bucketName, region)),
  ]);
  return { distribution, bucket, objects };
}

type ZoneLooks = Pick<Snapshot, 'zone' | 'zoneServerAddresses' | 'records' | 'beside'>;

async function lookAtZone(deps: SnapshotDeps, site: Site): Promise<ZoneLooks> {
  const zone = await tryLook(() => deps.readZone(site.hostedZone));
  if (!zone.ok) return { zone, zoneServerAddresses: zone, records: zone, beside: zone };
  const beside = namesBeside(site);
  const [records, zoneServerAddresses] = await Promise.all([
    tryLook(() => deps.readRecords(zone.value.id, [site.name, ...beside])),
    tryLook(async () => {
      const each = await Promise.all(zone.value.nameServers.map(deps.resolveAddresses));
      return each.flat();
    }),
  ]);
  return {
    zone,
    zoneServerAddresses,
    records: whereNamed(records, (name) => name === site.name),
    beside: whereNamed(records, (name) => beside.includes(name)),
  };
}

const whereNamed = (
  look: Look<readonly RecordSet[]>,
  isWanted: (name: string) => boolean,
): Look<readonly RecordSet[]> =>
  look.ok ? { ok: true, value: look.value.filter(({ name }) => isWanted(name)) } : look;

/** The checks that hang on the records, their children and those that sites.yml names, with what some of the checkers say. */
async function lookAtHealthChecks(
  deps: Pick<SnapshotDeps, 'listHealthChecks' | 'readCheckers'>,
  site: Site,
  records: Look<readonly RecordSet[]>,
  takenAt: number,
): Promise<Look<readonly HealthCheck[]>> {
  if (!records.ok) return records;
  const all = await tryLook(() => deps.listHealthChecks());
  if (!all.ok) return all;
  const isNamed = (ids: readonly string[]) => all.value.filter(({ id }) => ids.includes(id));
  const attached = isNamed(records.value.flatMap(({ healthCheckId }) => healthCheckId ?? []));
  const children = isNamed(attached.flatMap(({ childIds }) => childIds));
  const named = isNamed(site.primary.healthCheckIds);
  const checks = [...new Set([...attached, ...children, ...named])];
  const asked = new Set(checkersToAsk(site, checks, takenAt));
  return tryLook(() =>
    Promise.all(
      checks.map(async (check) => ({
        ...check,
        checkers: asked.has(check.id) ? await deps.readCheckers(check.id) : null,
      })),
    ),
  );
}

/** What the two records say; one that cannot be read is told of elsewhere, too. */
async function recall(
  deps: SnapshotDeps,
  site: Site,
): Promise<Pick<Snapshot, 'monitor' | 'lastDrill'>> {
  const [monitor, lastDrill] = await Promise.all([
    tryLook(async () => seenBy((await deps.monitors.load(site.name))?.value ?? null)),
    tryLook(async () => (await deps.controllers.load(site.name))?.value.failover.lastDrill ?? null),
  ]);
  return { monitor, lastDrill };
}

const seenBy = (monitor: MonitorState | null): MonitorSeen => ({
  health: monitor === null || monitor.blind ? 'unknown' : overall(Object.values(monitor.health)),
  lastWindowAt: monitor?.lastWindowAt ?? null,
  configDigest: monitor?.configDigest ?? null,
});
