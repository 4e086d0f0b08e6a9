import { NEWS_KEPT_MAX, newsOf } from '../core/alerts/news.ts';
import { isSameView } from '../core/alerts/seen.ts';
import { type Actor, auditOf } from '../core/audit.ts';
import { observeDrill } from '../core/drill-course.ts';
import type { Decision, Evidence, FailoverState } from '../core/failover.ts';
import { isQuiet } from '../core/maintenance.ts';
import { type ControllerState, initialControllerState, type Stored } from '../core/records.ts';
import type { RuleFacts } from '../core/rules.ts';
import type { Site, Target } from '../core/site.ts';
import { type EpochMs, plusMs } from '../core/time.ts';
import type { MonitorStore, Sleep, Switch } from '../core/world.ts';
import type { LookForDrill } from './drill-look.ts';
import { evidenceOf } from './evidence.ts';
import { lookAtServing, type Serving, type ServingDeps } from './look.ts';
import { decisionVoices, followDecision } from './telling/decision-voices.ts';
import { type TellDeps, tellIncident } from './telling/tell-incident.ts';
import { tellUntold } from './telling/tell-untold.ts';

/** No Route 53 API is among them: what a drill asks of it is behind `lookForDrill`. */
export type ActDeps = ServingDeps &
  TellDeps & {
    readonly sleep: Sleep;
    readonly monitors: Pick<MonitorStore, 'load'>;
    readonly switch: Switch;
    /** Called only while a drill is under way. */
    readonly lookForDrill: LookForDrill;
  };

/** One thing that was done, for the answer. */
export type Step = { readonly at: EpochMs; readonly text: string };

export type Acted = { readonly decision: Decision; readonly evidence: Evidence };

/** What is known of a site at one moment, and the record that it was read from. */
export type Situation = RuleFacts & {
  readonly stored: Stored<ControllerState> | null;
  readonly record: ControllerState;
  readonly serving: Serving;
};

/** Reads the records and looks at what visitors meet. Data plane only. */
export async function lookAtSituation(deps: ActDeps, site: Site): Promise<Situation> {
  const [monitor, stored, serving] = await Promise.all([
    deps.monitors.load(site.name),
    deps.controllers.load(site.name),
    lookAtServing(deps, site),
  ]);
  const now = deps.now();
  const record = stored?.value ?? initialControllerState(now);
  const evidence = evidenceOf(site, monitor?.value ?? null, serving, now);
  const state = await withDrillObserved(deps, site, record.failover, evidence, serving);
  return { stored, record, serving, evidence, state, policy: site.policy, now };
}

/**
 * One look, one decision, acted on: the intent is saved with its audit entries, then the switch is
 * flipped, then people are told what they do not know yet. A save that comes too late throws
 * StaleRecordError before anything was done.
 */
export async function act(
  deps: ActDeps,
  site: Site,
  rule: (facts: RuleFacts) => Decision,
  actor: Actor,
  steps: Step[],
): Promise<Acted> {
  const situation = await lookAtSituation(deps, site);
  return actOn(deps, site, situation, rule(situation), actor, steps);
}

/** Acts on a decision that was made about this situation. */
export async function actOn(
  deps: ActDeps,
  site: Site,
  situation: Situation,
  decision: Decision,
  actor: Actor,
  steps: Step[],
): Promise<Acted> {
  const { record, stored, evidence, now } = situation;
  deps.log(decisionLine(site, decision, evidence));
  const before = record.failover;
  const after = recordAfter(site, situation, decision.next, actor.by);
  const audit = auditOf(site.name, before, decision.next, actor, now);
  const version =
    stored !== null && after === record
      ? stored.version
      : await deps.controllers.save(site.name, after, stored?.version ?? 0, audit);
  const note = (text: string) => steps.push({ at: deps.now(), text });
  if (before.phase !== decision.next.phase)
    note(`${before.phase} → ${decision.next.phase}: ${decision.reason}`);
  await flip(deps, site, situation, decision, actor, note);
  let known = await tellUntold(deps, site, { value: after, version }, evidence);
  for (const voice of decisionVoices(deps, site, evidence))
    known = await tellIncident(deps, site, known, voice);
  return { decision, evidence };
}

/** The record with what was decided, and what people have to be told of it; the very same where nothing is new. */
function recordAfter(
  site: Site,
  { record, evidence, now }: Situation,
  failover: FailoverState,
  by: string,
): ControllerState {
  const quiet = isQuiet(failover.hold, site.policy.maintenance, now);
  const news = newsOf(record.failover, failover, { by, at: now, isQuiet: quiet });
  const incidents = followDecision(site, record.incidents, failover, now);
  const isSame =
    record.failover === failover && news.length === 0 && record.incidents === incidents;
  if (isSame && isSameView(record.seen, evidence)) return record;
  const { served, secondary } = evidence;
  const seen = { at: now, served, secondary, checkers: record.seen?.checkers ?? null };
  const untold = [...record.untold, ...news].slice(-NEWS_KEPT_MAX);
  return { ...record, failover, untold, incidents, seen };
}

async function withDrillObserved(
  deps: ActDeps,
  site: Site,
  state: FailoverState,
  evidence: Evidence,
  serving: Serving,
): Promise<FailoverState> {
  if (state.drill === null) return state;
  const look = await deps.lookForDrill(site, state.drill, evidence, serving);
  const drill = observeDrill(state.drill, evidence, look, deps.now());
  return drill === state.drill ? state : { ...state, drill };
}

/** Idempotent, since it is repeated: what stands there already is left as it is. */
async function flip(
  deps: ActDeps,
  site: Site,
  { serving }: Situation,
  { flipTo, reason, next }: Decision,
  actor: Actor,
  note: (text: string) => void,
): Promise<void> {
  if (flipTo === null || serving.switched === flipTo) return;
  if (flipTo === 'secondary') {
    const now = deps.now();
    const { drill } = next;
    await deps.switch.put(site.name, {
      site: site.name,
      by: actor.by,
      at: new Date(now).toISOString(),
      reason: actor.words ?? reason,
      until: drill === null ? null : iso(plusMs(now, drill.withinMs + drill.stayMs)),
    });
    note('the switch is put');
    return;
  }
  // Nobody could tell whether the object is there: it is looked for again in a moment.
  if (serving.switchObject === null) return;
  const isRemoved = await deps.switch.remove(site.name, serving.switchObject.tag);
  note(isRemoved ? 'the switch is removed' : 'somebody else has changed the switch meanwhile');
}

const iso = (at: EpochMs): string => new Date(at).toISOString();

const decisionLine = (site: Site, decision: Decision, evidence: Evidence) => ({
  message: 'decision',
  site: site.name,
  phase: decision.next.phase,
  flipTo: decision.flipTo satisfies Target | null,
  reason: decision.reason,
  ...evidence,
});
