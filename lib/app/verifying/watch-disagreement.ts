import { followAll } from '../../core/alerts/controller-incidents.ts';
import type { Presence } from '../../core/alerts/incident.ts';
import type { CheckersSeen } from '../../core/alerts/seen.ts';
import { isHealthyByCheckers } from '../../core/checkers.ts';
import {
  type Disagreement,
  type DisagreementKind,
  disagreementOf,
  driftGravity,
  driftOpensAfterMs,
  driftSeverity,
  FLIP_STUCK_MS,
  followDisagreement,
  type Views,
} from '../../core/disagreement.ts';
import type { Evidence } from '../../core/failover.ts';
import type { HealthStatus } from '../../core/probing/health.ts';
import { type ControllerState, initialControllerState, type Stored } from '../../core/records.ts';
import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import { isSwitch } from '../../core/verify/health-checks/switch-check.ts';
import type { CheckerObservation, Snapshot } from '../../core/verify/snapshot.ts';
import type { MonitorStore } from '../../core/world.ts';
import { driftAlert } from '../../render/alerts/disagreement-alert.ts';
import { retryStale } from '../evaluate.ts';
import { evidenceOf } from '../evidence.ts';
import { isBusy } from '../telling/decision-voices.ts';
import { type TellDeps, tellIncident, type Voice } from '../telling/tell-incident.ts';
import { tellingFor } from '../telling/telling-for.ts';

export type DisagreementDeps = TellDeps & { readonly monitors: Pick<MonitorStore, 'load'> };

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
  const checkers = checkersOf(site, snapshot);
  return retryStale(async () => {
    const stored = await deps.controllers.load(site.name);
    const record = stored?.value ?? initialControllerState(now);
    const views = viewsOf(record, evidence, healthByCheckers(checkers), now);
    const value = followed(record, views, now, seenBy(evidence, checkers, now));
    const version = await deps.controllers.save(site.name, value, stored?.version ?? 0);
    const known: Stored<ControllerState> = { value, version };
    const kind = value.disagreement?.kind ?? record.disagreement?.kind ?? null;
    await tellIncident(deps, site, known, voiceOf(deps, site, views, kind));
    return value.disagreement;
  });
}

const viewsOf = (
  { failover }: ControllerState,
  evidence: Evidence,
  checkers: HealthStatus,
  now: EpochMs,
): Views => ({
  phase: failover.phase,
  ours: evidence.blind ? 'unknown' : evidence.primary,
  checkers,
  served: evidence.served,
  isFailoverInDoubt: failover.reason === 'primary-answers',
  isFlipStuck: now - failover.since >= FLIP_STUCK_MS,
});

/** A drill makes them disagree by itself: what is found then neither begins nor ends anything. */
function followed(
  record: ControllerState,
  views: Views,
  now: EpochMs,
  seen: ControllerState['seen'],
): ControllerState {
  const isDrill = record.failover.drill !== null;
  const disagreement = followDisagreement(
    record.disagreement,
    isDrill ? null : disagreementOf(views),
    now,
  );
  const found: Presence = disagreement === null ? 'absent' : 'present';
  const drift = { presence: isDrill ? 'unknown' : found, at: now } as const;
  return { ...record, disagreement, seen, incidents: followAll(record.incidents, { drift }) };
}

/** Of one that is over the latest kind is told, or none where nobody remembers it. */
function voiceOf(deps: TellDeps, site: Site, views: Views, kind: DisagreementKind | null): Voice {
  const telling = tellingFor(deps, 'drift', kind === null ? undefined : driftSeverity(kind));
  const openAfterMs =
    kind === null ? telling.openAfterMs : driftOpensAfterMs(kind, telling.openAfterMs);
  return {
    class: 'drift',
    telling: { ...telling, openAfterMs },
    isMuted: isBusy(site),
    gravity: () => (kind === null ? 0 : driftGravity(kind)),
    message: (event, { incidents }, now) =>
      driftAlert(event, { site, kind, incident: incidents.drift, views, now }),
  };
}

const seenBy = (
  { served, secondary }: Evidence,
  checkers: readonly (readonly CheckerObservation[])[],
  now: EpochMs,
): ControllerState['seen'] => {
  const all = checkers.flat();
  const asked: CheckersSeen = {
    healthy: all.filter(({ isHealthy }) => isHealthy).length,
    total: all.length,
    at: now,
  };
  return { at: now, served, secondary, checkers: all.length === 0 ? null : asked };
};

/** What the checkers of each of the primary's addresses say; nothing where they could not be asked. */
const checkersOf = (
  site: Site,
  { healthChecks }: Snapshot,
): readonly (readonly CheckerObservation[])[] =>
  healthChecks.ok
    ? healthChecks.value
        .filter((check) => check.checkers !== null && !isSwitch(site, check))
        .map(({ checkers }) => checkers ?? [])
    : [];

/** The primary as Route 53's checkers see it: unhealthy once any of its addresses is, since all must pass. */
function healthByCheckers(checkers: readonly (readonly CheckerObservation[])[]): HealthStatus {
  const views = checkers.map(isHealthyByCheckers);
  if (views.length === 0 || views.includes(null)) return 'unknown';
  return views.every(Boolean) ? 'healthy' : 'unhealthy';
}
