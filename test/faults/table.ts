import type { Cause, ProbeResult, Verdict } from '../../lib/core/probing/probe.ts';
import type { Fault } from './fault.ts';

/** How far the probe got, as its phases must tell: what it took the time of. */
export type Reached = 'nothing' | 'connection' | 'tls' | 'first byte';

export type Case = readonly [
  /** What the target does. */
  name: string,
  fault: Fault,
  verdict: Verdict,
  cause: Cause | null,
  /** When the probe must end: long before its deadline, or with it. */
  ends: 'at once' | 'at its deadline',
  reached: Reached,
  evidence?: Partial<ProbeResult>,
];
