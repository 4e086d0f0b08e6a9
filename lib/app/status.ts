import { holdInForce } from '../core/maintenance.ts';
import { initialControllerState } from '../core/records.ts';
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
  const { failover, incidents, acknowledged, verified, disagreement } =
    controller?.value ?? initialControllerState(at);
  return {
    site: site.name,
    at,
    evidence: evidenceOf(site, monitor?.value ?? null, serving, at),
    failover,
    hold: holdInForce(failover.hold, site.policy.maintenance, at),
    incidents: { ...monitor?.value.incidents, ...incidents },
    acknowledged,
    health: monitor?.value.health ?? {},
    lastWindowAt: monitor?.value.lastWindowAt ?? null,
    verified,
    disagreement,
  };
}
