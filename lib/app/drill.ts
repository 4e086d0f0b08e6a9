import type { DrillReport } from '../core/drill.ts';
import { isInWindow } from '../core/drill-window.ts';
import { type OrderRuling, startDrill } from '../core/order.ts';
import { expectedRto } from '../core/rto.ts';
import { RULE_IDS, type RuleId } from '../core/rules.ts';
import type { Site } from '../core/site.ts';
import { plusMs } from '../core/time.ts';
import { isSwitch } from '../core/verify/health-checks/switch-check.ts';
import type { Snapshot } from '../core/verify/snapshot.ts';
import type { MonitorStore } from '../core/world.ts';
import { type ActDeps, actOn, lookAtSituation, type Step } from './act.ts';
import { retryStale, settleDown } from './evaluate.ts';
import { type Verification, type VerifyDeps, verifySite } from './verifying/verify-site.ts';

export type DrillDeps = ActDeps & VerifyDeps;

/** Why a drill does not begin, beside the safety rules. */
export type DrillBlock = RuleId | 'incident-open' | 'outside-window' | 'not-verified';

export type DrillOrder = {
  readonly by: string;
  readonly reason: string;
  readonly overrides: readonly DrillBlock[];
  readonly isDryRun: boolean;
};

export type DrillAnswer = {
  readonly site: string;
  /** `under-way`: it goes on, and the next windows see it through. */
  readonly outcome: DrillReport['outcome'] | 'under-way' | 'blocked' | 'would-drill' | 'superseded';
  readonly isDryRun: boolean;
  readonly blockedBy: readonly DrillBlock[];
  readonly overridden: readonly DrillBlock[];
  readonly report: DrillReport | null;
  readonly steps: readonly Step[];
  readonly verification: Verification;
};

/** Rehearses a failover of the site on its own DNS, and sees it through as far as the budget allows. */
export async function drillSite(
  deps: DrillDeps,
  site: Site,
  order: DrillOrder,
  budgetMs: number,
): Promise<DrillAnswer> {
  const until = plusMs(deps.now(), budgetMs);
  const steps: Step[] = [];
  const { verification, snapshot } = await verifySite(deps, site);
  const switchCheckId = switchCheckIdOf(site, snapshot);
  const conditions = await conditionsOf(deps, site, verification);
  const begun = await retryStale(() =>
    begin(deps, site, order, { conditions, switchCheckId }, steps),
  );
  const facts = { site: site.name, isDryRun: order.isDryRun, steps, verification };
  const nothing = { blockedBy: [], overridden: [], report: null };
  if (begun === null) return { ...facts, ...nothing, outcome: 'superseded' };
  if (begun.blockedBy.length > 0)
    return { ...facts, ...nothing, outcome: 'blocked', blockedBy: begun.blockedBy };
  const { overridden } = begun;
  if (order.isDryRun) return { ...facts, ...nothing, overridden, outcome: 'would-drill' };
  const settled = await retryStale(() => settleDown(deps, site, until, steps));
  if (settled === null) return { ...facts, ...nothing, overridden, outcome: 'superseded' };
  const { drill, lastDrill } = settled.decision.next;
  const isOver = drill === null && lastDrill !== null;
  return {
    ...facts,
    overridden,
    blockedBy: [],
    report: isOver ? lastDrill : null,
    outcome: isOver ? lastDrill.outcome : 'under-way',
  };
}

type Preparation = {
  readonly conditions: readonly DrillBlock[];
  readonly switchCheckId: string | null;
};

async function begin(
  deps: DrillDeps,
  site: Site,
  order: DrillOrder,
  { conditions, switchCheckId }: Preparation,
  steps: Step[],
): Promise<{
  readonly blockedBy: readonly DrillBlock[];
  readonly overridden: readonly DrillBlock[];
}> {
  const situation = await lookAtSituation(deps, site);
  const { state, evidence, policy, now } = situation;
  const { by, reason, overrides } = order;
  const request = {
    id: `${site.name} ${new Date(now).toISOString()}`,
    site: site.name,
    by,
    reason,
    stayMs: policy.drill.stayMs,
    withinMs: policy.drill.withinMs,
    switchCheckId,
    expected: expectedRto(site),
    overrides: overrides.filter(isRule),
  };
  const ruling: OrderRuling = startDrill(request, state, evidence, policy, now);
  const blockedBy = [
    ...conditions.filter((condition) => !overrides.includes(condition)),
    ...(ruling.kind === 'blocked' ? ruling.blockedBy : []),
  ];
  const overridden = [
    ...conditions.filter((condition) => overrides.includes(condition)),
    ...(ruling.kind === 'begun' ? ruling.overridden : []),
  ];
  if (blockedBy.length === 0 && ruling.kind === 'begun' && !order.isDryRun)
    await actOn(deps, site, situation, ruling.decision, { by, words: reason }, steps);
  return { blockedBy, overridden };
}

/** What forbids a drill although it would not forbid a failover: nobody rehearses on a bad day. */
async function conditionsOf(
  deps: { readonly monitors: Pick<MonitorStore, 'load'>; readonly now: DrillDeps['now'] },
  site: Site,
  { outcome }: Verification,
): Promise<readonly DrillBlock[]> {
  const monitor = await deps.monitors.load(site.name);
  return [
    ...(monitor !== null && monitor.value.incidents.outage.state !== 'none'
      ? (['incident-open'] as const)
      : []),
    ...(isInWindow(site.policy.drill.window, deps.now()) ? [] : (['outside-window'] as const)),
    ...(outcome === 'fail' || outcome === 'unknown' ? (['not-verified'] as const) : []),
  ];
}

/** The check whose checkers are watched during the drill; null when it cannot be told. */
function switchCheckIdOf(site: Site, { healthChecks }: Snapshot): string | null {
  if (!healthChecks.ok) return null;
  return healthChecks.value.find((check) => isSwitch(site, check))?.id ?? null;
}

const isRule = (block: DrillBlock): block is RuleId => !CONDITIONS.has(block);

const CONDITION_IDS = ['incident-open', 'outside-window', 'not-verified'] as const;
const CONDITIONS: ReadonlySet<DrillBlock> = new Set<DrillBlock>(CONDITION_IDS);

/** All that can block a drill. */
export const DRILL_BLOCKS: readonly DrillBlock[] = [...RULE_IDS, ...CONDITION_IDS];
