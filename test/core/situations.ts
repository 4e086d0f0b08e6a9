/** Situations that the tests of the core start from; each test lays over what it is about. */
import { type Drill, NO_MARKS } from '../../lib/core/drill.ts';
import {
  type Evidence,
  type FailoverState,
  initialFailoverState,
  type Phase,
} from '../../lib/core/failover.ts';
import type { Hold } from '../../lib/core/hold.ts';
import type { DrillRequest } from '../../lib/core/order.ts';
import type { Policy } from '../../lib/core/site.ts';
import { epochMs } from '../../lib/core/time.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const NOON = epochMs(43_200_000);

/** So many milliseconds after noon, or before it. */
export const noon = (offsetMs: number) => epochMs(NOON + offsetMs);

export const POLICY: Policy = {
  mode: 'automatic',
  intervalMs: 5_000,
  freshEvery: 10,
  failureThreshold: 3,
  successThreshold: 2,
  failback: 'automatic',
  stableForMs: 5 * MINUTE,
  cooldownMs: 10 * MINUTE,
  flipsPerDayMax: 4,
  armAfter: 3,
  bothUnhealthy: 'stay',
  maintenance: [],
  drill: { everyMs: null, window: null, stayMs: 30_000, withinMs: 2 * MINUTE },
};

/** The primary serves, and all is well. */
export const CALM: Evidence = {
  primary: 'healthy',
  primarySince: noon(-HOUR),
  answersUs: false,
  secondary: 'healthy',
  served: 'primary',
  switched: 'primary',
  isSwitchOurs: false,
  blind: false,
  healthyWindows: 100,
  outageSince: null,
};
/** The primary has just failed, and nothing has moved yet. */
export const OUTAGE: Evidence = { ...CALM, primary: 'unhealthy', primarySince: NOON };
/** The switch stands, put by Understudy, and visitors get the secondary. */
export const FAILED_OVER: Evidence = {
  ...OUTAGE,
  served: 'secondary',
  switched: 'secondary',
  isSwitchOurs: true,
};
/** The primary is back for just long enough, and visitors are still on the secondary. */
export const RECOVERED: Evidence = {
  ...FAILED_OVER,
  primary: 'healthy',
  primarySince: noon(-5 * MINUTE),
};

export const inPhase = (phase: Phase, change: Partial<FailoverState> = {}): FailoverState => ({
  ...initialFailoverState(epochMs(0)),
  phase,
  ...change,
});

export const HOLD: Hold = {
  kind: 'hold',
  by: 'ada',
  reason: 'a migration',
  since: noon(-MINUTE),
  until: null,
};
export const MAINTENANCE: Hold = { ...HOLD, kind: 'maintenance', until: noon(HOUR) };

export const DRILL_REQUEST: DrillRequest = {
  id: 'www.example.com 1970-01-01T12:00:00.000Z',
  site: 'www.example.com',
  by: 'ada',
  reason: 'the quarterly drill',
  stayMs: 30_000,
  withinMs: 2 * MINUTE,
  switchCheckId: 'switch',
  expected: { detectMs: 20_000, moveMs: 10_000, cachesMs: 60_000 },
  overrides: [],
};

/** A drill that began at noon. */
export const drill = (change: Partial<Drill> = {}): Drill => {
  const { overrides: _none, ...request } = DRILL_REQUEST;
  const begun = { startedAt: NOON, marks: NO_MARKS, badPages: 0, stopped: null };
  return { ...request, ...begun, ...change };
};
