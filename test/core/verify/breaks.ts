import type { Site } from '../../../lib/core/site.ts';
import type { Finding } from '../../../lib/core/verify/finding.ts';
import type {
  Bucket,
  HealthCheck,
  Page,
  RecordSet,
  Snapshot,
} from '../../../lib/core/verify/snapshot.ts';
import { verify } from '../../../lib/core/verify/verify.ts';
import {
  BUCKET,
  ENDPOINT_CHECK,
  healthySnapshot,
  PAGE,
  PARENT_CHECK,
  PRIMARY_RECORD,
  SECONDARY_RECORD,
  SITE,
  SWITCH_CHECK,
} from '../../fixtures/snapshot.ts';

/** A world in which one thing is not as it should be. */
export type World = { readonly site: Site; readonly snapshot: Snapshot };

export const HEALTHY: World = { site: SITE, snapshot: healthySnapshot() };

export const findingsIn = ({ site, snapshot }: World): Finding[] => verify(site, snapshot);

/** The findings that are not a pass, as `id outcome`. */
export const troubleIn = (world: World): string[] =>
  findingsIn(world)
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ id, outcome }) => `${id} ${outcome}`);

export const findingIn = (world: World, id: string): Finding | undefined =>
  findingsIn(world).find((finding) => finding.id === id);

export const withSnapshot = (change: Partial<Snapshot>, site: Site = SITE): World => ({
  site,
  snapshot: healthySnapshot(change),
});

export const withRecords = (...records: readonly RecordSet[]): World =>
  withSnapshot({ records: { ok: true, value: records } });

export const withPrimary = (change: Partial<RecordSet>): World =>
  withRecords({ ...PRIMARY_RECORD, ...change }, SECONDARY_RECORD);

export const withSecondary = (change: Partial<RecordSet>): World =>
  withRecords(PRIMARY_RECORD, { ...SECONDARY_RECORD, ...change });

export const withChecks = (...checks: readonly HealthCheck[]): World =>
  withSnapshot({ healthChecks: { ok: true, value: checks } });

export const withParent = (change: Partial<HealthCheck>): World =>
  withChecks({ ...PARENT_CHECK, ...change }, ENDPOINT_CHECK, SWITCH_CHECK);

export const withEndpoint = (change: Partial<HealthCheck>): World =>
  withChecks(PARENT_CHECK, { ...ENDPOINT_CHECK, ...change }, SWITCH_CHECK);

export const withSwitch = (change: Partial<HealthCheck>): World =>
  withChecks(PARENT_CHECK, ENDPOINT_CHECK, { ...SWITCH_CHECK, ...change });

export const withBucket = (change: Partial<Bucket>): World =>
  withSnapshot({ bucket: { ok: true, value: { ...BUCKET, ...change } } });

export const withPage = (change: Partial<Page>): World =>
  withSnapshot({ page: { ok: true, value: { ...PAGE, ...change } } });

/** The same snapshot, and a primary that sites.yml describes otherwise. */
export const withSitePrimary = (
  change: Partial<Site['primary']>,
  world: World = HEALTHY,
): World => ({
  ...world,
  site: { ...SITE, primary: { ...SITE.primary, ...change } },
});
