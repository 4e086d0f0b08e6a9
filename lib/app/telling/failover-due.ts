import { acknowledgedOf } from '../../core/alerts/acknowledgement.ts';
import type { Incident, Standing } from '../../core/alerts/incident.ts';
import { isFailbackAwaited } from '../../core/failover.ts';
import { isQuiet } from '../../core/maintenance.ts';
import type { ControllerState, SiteClass } from '../../core/records.ts';
import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import type { ControllerStore } from '../../core/world.ts';

type Deps = { readonly controllers: Pick<ControllerStore, 'load'> };

/** What the failover function wrote down; null where it never did, or nobody can read it. */
export type Known = { readonly controller: ControllerState | null; readonly error: unknown };

/** That something is wrong is told even if nobody can tell whether it should be: so this never rejects. */
export const lookAtController = ({ controllers }: Deps, site: Site): Promise<Known> =>
  controllers.load(site.name).then(
    (stored) => ({ controller: stored?.value ?? null, error: null }),
    (error: unknown) => ({ controller: null, error }),
  );

/** Whether failover still has something to do or to wait for. */
export async function isUnsettled(deps: Deps, site: Site, outage: Incident): Promise<boolean> {
  if (outage.state !== 'none') return true;
  const controller = await deps.controllers.load(site.name);
  if (controller === null) return false;
  const { failover, untold } = controller.value;
  return failover.phase !== 'on-primary' || failover.drill !== null || untold.length > 0;
}

/** Whether people want to hear of nothing now, because somebody is at work there. */
export const isQuietAt = (site: Site, { controller }: Known, now: EpochMs): boolean =>
  isQuiet(controller?.failover.hold ?? null, site.policy.maintenance, now);

/** How it stands with those who were told; the end of an outage waits for a failback that comes by itself. */
export const standingOf = (
  site: Site,
  kind: SiteClass,
  { controller }: Known,
  gravity: number,
): Standing => ({
  gravity,
  acknowledged: acknowledgedOf(controller?.acknowledged ?? null, kind),
  awaitsMore:
    kind === 'outage' && controller !== null && isFailbackAwaited(controller.failover, site.policy),
});
