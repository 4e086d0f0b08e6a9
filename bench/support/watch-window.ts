import type { CourseRules } from '../../lib/core/probing/course.ts';
import type { Health } from '../../lib/core/probing/health.ts';
import { firstProbe, untilGridMs } from '../../lib/core/probing/pace.ts';
import type { ProbeResult } from '../../lib/core/probing/probe.ts';
import { epochMs } from '../../lib/core/time.ts';
import { type WatchPolicy, WITHIN_MS } from './simulated-watch.ts';

/** As in simulated-watch.ts. */
export const WINDOW_EVERY_MS = 60_000;
export const HAND_OVER_MS = 400;
const KEY = 'www.example.com 203.0.113.10';

/** The rules of a window that begins at this moment. */
export function rulesFrom(policy: WatchPolicy, beganAtMs: number): CourseRules {
  const anchorMs = beganAtMs + untilGridMs(KEY, policy.intervalMs, epochMs(beganAtMs));
  return { ...policy, withinMs: WITHIN_MS, grid: { anchorMs, intervalMs: policy.intervalMs } };
}

/** Its first probe, after what the window before has left. */
export function firstFrom(
  { intervalMs }: WatchPolicy,
  { health, lookedUntilMs }: { readonly health: Health; readonly lookedUntilMs: number | null },
  beganAtMs: number,
) {
  const lookedUntil = lookedUntilMs === null ? null : epochMs(lookedUntilMs);
  const hole = { intervalMs, lookedUntil };
  const { delayMs, overdueMs } = firstProbe(KEY, health, hole, epochMs(beganAtMs));
  const dueAtMs = beganAtMs + delayMs;
  return { dueAtMs, momentMs: overdueMs === 0 ? dueAtMs : beganAtMs - overdueMs };
}

export const resultOf = (
  isHealthy: boolean,
  atMs: number,
  fresh: boolean,
  total: number,
): ProbeResult => ({
  at: epochMs(atMs),
  fresh,
  address: '203.0.113.10',
  status: null,
  isSlow: false,
  certificate: null,
  firstBytes: null,
  phasesMs: { resolve: null, connect: null, tls: null, firstByte: null, transfer: null, total },
  ...(isHealthy
    ? { verdict: 'healthy', cause: null, detail: '' }
    : { verdict: 'unhealthy', cause: 'reset', detail: '' }),
});
