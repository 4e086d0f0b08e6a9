import type { Evidence, FailoverState } from '../../../core/failover.ts';
import { initialFailoverState } from '../../../core/failover.ts';
import type { Hold } from '../../../core/hold.ts';
import type { ProbeResult } from '../../../core/probing/probe.ts';
import { type EpochMs, plusMs } from '../../../core/time.ts';
import { before, DAY_MS, HOUR_MS, MINUTE_MS } from './setting.ts';

/** Facts that are made up for the examples: such as real ones would be on such a night. */
export const SOMEBODY = 'arn:aws:iam::123456789012:user/ada';

/** The primary fails since then, the secondary is ready, and visitors are still sent to the primary. */
export const evidenceSince = (since: EpochMs, change: Partial<Evidence> = {}): Evidence => ({
  primary: 'unhealthy',
  primarySince: since,
  answersUs: false,
  secondary: 'healthy',
  served: 'primary',
  switched: 'primary',
  isSwitchOurs: true,
  blind: false,
  healthyWindows: 1_000,
  outageSince: since,
  ...change,
});

export const failoverState = (
  now: EpochMs,
  change: Partial<FailoverState> = {},
): FailoverState => ({ ...initialFailoverState(before(now, 30 * DAY_MS)), ...change });

/** An operator's order that ends soon, or not at all. */
export const hold = (now: EpochMs, change: Partial<Hold> = {}): Hold => ({
  kind: 'hold',
  by: SOMEBODY,
  reason: 'the database moves',
  since: before(now, 2 * HOUR_MS),
  until: plusMs(now, 14 * MINUTE_MS),
  ...change,
});

const PHASES_MS = {
  resolve: null,
  connect: null,
  tls: null,
  firstByte: null,
  transfer: null,
} as const;

/** Nobody listens there any more. */
export const refused = (at: EpochMs, address: string): ProbeResult => ({
  at,
  address,
  fresh: true,
  verdict: 'unhealthy',
  cause: 'refused',
  detail: `connect ECONNREFUSED ${address}:80`,
  status: null,
  phasesMs: { ...PHASES_MS, connect: 0.9, total: 0.9 },
  isSlow: false,
  certificate: null,
  firstBytes: null,
});

/** It answers that it is broken. */
export const badStatus = (at: EpochMs, address: string): ProbeResult => ({
  ...refused(at, address),
  verdict: 'unhealthy',
  cause: 'bad-status',
  detail: 'got status 503, expected 200-399',
  status: 503,
  phasesMs: { ...PHASES_MS, connect: 1.2, firstByte: 8.4, transfer: 0.3, total: 9.9 },
  firstBytes: '<html><title>503 Service Unavailable</title>',
});

/** As on a good day. */
export const healthy = (at: EpochMs, address: string, totalMs = 14.2): ProbeResult => ({
  ...refused(at, address),
  verdict: 'healthy',
  cause: null,
  detail: 'status 200',
  status: 200,
  phasesMs: {
    ...PHASES_MS,
    connect: 1.1,
    firstByte: totalMs - 1.6,
    transfer: 0.5,
    total: totalMs,
  },
  isSlow: totalMs > 1_000,
});
