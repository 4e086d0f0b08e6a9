import { isHealthyByCheckers } from '../core/checkers.ts';
import {
  type Disagreement,
  disagreementOf,
  FLIP_STUCK_MS,
  followDisagreement,
  isDisagreementDue,
  type Views,
} from '../core/disagreement.ts';
import type { HealthStatus } from '../core/health.ts';
import { isMuted } from '../core/hold.ts';
import { initialControllerState } from '../core/records.ts';
import type { Site } from '../core/site.ts';
import { isSwitch } from '../core/verify/health-checks/switch-check.ts';
import type { Snapshot } from '../core/verify/snapshot.ts';
import type { ControllerStore, Log, MonitorStore, Publish } from '../core/world.ts';
import { disagreementAlert } from '../render/disagreement-alert.ts';
import { retryStale } from './evaluate.ts';
import { evidenceOf } from './evidence.ts';

export type DisagreementDeps = {
  readonly log: Log;
  readonly monitors: Pick<MonitorStore, 'load'>;
  readonly controllers: ControllerStore;
  readonly publish: Publish;
};

/** Compares what our probes, Route 53's checkers and the name servers say, and tells of what lasts. */
export async function watchDisagreement(
  deps: DisagreementDeps,
  site: Site,
  snapshot: Snapshot,
): Promise<Disagreement | null> {
  const monitor = await deps.monitors.load(site.name);
  const now = snapshot.takenAt;
  const evidence = evidenceOf(
    site,
    monitor?.value ?? null,
    { ...snapshot, switched: 'unknown', switchObject: null, answersUs: false },
    now,
  );
  return retryStale(async () => {
    const stored = await deps.controllers.load(site.name);
    const record = stored?.value ?? initialControllerState(now);
    const { phase, drill, hold } = record.failover;
    const views: Views = {
      phase,
      ours: evidence.blind ? 'unknown' : evidence.primary,
      checkers: checkersOf(site, snapshot),
      served: evidence.served,
      isFailoverInDoubt: record.failover.reason === 'primary-answers',
      isFlipStuck: now - record.failover.since >= FLIP_STUCK_MS,
    };
    const kind = drill === null ? disagreementOf(views) : null;
    const disagreement = followDisagreement(record.disagreement, kind, now);
    const save = (value: Disagreement | null, version: number) =>
      deps.controllers.save(site.name, { ...record, disagreement: value }, version);
    let version = stored?.version ?? 0;
    if (disagreement !== record.disagreement) version = await save(disagreement, version);
    if (disagreement === null || isMuted(hold, now) || !isDisagreementDue(disagreement, now))
      return disagreement;
    try {
      await deps.publish(disagreementAlert({ site, disagreement, views, now }));
    } catch (error) {
      const event = 'disagreement';
      deps.log({ message: 'alert not sent', site: site.name, event, error: `${error}` });
      return disagreement;
    }
    await save({ ...disagreement, isTold: true }, version);
    return { ...disagreement, isTold: true };
  });
}

/** The primary as Route 53's checkers see it: unhealthy once any of its addresses is, since all must pass. */
function checkersOf(site: Site, { healthChecks }: Snapshot): HealthStatus {
  if (!healthChecks.ok) return 'unknown';
  const views = healthChecks.value
    .filter((check) => check.checkers !== null && !isSwitch(site, check))
    .map(({ checkers }) => isHealthyByCheckers(checkers ?? []));
  if (views.length === 0 || views.includes(null)) return 'unknown';
  return views.every(Boolean) ? 'healthy' : 'unhealthy';
}
