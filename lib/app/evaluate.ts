import { UNDERSTUDY } from '../core/audit.ts';
import { type Decision, decide, type Evidence } from '../core/failover.ts';
import { StaleRecordError } from '../core/records.ts';
import type { Site } from '../core/site.ts';
import { type EpochMs, plusMs } from '../core/time.ts';
import { type ActDeps, type Acted, act, type Step } from './act.ts';

export type EvaluateDeps = ActDeps;

/** How one evaluation ended. */
export type Evaluation = {
  readonly site: string;
  /** `superseded`: another evaluation changed the record meanwhile and goes on with it. */
  readonly outcome: 'decided' | 'superseded';
  readonly decision: Decision | null;
  readonly evidence: Evidence | null;
  readonly steps: readonly Step[];
};

/** A verification may save in between: then the same is decided again, on what it wrote. */
const STALE_RETRIES_MAX = 3;
/** Time between two looks at the name servers while a flip or a drill is under way. */
const SETTLE_POLL_MS = 1_000;
/** How often in a row a primary that answers us, and not the monitor, is looked at. */
const DOUBTS_MAX = 10;

/**
 * Looks, decides, saves the intent, flips; and goes on doing so until the name servers answer with
 * the target or the time is over, in which case the next evaluation goes on from the saved phase.
 * Everything here is data plane: DNS, HTTP, S3 and the state table, no Route 53 API.
 */
export async function evaluate(
  deps: EvaluateDeps,
  site: Site,
  budgetMs: number,
): Promise<Evaluation> {
  const until = plusMs(deps.now(), budgetMs);
  const steps: Step[] = [];
  const acted = await retryStale(() => settleDown(deps, site, until, steps));
  return acted === null
    ? { site: site.name, outcome: 'superseded', decision: null, evidence: null, steps }
    : { site: site.name, outcome: 'decided', ...acted, steps };
}

/** Decides again and again until nothing is under way any more or the time is over. */
export async function settleDown(
  deps: EvaluateDeps,
  site: Site,
  until: EpochMs,
  steps: Step[],
): Promise<Acted> {
  for (let doubts = 0; ; ) {
    const acted = await act(
      deps,
      site,
      ({ state, evidence, policy, now }) => decide(state, evidence, policy, now),
      UNDERSTUDY,
      steps,
    );
    const isInDoubt = acted.decision.reason === 'primary-answers';
    if (isInDoubt) doubts += 1;
    const isOver = !isUnderWay(acted.decision) && !(isInDoubt && doubts < DOUBTS_MAX);
    if (isOver || deps.now() >= until) return acted;
    await deps.sleep(SETTLE_POLL_MS);
  }
}

const isUnderWay = ({ flipTo, next }: Decision): boolean => flipTo !== null || next.drill !== null;

/** Null when others kept changing the record: they go on with it. */
export async function retryStale<T>(work: () => Promise<T>): Promise<T | null> {
  for (let stale = 0; ; ) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StaleRecordError)) throw error;
      stale += 1;
      if (stale > STALE_RETRIES_MAX) return null;
    }
  }
}
