import type { ProbeResult } from '../../lib/core/probing/probe.ts';
import { type EpochMs, epochMs } from '../../lib/core/time.ts';

const PHASES = { resolve: null, connect: 1, tls: null, firstByte: 9, transfer: 1, total: 11 };

type Basics = {
  readonly fresh?: boolean;
  readonly at?: EpochMs;
  readonly address?: string;
  readonly totalMs?: number;
};

const basics = ({
  fresh = true,
  at = epochMs(0),
  address = '203.0.113.10',
  totalMs = PHASES.total,
}: Basics) => ({
  at,
  address,
  fresh,
  phasesMs: { ...PHASES, total: totalMs },
  isSlow: false,
  certificate: null,
  firstBytes: null,
});

/** A probe that found the target healthy. */
export const healthyProbe = (options: Basics = {}): ProbeResult => ({
  ...basics(options),
  verdict: 'healthy',
  cause: null,
  detail: 'status 200',
  status: 200,
});

/** A probe that was refused. */
export const unhealthyProbe = (options: Basics = {}): ProbeResult => ({
  ...basics(options),
  verdict: 'unhealthy',
  cause: 'refused',
  detail: 'connect ECONNREFUSED',
  status: null,
});

/** A probe that could not look. */
export const inconclusiveProbe = (options: Basics = {}): ProbeResult => ({
  ...basics(options),
  verdict: 'inconclusive',
  cause: 'ours-no-sockets',
  detail: 'EMFILE',
  status: null,
});
