import { carryOut, type FailoverAnswer } from '../../lib/app/failover-actions.ts';
import type { FailoverRequest, OrderRequest } from '../../lib/app/failover-request.ts';
import type { Verification } from '../../lib/app/verifying/verify-site.ts';
import type { DrillReport } from '../../lib/core/drill.ts';
import type { Site } from '../../lib/core/site.ts';
import { isOfStateTable } from './failures.ts';
import { moveSwitchOnly } from './switch-only.ts';
import { switchOnlyText } from './switch-only-text.ts';
import type { Interruptible } from './until-ended.ts';
import { lookWithoutRecord, visibleRows } from './visible.ts';

/** The same in three forms, as the function answers it; `failure` is what kept the rest from us. */
export type Answer = {
  readonly exitCode: 0 | 1 | 2;
  readonly text: string;
  readonly json: object;
  readonly report: DrillReport | null;
  /** What a verification found; null for any other action. */
  readonly verifications: readonly Verification[] | null;
  readonly failure: unknown;
};

type Way = { readonly isSwitchOnly: boolean; readonly waitMs: number };

/** Carries out a request as the failover function does; without the state table, what can be done. */
export async function carryOutHere(
  world: Interruptible,
  sites: readonly Site[],
  request: FailoverRequest,
  { isSwitchOnly, waitMs }: Way,
): Promise<Answer> {
  if (isSwitchOnly && isOrder(request)) return switchOnly(world, sites, request, waitMs);
  try {
    return answerOf(await carryOut(world.deps, sites, request, waitMs));
  } catch (error) {
    if (request.action !== 'status' || !isAboutTheTable(error)) throw error;
    return visibleStatus(world, sites, error);
  }
}

const isOrder = (request: FailoverRequest): request is OrderRequest =>
  request.action === 'failover' || request.action === 'failback';

async function switchOnly(
  { deps, putByHand }: Interruptible,
  sites: readonly Site[],
  request: OrderRequest,
  waitMs: number,
): Promise<Answer> {
  const [site] = sites;
  if (site === undefined) throw new Error('an order names its site');
  const facts = await moveSwitchOnly({ ...deps, putByHand }, site, request, waitMs);
  const ok = GOOD.has(facts.outcome);
  const text = switchOnlyText(facts);
  return {
    exitCode: ok ? 0 : 1,
    text,
    json: { ...facts, ok, text },
    report: null,
    verifications: null,
    failure: null,
  };
}

const GOOD: ReadonlySet<string> = new Set(['flipped', 'already', 'would-flip']);

/** What visitors meet can be seen without any record, and matters most when there is none. */
async function visibleStatus(
  { deps }: Interruptible,
  sites: readonly Site[],
  failure: unknown,
): Promise<Answer> {
  const visible = await Promise.all(sites.map((site) => lookWithoutRecord(deps, site)));
  const text = visible
    .map((one) => [`${one.site}, without its record`, '', ...visibleRows(one)].join('\n'))
    .join('\n\n');
  return {
    exitCode: 1,
    text,
    json: { action: 'status', ok: false, visible, text },
    report: null,
    verifications: null,
    failure,
  };
}

const isAboutTheTable = (error: unknown): boolean =>
  error instanceof AggregateError ? error.errors.some(isAboutTheTable) : isOfStateTable(error);

/** What could not be looked at is neither good nor bad. */
const exitCodeOf = (answer: FailoverAnswer): Answer['exitCode'] =>
  answer.ok ? 0 : 'alertTest' in answer && answer.alertTest.verdict === 'unknown' ? 2 : 1;

function answerOf(answer: FailoverAnswer): Answer {
  const drills = 'drills' in answer ? answer.drills : [];
  const report = drills.flatMap((drill) => drill.report ?? [])[0] ?? null;
  const blocks = [...('orders' in answer ? answer.orders : []), ...drills].flatMap(
    ({ blockedBy }) => blockedBy,
  );
  // Not every block can be overridden; where one can, the text shows it as a field of the event.
  const isOffered = answer.text.includes('"override":');
  const hint = isOffered ? `\nOn this command line: --override ${blocks.join(',')}` : '';
  const isVerify = answer.action === 'verify' && 'verifications' in answer;
  const verifications = isVerify ? answer.verifications : null;
  const text = answer.text + hint;
  return { exitCode: exitCodeOf(answer), text, json: answer, report, verifications, failure: null };
}
