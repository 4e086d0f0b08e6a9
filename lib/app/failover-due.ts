import { isFailbackAwaited } from '../core/failover.ts';
import type { Incident, IncidentEvent } from '../core/incident.ts';
import type { Site } from '../core/site.ts';
import type { ControllerStore } from '../core/world.ts';

type Deps = { readonly controllers: Pick<ControllerStore, 'load'> };

/** Whether failover still has something to do or to wait for. */
export async function isUnsettled(deps: Deps, site: Site, incident: Incident): Promise<boolean> {
  if (incident.state !== 'none') return true;
  const controller = await deps.controllers.load(site.name);
  return controller !== null && controller.value.failover.phase !== 'on-primary';
}

/** Whether people are told now: the end of an incident waits for a failback that comes by itself. */
export async function isTimeToTell(deps: Deps, site: Site, event: IncidentEvent): Promise<boolean> {
  if (event === 'opened') return true;
  const controller = await deps.controllers.load(site.name);
  return controller === null || !isFailbackAwaited(controller.value.failover, site.policy);
}
