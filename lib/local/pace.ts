import { doubtMs } from '../core/probing/pace.ts';

/** How quickly everything on the stage goes. */
export type StagePace = {
  readonly name: 'shortened' | 'real';
  readonly intervalMs: number;
  readonly failureThreshold: number;
  readonly windowMs: number;
  readonly checkerIntervalMs: number;
  readonly cooldownMs: number;
  readonly stableForMs: number;
  /** How long a drill's visitors stay on the secondary. */
  readonly stayMs: number;
};

/** So quick that a bad day fits into half a minute. */
export const SHORTENED: StagePace = {
  name: 'shortened',
  intervalMs: 1_000,
  failureThreshold: 4,
  windowMs: 3_000,
  checkerIntervalMs: 1_000,
  cooldownMs: 5_000,
  stableForMs: 2_000,
  stayMs: 3_000,
};

/**
 * Route 53's own pace, and the defaults of sites.yml; only the two long waits after a failover are
 * cut, since nothing happens in them.
 */
export const REAL: StagePace = {
  name: 'real',
  intervalMs: 5_000,
  failureThreshold: 4,
  windowMs: 60_000,
  checkerIntervalMs: 10_000,
  cooldownMs: 60_000,
  stableForMs: 30_000,
  stayMs: 30_000,
};

/** The second window comes so early, so that the site is armed soon: a window counts once it is over. */
export const firstWindowMs = ({ windowMs }: StagePace): number => windowMs / 3;

/** A window may go on until so long after its beginning; in production the function's time ends it. */
export const windowMsMax = ({ windowMs }: StagePace): number => windowMs * (135 / 60);

/** How often a window looks for its successor (lib/app/window/shard-lease.ts): so much later it makes way. */
const HAND_OVER_MS = 1_000;

/** How long things usually take at a pace. */
export const usually = (pace: StagePace) => ({
  detectMs: pace.intervalMs * 0.6 + (pace.failureThreshold - 1) * doubtMs(pace.intervalMs),
  /** A healthy probe and one more in a row. */
  recoverMs: pace.intervalMs,
  /** 3 of 16 checkers see the switch. */
  switchSeenMs: pace.checkerIntervalMs * 0.35,
  switchGoneMs: pace.checkerIntervalMs * 0.6,
  /** 14 of 16 checkers have failed three times. */
  endpointDeadMs: pace.checkerIntervalMs * 2.9,
  /** 3 of 16 checkers have succeeded three times. */
  endpointBackMs: pace.checkerIntervalMs * 2.3,
  /** The end of the window at hand, when it has failover look again. */
  nextWindowMs: pace.windowMs / 2 + HAND_OVER_MS,
});

/** Until a fresh stage is calm and its site armed. */
export const calmMs = (pace: StagePace): number => firstWindowMs(pace) + 2 * HAND_OVER_MS;
