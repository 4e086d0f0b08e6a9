import { isFailbackAwaited } from '../core/failover.ts';
import { isMuted } from '../core/hold.ts';
import type { Incident, IncidentEvent } from '../core/incident.ts';
import type { ControllerState, Stored } from '../core/records.ts';
import type { Site } from '../core/site.ts';
import type { EpochMs } from '../core/time.ts';
import type { ControllerStore } from '../core/world.ts';

type Deps = { readonly controllers: Pick<ControllerStore, 'load'> };

/** Whether failover still has something to do or to wait for. */
export async function isUnsettled(deps: Deps, site: Site, incident: Incident): Promise<boolean> {
  if (incident.state !== 'none') return true;
  const controller = await deps.controllers.load(site.name);
  if (controller === null) return false;
  const { failover, untold } = controller.value;
  return failover.phase !== 'on-primary' || failover.drill !== null || untold.length > 0;
}

/**
 * When people are told: the end of an incident waits for a failback that comes by itself, and
 * nothing is told during a maintenance. An incident that began and ended in one is never told.
 */
export async function whenToTell(
  deps: Deps,
  site: Site,
  incident: Incident,
  event: IncidentEvent,
  now: EpochMs,
): Promise<'now' | 'later' | 'never'> {
  const controller = await loadFor(deps, site, event);
  if (controller === null) return 'now';
  const { failover } = controller.value;
  if (isMuted(failover.hold, now))
    return incident.state === 'over' && !incident.openedTold ? 'never' : 'later';
  return event === 'resolved' && isFailbackAwaited(failover, site.policy) ? 'later' : 'now';
}

/** That something is wrong is told even if nobody can tell whether it should be. */
async function loadFor(
  { controllers }: Deps,
  site: Site,
  event: IncidentEvent,
): Promise<Stored<ControllerState> | null> {
  const loading = controllers.load(site.name);
  return event === 'opened' ? loading.catch(() => null) : loading;
}
