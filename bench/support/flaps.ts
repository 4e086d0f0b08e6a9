import type { HealthStatus } from '../../lib/core/probing/health.ts';
import type { Policy } from '../../lib/core/site.ts';
import {
  type ControllerWorld,
  defaultPolicy,
  evaluateSimulated,
  initialState,
  invokedAfterMs,
} from './controller.ts';
import { NOISE } from './month.ts';
import type { Noise } from './outages.ts';
import { SLOW_SHARE } from './rare-events.ts';
import { watchSkipping } from './skipping-watch.ts';
import { seededChance } from './statistics.ts';

/** What a long time without any outage brought. */
export type Calm = {
  readonly probes: number;
  readonly alarms: number;
  readonly flips: number;
  /** Runs of fresh failures that reached the length 1, 2, 3 and so on. */
  readonly runs: readonly number[];
};

export const DAY_MS = 24 * 3_600_000;
/** Restarts come in the middle of a window, and no window ends while a plain probe is under way. */
const START_MS = 32_000;
/** By then the name servers answer with the secondary. */
const MOVED_AFTER_MS = 5_000;

/** Days of a noisy target that never fails. */
export function calmDays(
  change: Partial<Policy> & Pick<Policy, 'intervalMs'>,
  days: number,
  seed: number,
  noise: Noise = NOISE,
): Calm {
  const policy = { ...defaultPolicy(change.intervalMs), ...change };
  const changes: Change[] = [];
  const { probes, runs } = watchSkipping({
    noise,
    policy,
    startMs: START_MS,
    endMs: START_MS + days * DAY_MS,
    events: seededChance(seed),
    timing: seededChance(seed + 1_000_000),
    onChange: (status, sinceMs) => changes.push({ status, sinceMs }),
  });
  return {
    probes,
    alarms: changes.filter(({ status }) => status === 'unhealthy').length,
    flips: flipsOf(changes, policy, seededChance(seed + 2_000_000), noise),
    runs,
  };
}

export type Change = { readonly status: HealthStatus; readonly sinceMs: number };

/**
 * How many of the alarms become flips: the controller is asked as after every change of health, and meets
 * the health of the moment at which it looks. After a flip an operator has put everything back, so that
 * no cooldown protects us from the next.
 */
export function flipsOf(
  changes: readonly Change[],
  policy: Policy,
  chance: () => number,
  noise: Noise,
): number {
  const flips = changes.map(({ sinceMs }, index) => {
    const invokedAtMs = sinceMs + invokedAfterMs(chance);
    const near = changes.slice(Math.max(0, index - 1), index + NEAR_MAX);
    let putAtMs = Number.POSITIVE_INFINITY;
    const isAfter = (atMs: number, fromMs: number) => (atMs >= fromMs ? 'secondary' : 'primary');
    const world: ControllerWorld = {
      healthAt: (atMs) => near.findLast((change) => change.sinceMs <= atMs) ?? NEVER_LOOKED,
      answersAt: () => chance() >= noise.resetShare + noise.lateShare + SLOW_SHARE,
      servedAt: (atMs) => isAfter(atMs, putAtMs + MOVED_AFTER_MS),
      switchedAt: (atMs) => isAfter(atMs, putAtMs),
      put: (atMs) => {
        putAtMs = Math.min(putAtMs, atMs);
      },
    };
    evaluateSimulated(world, policy, initialState(), invokedAtMs, chance);
    return Number.isFinite(putAtMs);
  });
  return flips.filter(Boolean).length;
}

/** More changes than this do not come while one evaluation looks. */
const NEAR_MAX = 50;
const NEVER_LOOKED: Change = { status: 'unknown', sinceMs: 0 };

/** How many runs of a length to expect: each further failure is as likely as the second was after the first. */
export function expectedRuns(runs: readonly number[], length: number): number {
  const [ones = 0, twos = 0] = runs;
  return ones === 0 ? 0 : ones * (twos / ones) ** (length - 1);
}
