import { auditOf } from '../core/audit.ts';
import { activeHold, type Hold } from '../core/hold.ts';
import { plannedMaintenance } from '../core/maintenance.ts';
import { initialControllerState } from '../core/records.ts';
import type { Site } from '../core/site.ts';
import type { ControllerStore, Log, Now } from '../core/world.ts';
import type { HoldFacts } from '../render/hold.ts';
import { retryStale } from './evaluate.ts';

export type HoldDeps = {
  readonly now: Now;
  readonly log: Log;
  readonly controllers: ControllerStore;
};

/** What became of a hold or a release. */
export type HoldAnswer = HoldFacts & { readonly isDryRun: boolean };

/** Puts a hold or a maintenance in force; it takes the place of the one before. */
export const holdSite = (
  deps: HoldDeps,
  site: Site,
  hold: Omit<Hold, 'since'>,
  isDryRun: boolean,
): Promise<HoldAnswer> =>
  change(deps, site, { ...hold, since: deps.now() }, hold.by, hold.reason, isDryRun);

/** Ends what is in force. */
export const releaseSite = (
  deps: HoldDeps,
  site: Site,
  { by, reason }: { readonly by: string; readonly reason: string | null },
  isDryRun: boolean,
): Promise<HoldAnswer> => change(deps, site, null, by, reason, isDryRun);

async function change(
  deps: HoldDeps,
  site: Site,
  hold: Hold | null,
  by: string,
  words: string | null,
  isDryRun: boolean,
): Promise<HoldAnswer> {
  const facts = { site: site.name, isDryRun };
  const before = await retryStale(async () => {
    const stored = await deps.controllers.load(site.name);
    const now = deps.now();
    const record = stored?.value ?? initialControllerState(now);
    const was = record.failover.hold;
    if (isDryRun || (hold === null && was === null)) return { was };
    const failover = { ...record.failover, hold };
    const audit = auditOf(site.name, record.failover, failover, { by, words }, now);
    await deps.controllers.save(site.name, { ...record, failover }, stored?.version ?? 0, audit);
    deps.log({ message: hold === null ? 'released' : hold.kind, site: site.name, by });
    return { was };
  });
  if (before === null) return { ...facts, outcome: 'superseded', hold: null, before: null };
  const now = deps.now();
  const was = activeHold(before.was, now);
  const planned = plannedMaintenance(site.policy.maintenance, now);
  // What sites.yml plans no order can end: it would begin anew with the next look.
  if (hold === null && was === null && planned !== null)
    return { ...facts, outcome: 'planned', hold: planned, before: null };
  return { ...facts, outcome: outcomeOf(hold, was, isDryRun), hold, before: was };
}

function outcomeOf(hold: Hold | null, was: Hold | null, isDryRun: boolean): HoldAnswer['outcome'] {
  if (hold !== null) return isDryRun ? 'would-hold' : 'held';
  if (was === null) return 'nothing-held';
  return isDryRun ? 'would-release' : 'released';
}
