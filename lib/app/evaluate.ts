import {
  type Decision,
  decide,
  type Evidence,
  initialFailoverState,
  newsOf,
} from '../core/failover.ts';
import { overall } from '../core/health.ts';
import {
  type ControllerState,
  type MonitorState,
  StaleRecordError,
  type Stored,
} from '../core/records.ts';
import { servedBy } from '../core/served.ts';
import type { Site, Target } from '../core/site.ts';
import { type EpochMs, plusMs } from '../core/time.ts';
import { NOT_LOOKED_AT, secondaryReady } from '../core/verify/verify.ts';
import { verifyWebsite } from '../core/verify/website.ts';
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
import { lookAtServing, type Serving, type ServingDeps } from './look.ts';

export type EvaluateDeps = ServingDeps & {
  readonly now: Now;
  readonly sleep: Sleep;
  readonly log: Log;
  readonly monitors: Pick<MonitorStore, 'load'>;
  readonly controllers: ControllerStore;
  readonly switch: Pick<Switch, 'put' | 'remove'>;
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

/** A window writes at least once a minute; without one for so long nothing is seen. */
export const BLIND_AFTER_MS = 3 * 60_000;
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
  try {
    for (;;) {
      const step = await evaluateOnce(deps, site);
      if (step.decision.flipTo === null || deps.now() >= until) return step;
      await deps.sleep(SETTLE_POLL_MS);
    }
  } catch (error) {
    if (!(error instanceof StaleRecordError)) throw error;
    return { site: site.name, outcome: 'superseded', decision: null, evidence: null };
  }
}

async function evaluateOnce(
  deps: EvaluateDeps,
  site: Site,
): Promise<Evaluation & { readonly decision: Decision }> {
  const [monitor, controller, serving] = await Promise.all([
    deps.monitors.load(site.name),
    deps.controllers.load(site.name),
    lookAtServing(deps, site),
  ]);
  const now = deps.now();
  const before = controller?.value.failover ?? initialFailoverState(now);
  const evidence = evidenceOf(site, monitor?.value ?? null, serving, now);
  const decision = decide(before, evidence, site.policy, now);
  deps.log(decisionLine(site, decision, evidence));
  await saveIntent(deps, site, controller, decision);
  await flip(deps, site, decision, now);
  if (newsOf(before, decision.next) !== null) await tell(deps, site, decision, evidence, now);
  return { site: site.name, outcome: 'decided', decision, evidence };
}

/** What the decision rests on, from what the monitor saved and what visitors meet at this moment. */
export function evidenceOf(
  site: Site,
  monitor: MonitorState | null,
  serving: Serving,
  now: EpochMs,
): Evidence {
  const healths = Object.values(monitor?.health ?? {});
  const primary = overall(healths);
  const since = healths.flatMap((health) =>
    health.status === primary && health.since !== null ? [health.since] : [],
  );
  const snapshot = { ...NOT_LOOKED_AT, ...serving, takenAt: now };
  return {
    primary,
    primarySince: since.length === 0 ? null : (Math.max(...since) as EpochMs),
    secondary: secondaryReady(verifyWebsite(site, snapshot)),
    served: serving.dns.ok
      ? servedBy(serving.dns.value, serving.primaryAddresses, serving.secondaryAddresses)
      : 'unknown',
    blind:
      monitor === null ||
      monitor.lastWindowAt === null ||
      now - monitor.lastWindowAt > BLIND_AFTER_MS,
  };
}

/** The intent is saved before the flip; a save that comes too late ends this evaluation. */
async function saveIntent(
  deps: EvaluateDeps,
  site: Site,
  stored: Stored<ControllerState> | null,
  decision: Decision,
): Promise<void> {
  if (stored !== null && stored.value.failover === decision.next) return;
  const value = { verified: stored?.value.verified ?? null, failover: decision.next };
  await deps.controllers.save(site.name, value, stored?.version ?? 0);
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

/** Telling must not undo or delay what was done: a failure is logged, the phase stands. */
async function tell(
  deps: EvaluateDeps,
  site: Site,
  decision: Decision,
  evidence: Evidence,
  now: EpochMs,
): Promise<void> {
  const { phase } = decision.next;
  try {
    await deps.publish(flipAlert({ site, phase, reason: decision.reason, evidence, now }));
  } catch (error) {
    deps.log({ message: 'alert not sent', site: site.name, event: phase, error: `${error}` });
  }
}

const decisionLine = (site: Site, decision: Decision, evidence: Evidence) => ({
  message: 'decision',
  site: site.name,
  phase: decision.next.phase,
  flipTo: decision.flipTo satisfies Target | null,
  reason: decision.reason,
  ...evidence,
});
