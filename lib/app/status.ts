import { initialFailoverState } from '../core/failover.ts';
import { NO_INCIDENT } from '../core/incident.ts';
import type { Site } from '../core/site.ts';
import type { ControllerStore, MonitorStore, Now } from '../core/world.ts';
import type { Status } from '../render/status.ts';
import { evidenceOf } from './evidence.ts';
import { lookAtServing, type ServingDeps } from './look.ts';

export type StatusDeps = ServingDeps & {
  readonly now: Now;
  readonly monitors: Pick<MonitorStore, 'load'>;
  readonly controllers: Pick<ControllerStore, 'load'>;
};

/** What is known and what is served at this moment; reads only, and no Route 53 API. */
export async function statusOf(deps: StatusDeps, site: Site): Promise<Status> {
  const [monitor, controller, serving] = await Promise.all([
    deps.monitors.load(site.name),
    deps.controllers.load(site.name),
    lookAtServing(deps, site),
  ]);
  const at = deps.now();
  return {
    site: site.name,
    at,
    evidence: evidenceOf(site, monitor?.value ?? null, serving, at),
    failover: controller?.value.failover ?? initialFailoverState(at),
    incident: monitor?.value.incident ?? NO_INCIDENT,
    health: monitor?.value.health ?? {},
    lastWindowAt: monitor?.value.lastWindowAt ?? null,
    verified: controller?.value.verified ?? null,
    disagreement: controller?.value.disagreement ?? null,
  };
}
