import type { NamedPlan } from '../../core/adopt/outcome.ts';
import type { ZoneSeen } from '../../core/adopt/seen.ts';
import { type ChangeState, changeStateOf } from '../../core/adopt/state-of.ts';
import { tryLook } from '../look.ts';
import type { AdoptDeps } from './adopt-deps.ts';
import { type Confirmation, confirm, type Side } from './confirm.ts';
import { waitUntil } from './wait-until.ts';

/** A plan that nothing blocks, with what it rests on. */
export type Work = { readonly plan: NamedPlan; readonly seen: ZoneSeen; readonly by: string };

const SYNC_EVERY_MS = 3_000;
/** "Generally within 60 seconds", and no bound is promised. */
const SYNC_LIMIT_MS = 300_000;
/** How long to wait where the change has no ID to ask for. */
const SYNC_BLIND_MS = 60_000;

/** Waits until Route 53 says that every name server has the change, then asks them what they answer. */
export async function settle(
  deps: AdoptDeps,
  { plan, seen }: Work,
  changeId: string | null,
  side: Side,
  signal: AbortSignal | null,
): Promise<Confirmation> {
  if (changeId === null) await deps.sleep(SYNC_BLIND_MS, signal ?? undefined);
  else {
    const patience = { limitMs: SYNC_LIMIT_MS, everyMs: SYNC_EVERY_MS, signal };
    const isInSync = await waitUntil(deps, patience, async () => {
      const look = await tryLook(() => deps.isInSync(changeId));
      return look.ok && look.value ? true : null;
    });
    if (signal?.aborted === true) return { kind: 'cut-short' };
    if (isInSync === null)
      return { kind: 'denied', why: 'Route 53 does not say that its name servers have the change' };
    deps.tell({ step: 'in-sync' });
  }
  if (signal?.aborted === true) return { kind: 'cut-short' };
  const sites = plan.sites.flatMap((site) => {
    const siteSeen = seen.sites.find(({ site: { name } }) => name === site.name);
    return siteSeen === undefined ? [] : [{ plan: site, seen: siteSeen }];
  });
  return confirm(deps, sites, side, signal);
}

const STATE_EVERY_MS = 5_000;
/** A batch whose answer is late may still be made: records that are as before must stay so for a while. */
const STATE_LIMIT_MS = 20_000;

/** By the records themselves: Route 53 lists a change at once, long before it is in sync. */
export async function readState(
  deps: AdoptDeps,
  plan: NamedPlan,
): Promise<ChangeState | 'unknown'> {
  const names = plan.sites.map(({ name }) => name);
  let latest: ChangeState | 'unknown' = 'unknown';
  const patience = { limitMs: STATE_LIMIT_MS, everyMs: STATE_EVERY_MS, signal: null };
  await waitUntil(deps, patience, async () => {
    const records = await tryLook(() => deps.readRecords(plan.zone.id, names));
    if (records.ok) latest = changeStateOf(plan, records.value);
    return latest === 'after' ? latest : null;
  });
  return latest;
}
