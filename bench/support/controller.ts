import { parseConfig } from '../../lib/config/parse.ts';
import {
  decide,
  type Evidence,
  type FailoverState,
  initialFailoverState,
} from '../../lib/core/failover.ts';
import type { HealthStatus } from '../../lib/core/probing/health.ts';
import type { Policy } from '../../lib/core/site.ts';
import { epochMs } from '../../lib/core/time.ts';
import { OUR_STEPS } from './delays.ts';

/** The defaults of sites.yml, whatever they are, with an interval. */
export const defaultPolicy = (intervalMs: number): Policy => ({ ...DEFAULTS, intervalMs });

const DEFAULTS = ((): Policy => {
  const parsed = parseConfig(
    `alerts: { email: [ops@example.com] }
sites:
  - name: www.example.com
    hostedZone: example.com
    primary: { address: 203.0.113.10 }
    secondary: { region: eu-west-1 }
`,
    'sites.yml',
  );
  const policy = parsed.ok ? parsed.config.sites[0]?.policy : undefined;
  if (policy === undefined) throw new Error(`sites.yml has no defaults: ${JSON.stringify(parsed)}`);
  return policy;
})();

/** What the controller meets when it looks. */
export type ControllerWorld = {
  readonly healthAt: (atMs: number) => { readonly status: HealthStatus; readonly sinceMs: number };
  readonly servedAt: (atMs: number) => 'primary' | 'secondary';
  readonly switchedAt: (atMs: number) => 'primary' | 'secondary';
  /** Whether the primary answers the failover function's own probe. */
  readonly answersAt: (atMs: number) => boolean;
  readonly put: (atMs: number) => void;
};

/** As in lib/app/evaluate.ts, lib/app/act.ts and functions/handlers/failover.ts. */
const SETTLE_POLL_MS = 1_000;
const BUDGET_MS = 280_000;
const DOUBTS_MAX = 10;

/** From a change of health to the moment at which the failover function begins to look. */
export const invokedAfterMs = (chance: () => number, isCold = false): number =>
  OUR_STEPS.save(chance) + OUR_STEPS.invoke(chance) + (isCold ? OUR_STEPS.coldStart(chance) : 0);

/** One invocation: looks, decides, saves, flips, and again until nothing is left to flip or the time is over. */
export function evaluateSimulated(
  world: ControllerWorld,
  policy: Policy,
  state: FailoverState,
  invokedAtMs: number,
  chance: () => number,
): { readonly state: FailoverState; readonly endedAtMs: number } {
  for (let nowMs = invokedAtMs, after = state, doubts = 0; ; nowMs += SETTLE_POLL_MS) {
    nowMs += OUR_STEPS.look(chance);
    const decision = decide(after, evidenceAt(world, nowMs), policy, epochMs(nowMs));
    if (decision.next !== after) nowMs += OUR_STEPS.save(chance);
    after = decision.next;
    if (decision.reason === 'primary-answers' && ++doubts < DOUBTS_MAX) continue;
    if (decision.flipTo === null) return { state: after, endedAtMs: nowMs };
    if (decision.flipTo === 'primary') throw new Error('nobody asked for a failback');
    nowMs += OUR_STEPS.put(chance);
    world.put(nowMs);
    if (nowMs >= invokedAtMs + BUDGET_MS) return { state: after, endedAtMs: nowMs };
  }
}

export const initialState = (): FailoverState => initialFailoverState(epochMs(0));

/** The evidence of a day on which the primary alone may be ill; it was healthy for long enough before. */
function evidenceAt(world: ControllerWorld, atMs: number): Evidence {
  const { status, sinceMs } = world.healthAt(atMs);
  return {
    primary: status,
    primarySince: status === 'unknown' ? null : epochMs(sinceMs),
    answersUs: world.answersAt(atMs),
    secondary: 'healthy',
    served: world.servedAt(atMs),
    switched: world.switchedAt(atMs),
    isSwitchOurs: true,
    blind: false,
    healthyWindows: HEALTHY_WINDOWS,
    outageSince: null,
  };
}

const HEALTHY_WINDOWS = 1_000_000;
