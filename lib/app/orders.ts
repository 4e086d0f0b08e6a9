import { decideOrder, type Order, type OrderRuling } from '../core/order.ts';
import { outcomeOf } from '../core/outcome.ts';
import type { Site } from '../core/site.ts';
import { plusMs } from '../core/time.ts';
import type { OrderFacts } from '../render/order.ts';
import { type ActDeps, actOn, lookAtSituation, type Situation, type Step } from './act.ts';
import { retryStale, settleDown } from './evaluate.ts';

/** What was ordered and what came of it; a block may be overridden by `override`. */
export type OrderAnswer = OrderFacts & { readonly isDryRun: boolean };

/** Carries out an operator's order, and waits for the name servers as long as the budget allows. */
export async function carryOutOrder(
  deps: ActDeps,
  site: Site,
  order: Order,
  options: { readonly isDryRun: boolean; readonly budgetMs: number },
): Promise<OrderAnswer> {
  const until = plusMs(deps.now(), options.budgetMs);
  const steps: Step[] = [];
  const begun = await retryStale(async () => {
    const situation = await lookAtSituation(deps, site);
    const ruling = decideOrder(order, situation);
    if (ruling.kind === 'begun' && !options.isDryRun)
      await actOn(
        deps,
        site,
        situation,
        ruling.decision,
        { by: order.by, words: order.reason },
        steps,
      );
    return { situation, ruling };
  });
  if (begun === null) return superseded(deps, site, options.isDryRun, steps);
  const { situation, ruling } = begun;
  const facts = { site: site.name, isDryRun: options.isDryRun, steps, ...rulesOf(ruling) };
  if (options.isDryRun || ruling.kind === 'blocked') {
    const outcome = outcomeOf(order.target, ruling.kind, situation.evidence, options.isDryRun);
    return { ...facts, outcome, ...whereItStands(situation), evidence: situation.evidence };
  }
  const settled = await retryStale(() => settleDown(deps, site, until, steps));
  if (settled === null) return superseded(deps, site, options.isDryRun, steps);
  const { decision, evidence } = settled;
  const outcome = outcomeOf(order.target, ruling.kind, evidence, false);
  return { ...facts, outcome, phase: decision.next.phase, reason: decision.reason, evidence };
}

const rulesOf = (ruling: OrderRuling) => ({
  blockedBy: ruling.kind === 'blocked' ? ruling.blockedBy : [],
  overridden: ruling.kind === 'begun' ? ruling.overridden : [],
});

const whereItStands = ({ state }: Situation) => ({ phase: state.phase, reason: state.reason });

/** Others keep changing the record: what they do is not undone, and the answer says how it stands. */
async function superseded(
  deps: ActDeps,
  site: Site,
  isDryRun: boolean,
  steps: readonly Step[],
): Promise<OrderAnswer> {
  const situation = await lookAtSituation(deps, site);
  const rules = { blockedBy: [], overridden: [] };
  const { evidence } = situation;
  const outcome = 'superseded';
  return {
    site: site.name,
    outcome,
    isDryRun,
    ...rules,
    ...whereItStands(situation),
    evidence,
    steps,
  };
}
