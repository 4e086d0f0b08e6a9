import type { FailoverState } from '../../lib/core/failover.ts';
import type { HealthStatus } from '../../lib/core/probing/health.ts';
import type { Policy } from '../../lib/core/site.ts';
import { unhealthyAtMs } from './checker-fleet.ts';
import {
  type ControllerWorld,
  defaultPolicy,
  evaluateSimulated,
  initialState,
  invokedAfterMs,
} from './controller.ts';
import { between } from './delays.ts';
import { noisyTarget, type OutageKind, QUIET } from './outages.ts';
import { endpointCheck, OUR_INTERVAL_MS, switchCheck } from './route53-checks.ts';
import { watchSimulated } from './simulated-watch.ts';

/** From the death of the primary until every name server answers with the secondary, in milliseconds. */
export type Trial = (kind: OutageKind, chance: () => number) => number;

const KILL_FROM_MS = 90_000;
const KILL_SPREAD_MS = 60_000;
const PATIENCE_MS = 300_000;
const EVALUATIONS_MAX = 10;
const WINDOW_MS = 60_000;

/** Understudy, and what could be done about its speed. */
export type Setup = {
  readonly intervalMs: number;
  readonly failureThreshold?: number;
  /** What Route 53 takes to tell its name servers. */
  readonly announceMs: number;
  /**
   * The failover function has to start first. Usually it need not: its schedule invokes it every
   * minute (lib/stack/schedules.ts), and idle environments live for longer than that.
   */
  readonly isCold?: boolean;
  /** Equal checks of the one switch, any of which is enough. */
  readonly switchChecks?: number;
};

/** The milestones of a failover, in milliseconds after the death of the primary. */
export type Milestones = {
  readonly foundMs: number;
  readonly putMs: number;
  readonly changedMs: number;
  /** None where Route 53 had moved by itself before we looked, and was only held there. */
  readonly flips: number;
};

export const understudyTrial =
  (setup: Setup): Trial =>
  (kind, chance) =>
    understudyMilestones(setup, kind, chance).changedMs;

/**
 * Understudy with its health checks, one of which watches the endpoint in the ordinary way: whichever
 * check turns first changes the answer.
 */
export function understudyMilestones(
  { intervalMs, announceMs, failureThreshold, isCold = false, switchChecks = 1 }: Setup,
  kind: OutageKind,
  chance: () => number,
): Milestones {
  const defaults = defaultPolicy(intervalMs);
  const policy = { ...defaults, failureThreshold: failureThreshold ?? defaults.failureThreshold };
  const diedAtMs = KILL_FROM_MS + chance() * KILL_SPREAD_MS;
  const changes = healthChanges(policy, kind, diedAtMs, chance);
  const endpoint = endpointCheck(diedAtMs, kind, OUR_INTERVAL_MS, chance);
  const switches = Array.from({ length: switchChecks }, (_, index) =>
    switchCheck(`switch ${index + 1}`, diedAtMs, chance),
  );
  let putAtMs = Number.POSITIVE_INFINITY;
  let changedAtMs = unhealthyAtMs([endpoint]) + announceMs;
  const world: ControllerWorld = {
    healthAt: (atMs) => changes.findLast((change) => change.sinceMs <= atMs) ?? NEVER_LOOKED,
    answersAt: () => false,
    servedAt: (atMs) => (atMs >= changedAtMs ? 'secondary' : 'primary'),
    switchedAt: (atMs) => (atMs >= putAtMs ? 'secondary' : 'primary'),
    put: (atMs) => {
      if (atMs >= putAtMs) return;
      putAtMs = atMs;
      changedAtMs = unhealthyAtMs([endpoint, ...switches.map((at) => at(putAtMs))]) + announceMs;
    },
  };
  let state = initialState();
  for (const { sinceMs } of changes)
    state = untilCalm({ world, policy, isCold, chance }, state, sinceMs);
  if (state.phase !== 'on-secondary' || state.flips.length > 1)
    throw new Error(`the failover ended in ${state.phase} after ${state.flips.length} flips`);
  const foundAtMs = changes.at(-1)?.sinceMs ?? Number.NaN;
  return {
    foundMs: foundAtMs - diedAtMs,
    putMs: putAtMs - diedAtMs,
    changedMs: changedAtMs - diedAtMs,
    flips: state.flips.length,
  };
}

type Control = {
  readonly world: ControllerWorld;
  readonly policy: Policy;
  readonly isCold: boolean;
  readonly chance: () => number;
};

/** What is not settled in one invocation is taken up again by the next window. */
function untilCalm(
  { world, policy, isCold, chance }: Control,
  before: FailoverState,
  fromMs: number,
): FailoverState {
  let state = before;
  let askedAtMs = fromMs;
  for (let evaluation = 0; evaluation < EVALUATIONS_MAX; evaluation++) {
    const invokedAtMs = askedAtMs + invokedAfterMs(chance, isCold);
    const ended = evaluateSimulated(world, policy, state, invokedAtMs, chance);
    state = ended.state;
    if (state.phase !== 'failing-over') return state;
    askedAtMs = Math.ceil(ended.endedAtMs / WINDOW_MS) * WINDOW_MS;
  }
  return state;
}

type HealthChange = { readonly status: HealthStatus; readonly sinceMs: number };
const NEVER_LOOKED: HealthChange = { status: 'unknown', sinceMs: 0 };

function healthChanges(
  policy: Policy,
  kind: OutageKind,
  diedAtMs: number,
  chance: () => number,
): readonly HealthChange[] {
  const changes: HealthChange[] = [];
  const outage = { kind, startMs: diedAtMs, endMs: Number.POSITIVE_INFINITY };
  watchSimulated({
    target: noisyTarget([outage], QUIET, chance),
    policy,
    startMs: 0,
    endMs: diedAtMs + PATIENCE_MS,
    chance,
    onChange: (status, sinceMs) => {
      changes.push({ status, sinceMs });
      return status !== 'unhealthy';
    },
  });
  return changes;
}

/** Route 53's endpoint check by itself, attached to the record. */
export const route53Trial =
  (intervalMs: number, announceMs: number): Trial =>
  (kind, chance) =>
    unhealthyAtMs([endpointCheck(0, kind, intervalMs, chance)]) + announceMs;

/**
 * What people write first: a script that cron runs once a minute, that believes the third failure in a row
 * and then changes the record. "Generally within 60 seconds" is all that is promised of the change
 * (https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html).
 */
export const scriptTrial: Trial = (kind, chance) =>
  chance() * SCRIPT.everyMs +
  (SCRIPT.threshold - 1) * SCRIPT.everyMs +
  (kind === 'refused' ? 0 : SCRIPT.withinMs) +
  SCRIPT.request(chance) +
  SCRIPT.inSync(chance);

const SCRIPT = {
  everyMs: 60_000,
  threshold: 3,
  withinMs: 10_000,
  request: between(200, 1_000),
  inSync: between(5_000, 60_000),
};
