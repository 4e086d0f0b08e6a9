import { type Decision, decide, type Evidence } from '../core/failover.ts';
import { newsOf } from '../core/news.ts';
import {
  type ControllerState,
  initialControllerState,
  StaleRecordError,
  type Stored,
} from '../core/records.ts';
import type { Site, Target } from '../core/site.ts';
import { type EpochMs, plusMs } from '../core/time.ts';
import type {
  ControllerStore,
  Log,
  MonitorStore,
  Now,
  Publish,
  Sleep,
  Switch,
} from '../core/world.ts';
import { flipAlert } from '../render/flip-alert.ts';
import { evidenceOf } from './evidence.ts';
import { lookAtServing, type ServingDeps } from './look.ts';

export type EvaluateDeps = ServingDeps & {
  readonly now: Now;
  readonly sleep: Sleep;
  readonly log: Log;
  readonly monitors: Pick<MonitorStore, 'load'>;
  readonly controllers: ControllerStore;
  readonly switch: Switch;
  readonly publish: Publish;
};

/** How one evaluation ended. */
export type Evaluation = {
  readonly site: string;
  /** `superseded`: another evaluation changed the record meanwhile and goes on with it. */
  readonly outcome: 'decided' | 'superseded';
  readonly decision: Decision | null;
  readonly evidence: Evidence | null;
};

/** A verification may save in between: then the same is decided again, on what it wrote. */
const STALE_RETRIES_MAX = 3;
/** Time between two looks at the name servers while a flip is under way. */
const SETTLE_POLL_MS = 1_000;

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
  for (let stale = 0; ; ) {
    try {
      const step = await evaluateOnce(deps, site);
      if (step.decision.flipTo === null || deps.now() >= until) return step;
      await deps.sleep(SETTLE_POLL_MS);
    } catch (error) {
      if (!(error instanceof StaleRecordError)) throw error;
      stale += 1;
      if (stale > STALE_RETRIES_MAX)
        return { site: site.name, outcome: 'superseded', decision: null, evidence: null };
    }
  }
}

async function evaluateOnce(
  deps: EvaluateDeps,
  site: Site,
): Promise<Evaluation & { readonly decision: Decision }> {
  const [monitor, stored, serving] = await Promise.all([
    deps.monitors.load(site.name),
    deps.controllers.load(site.name),
    lookAtServing(deps, site),
  ]);
  const now = deps.now();
  const before = stored?.value ?? initialControllerState(now);
  const evidence = evidenceOf(site, monitor?.value ?? null, serving, now);
  const decision = decide(before.failover, evidence, site.policy, now);
  deps.log(decisionLine(site, decision, evidence));
  const news = newsOf(before.failover, decision.next);
  const untold =
    news === null ? before.untold : { phase: decision.next.phase, reason: decision.reason };
  const after: ControllerState = { ...before, failover: decision.next, untold };
  const version = await saveIntent(deps, site, stored, after);
  await flip(deps, site, decision, now);
  await tellUntold(deps, site, { value: after, version }, evidence, now);
  return { site: site.name, outcome: 'decided', decision, evidence };
}

/** The intent is saved before the flip; a save that comes too late begins the evaluation anew. */
async function saveIntent(
  deps: EvaluateDeps,
  site: Site,
  stored: Stored<ControllerState> | null,
  after: ControllerState,
): Promise<number> {
  const isSame =
    stored !== null &&
    stored.value.failover === after.failover &&
    stored.value.untold === after.untold;
  return isSame ? stored.version : deps.controllers.save(site.name, after, stored?.version ?? 0);
}

async function flip(
  deps: EvaluateDeps,
  site: Site,
  { flipTo, reason }: Decision,
  now: EpochMs,
): Promise<void> {
  if (flipTo === null) return;
  if (flipTo === 'primary') return deps.switch.remove(site.name);
  const at = new Date(now).toISOString();
  return deps.switch.put(site.name, { site: site.name, by: 'understudy failover', at, reason });
}

/**
 * Telling must not undo or delay what was done: a failure is logged, and what was not told stays
 * in the record for the next evaluation.
 */
async function tellUntold(
  deps: EvaluateDeps,
  site: Site,
  { value, version }: Stored<ControllerState>,
  evidence: Evidence,
  now: EpochMs,
): Promise<void> {
  if (value.untold === null) return;
  try {
    await deps.publish(flipAlert({ site, ...value.untold, evidence, now }));
  } catch (error) {
    const event = value.untold.phase;
    deps.log({ message: 'alert not sent', site: site.name, event, error: `${error}` });
    return;
  }
  await deps.controllers.save(site.name, { ...value, untold: null }, version);
}

const decisionLine = (site: Site, decision: Decision, evidence: Evidence) => ({
  message: 'decision',
  site: site.name,
  phase: decision.next.phase,
  flipTo: decision.flipTo satisfies Target | null,
  reason: decision.reason,
  ...evidence,
});
