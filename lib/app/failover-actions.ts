import type { AuditEntry } from '../core/audit.ts';
import type { Site } from '../core/site.ts';
import { unreachable } from '../core/unreachable.ts';
import { worst } from '../core/verify/finding.ts';
import type { ReadHistory, ShardStore } from '../core/world.ts';
import { acknowledgeText } from '../render/acknowledge.ts';
import { alertTestText } from '../render/alerts/alert-test.ts';
import { drillText } from '../render/drill/drill-answer.ts';
import { findingsText } from '../render/findings.ts';
import { historyText } from '../render/history.ts';
import { holdText } from '../render/hold.ts';
import { orderText } from '../render/order.ts';
import { type Status, statusText } from '../render/status.ts';
import { type DrillAnswer, drillSite } from './drill.ts';
import { makeLookForDrill } from './drill-look.ts';
import { eachSite } from './each-site.ts';
import { type EvaluateDeps, type Evaluation, evaluate } from './evaluate.ts';
import type { FailoverRequest, OrderRequest } from './failover-request.ts';
import { type HoldAnswer, holdSite, releaseSite } from './holds.ts';
import { isCalm, isChanged, isDone, isPassed } from './is-well.ts';
import { gatherMetrics, measure } from './measure.ts';
import { servingMetrics } from './measure-serving.ts';
import { carryOutOrder, type OrderAnswer } from './orders.ts';
import { statusOf } from './status.ts';
import { type AcknowledgeAnswer, acknowledgeSite } from './telling/acknowledge.ts';
import { type AlertTest, testAlerts } from './telling/alert-test.ts';
import { goRound } from './verifying/go-round.ts';
import { shareReads } from './verifying/shared-reads.ts';
import type { Verification, VerifyDeps } from './verifying/verify-site.ts';

export type FailoverDeps = Omit<EvaluateDeps, 'lookForDrill'> &
  VerifyDeps & {
    readonly readHistory: ReadHistory;
    readonly shards: Pick<ShardStore, 'load'>;
  };

/** The same in three forms: as JSON, as text, and whether all is well. */
export type FailoverAnswer = {
  readonly action: FailoverRequest['action'];
  readonly ok: boolean;
  readonly text: string;
} & (
  | { readonly verifications: readonly Verification[]; readonly drills: readonly DrillAnswer[] }
  | { readonly statuses: readonly Status[] }
  | { readonly evaluations: readonly Evaluation[]; readonly verifications: readonly Verification[] }
  | { readonly orders: readonly OrderAnswer[] }
  | { readonly drills: readonly DrillAnswer[] }
  | { readonly holds: readonly HoldAnswer[] }
  | { readonly acknowledgements: readonly AcknowledgeAnswer[] }
  | { readonly history: readonly AuditEntry[] }
  | { readonly alertTest: AlertTest }
);

/** Somebody asked for a site that sites.yml does not have. */
export class UnknownSiteError extends Error {
  override readonly name = 'UnknownSiteError';
  constructor(site: string, known: readonly string[], options?: ErrorOptions) {
    super(`site: ${site} is not in sites.yml; it has ${known.join(', ') || 'no site'}`, options);
  }
}

/** Carries out one request of the failover function. Its metrics go out together, at the end. */
export async function carryOut(
  given: FailoverDeps,
  allSites: readonly Site[],
  request: FailoverRequest,
  settleBudgetMs: number,
): Promise<FailoverAnswer> {
  const { deps, write } = gatherMetrics(given);
  try {
    return await answer(deps, allSites, request, settleBudgetMs);
  } finally {
    await write();
  }
}

