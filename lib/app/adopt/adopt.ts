import type { Backup } from '../../core/adopt/backup.ts';
import type { AdoptChoices } from '../../core/adopt/choices.ts';
import type { AdoptOutcome, AdoptResult, NamedPlan } from '../../core/adopt/outcome.ts';
import type { PlainOverride } from '../../core/adopt/overrides.ts';
import { checksAttachedBy, type Plan } from '../../core/adopt/plan.ts';
import { planAdoption } from '../../core/adopt/plan-adoption.ts';
import { planRelease } from '../../core/adopt/plan-release.ts';
import { planRollback } from '../../core/adopt/plan-rollback.ts';
import { type NotReady, readinessOf } from '../../core/adopt/readiness.ts';
import type { ZoneSeen } from '../../core/adopt/seen.ts';
import type { Site } from '../../core/site.ts';
import { unreachable } from '../../core/unreachable.ts';
import type { AdoptDeps } from './adopt-deps.ts';
import { carryOut } from './carry-out.ts';
import { lookAtZone, readObservations } from './look-at-zone.ts';
import { waitUntil } from './wait-until.ts';

/** What somebody wants of the records of these sites, all of one zone. */
export type AdoptRequest = {
  readonly sites: readonly Site[];
  readonly order: AdoptOrder;
  /** Null: only plan. */
  readonly apply: {
    /** The plan that was looked at; null: whatever the plan is now. */
    readonly planId: string | null;
    /** How long the health checks may take to report healthy. */
    readonly waitMs: number;
  } | null;
  readonly by: string;
};

export type AdoptOrder =
  | { readonly kind: 'adopt'; readonly choices: AdoptChoices }
  | { readonly kind: 'release'; readonly overrides: readonly PlainOverride[] }
  | {
      readonly kind: 'rollback';
      readonly backup: Backup;
      readonly overrides: readonly PlainOverride[];
    };

/** The checkers are not meant to be asked often (API_GetHealthCheckStatus). */
const READY_EVERY_MS = 15_000;

/**
 * Plans a change of records and, if told so, carries it out: waits for the health checks, looks at
 * everything anew, saves the way back, sends one batch, and does not believe it before every name
 * server answers as it should. Rejects only while nothing has been changed.
 */
export async function adopt(
  deps: AdoptDeps,
  request: AdoptRequest,
  signal: AbortSignal,
): Promise<AdoptResult> {
  const { plan, seen } = await planNow(deps, request);
  const end = (outcome: AdoptOutcome): AdoptResult => ({ plan, outcome });
  const { apply } = request;
  deps.tell({ step: 'planned', plan });
  if (isNothingToDo(plan)) return end({ kind: 'nothing-to-do' });
  if (apply === null) return end({ kind: 'planned' });
  if (apply.planId !== null && apply.planId !== plan.id)
    return end({ kind: 'changed-since', expectedId: apply.planId });
  if (plan.blocks.length > 0) return end({ kind: 'blocked' });
  const waited = await waitForChecks(deps, plan, seen, apply.waitMs, signal);
  if (signal.aborted) return end({ kind: 'interrupted', file: null });
  if (!waited.isReady) return end({ kind: 'not-ready', waitedMs: waited.elapsedMs });
  return applyAnew(deps, request, plan, signal);
}

/** Minutes may have passed: nothing of the first look is believed any more. */
async function applyAnew(
  deps: AdoptDeps,
  request: AdoptRequest,
  first: NamedPlan,
  signal: AbortSignal,
): Promise<AdoptResult> {
  const { plan, seen } = await planNow(deps, request);
  const end = (outcome: AdoptOutcome): AdoptResult => ({ plan, outcome });
  if (plan.id !== first.id) return end({ kind: 'changed-since', expectedId: first.id });
  if (plan.blocks.length > 0) return end({ kind: 'blocked' });
  if (plan.waits.length > 0) return end({ kind: 'not-ready', waitedMs: 0 });
  if (signal.aborted) return end({ kind: 'interrupted', file: null });
  return end(await carryOut(deps, { plan, seen, by: request.by }, signal));
}

async function planNow(
  deps: AdoptDeps,
  { sites, order }: AdoptRequest,
): Promise<{ readonly plan: NamedPlan; readonly seen: ZoneSeen }> {
  deps.tell({ step: 'looking' });
  const seen = await lookAtZone(deps, sites, order.kind === 'adopt' ? order.choices : null);
  const plan = planOf(seen, order);
  return { plan: { ...plan, id: deps.digest(plan.canonicalText) }, seen };
}

function planOf(seen: ZoneSeen, order: AdoptOrder): Plan {
  switch (order.kind) {
    case 'adopt':
      return planAdoption(seen, order.choices);
    case 'release':
      return planRelease(seen, order.overrides);
    case 'rollback':
      return planRollback(seen, order.backup, order.overrides);
    default:
      return unreachable(order);
  }
}

const isNothingToDo = ({ changes, blocks }: NamedPlan): boolean =>
  changes.length === 0 && blocks.length === 0;

async function waitForChecks(
  deps: AdoptDeps,
  plan: NamedPlan,
  seen: ZoneSeen,
  limitMs: number,
  signal: AbortSignal,
): Promise<{ readonly isReady: boolean; readonly elapsedMs: number }> {
  const startedAt = deps.now();
  const ids = checksAttachedBy(plan.sites);
  let waits: readonly NotReady[] = plan.waits;
  const patience = { limitMs, everyMs: READY_EVERY_MS, signal };
  const isReady = await waitUntil(deps, patience, async (elapsedMs) => {
    if (elapsedMs > 0) {
      const observations = await readObservations(deps, seen.checks, ids);
      waits = readinessOf(ids, seen.checks, observations);
    }
    if (waits.length === 0) return true;
    deps.tell({ step: 'waiting', waits, elapsedMs });
    return null;
  });
  return { isReady: isReady === true, elapsedMs: deps.now() - startedAt };
}