async function answer(
  given: FailoverDeps,
  allSites: readonly Site[],
  request: FailoverRequest,
  settleBudgetMs: number,
): Promise<FailoverAnswer> {
  const sites = pick(allSites, request.site);
  const shared = shareReads(given, sites);
  const deps: ActingDeps = { ...shared, lookForDrill: makeLookForDrill(shared) };
  const { action } = request;
  switch (action) {
    case 'verify': {
      const round = (one: Site) => goRound(deps, one, request.by, settleBudgetMs);
      const rounds = await eachSite(sites, round, VERIFIED_AT_ONCE);
      const drills = rounds.flatMap(({ drill }) => (drill === null ? [] : [drill]));
      return { action, ...verified(rounds.map(({ verification }) => verification)), drills };
    }
    case 'status': {
      const statuses = await eachSite(sites, (one) => statusOf(deps, one));
      const text = texts(statuses.map(statusText));
      return { action, ok: statuses.every(isCalm), statuses, text };
    }
    case 'evaluate': {
      const evaluations = await eachSite(sites, (one) => evaluate(deps, one, settleBudgetMs));
      // Every minute nobody waits for it, and Route 53's API would not like it.
      if (request.by === 'schedule') {
        await measure(deps, servingMetrics(deps.stack, evaluations, deps.now()));
        const text = evaluationsText(evaluations);
        return { action, ok: true, evaluations, verifications: [], text };
      }
      // Only now the rest of the verification: it reads the control plane, which no flip may wait for.
      const round = (one: Site) => goRound(deps, one, null, settleBudgetMs);
      const rounds = await eachSite(sites, round, VERIFIED_AT_ONCE);
      const verifications = rounds.map(({ verification }) => verification);
      return { action, evaluations, ...verified(verifications) };
    }
    case 'failover':
    case 'failback': {
      const orders = await eachSite(sites, (one) => order(deps, one, request, settleBudgetMs));
      return { action, ok: orders.every(isDone), orders, text: texts(orders.map(orderText)) };
    }
    case 'drill': {
      const drills = await eachSite(sites, (one) => drillSite(deps, one, request, settleBudgetMs));
      return { action, ok: drills.every(isPassed), drills, text: texts(drills.map(drillText)) };
    }
    case 'hold':
    case 'maintenance': {
      const { by, reason, until, isDryRun } = request;
      const hold = { kind: action, by, reason, until };
      const holds = await eachSite(sites, (one) => holdSite(deps, one, hold, isDryRun));
      return { action, ok: holds.every(isChanged), holds, text: texts(holds.map(holdText)) };
    }
    case 'release': {
      const holds = await eachSite(sites, (one) =>
        releaseSite(deps, one, request, request.isDryRun),
      );
      return { action, ok: holds.every(isChanged), holds, text: texts(holds.map(holdText)) };
    }
    case 'acknowledge': {
      const acknowledgements = await eachSite(sites, (one) => acknowledgeSite(deps, one, request));
      const ok = acknowledgements.every(({ outcome }) => outcome !== 'superseded');
      const text = texts(acknowledgements.map(acknowledgeText));
      return { action, ok, acknowledgements, text };
    }
    case 'history': {
      const entries = await eachSite(sites, (one) => deps.readHistory(one.name, request.limit));
      const history = entries.flat();
      return { action, ok: true, history, text: texts(entries.map(historyText)) };
    }
    case 'alert-test': {
      const alertTest = await testAlerts(deps, sites, request);
      return {
        action,
        ok: alertTest.verdict === 'pass',
        alertTest,
        text: alertTestText(alertTest),
      };
    }
    default:
      return unreachable(action);
  }
}

type ActingDeps = FailoverDeps & EvaluateDeps;

const order = (
  deps: ActingDeps,
  site: Site,
  { action, by, reason, overrides, isDryRun }: OrderRequest,
  budgetMs: number,
): Promise<OrderAnswer> => {
  const target = action === 'failover' ? 'secondary' : 'primary';
  return carryOutOrder(deps, site, { target, by, reason, overrides }, { isDryRun, budgetMs });
};

function pick(allSites: readonly Site[], name: string | null): readonly Site[] {
  if (name === null) return allSites;
  const site = allSites.find((one) => one.name === name);
  if (site !== undefined) return [site];
  throw new UnknownSiteError(
    name,
    allSites.map((one) => one.name),
  );
}

/**
 * Route 53 takes a few calls a second, and a call that waits for its turn for too long is given up: with
 * more sites at the same time the last ones would find that they could not look.
 */
const VERIFIED_AT_ONCE = 8;

const verified = (verifications: readonly Verification[]) => ({
  ok: worst(verifications.flatMap(({ findings }) => findings)) !== 'fail',
  verifications,
  text: texts(verifications.map(({ site, findings }) => findingsText({ name: site }, findings))),
});

const evaluationsText = (evaluations: readonly Evaluation[]): string =>
  evaluations
    .map(({ site, outcome, decision }) => `${site}: ${decision?.next.phase ?? outcome}`)
    .join('\n');

const texts = (parts: readonly string[]): string => parts.join('\n\n');
