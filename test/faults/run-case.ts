import { EXPECT_ANY } from '../../lib/core/probing/expect.ts';
import type { Endpoint, ProbeResult } from '../../lib/core/probing/probe.ts';
import { epochMs } from '../../lib/core/time.ts';
import type { Prober } from '../../lib/core/world.ts';
import { makeOpenProber } from '../../lib/io/probe/prober.ts';
import { eventually } from '../support/eventually.ts';
import { type Fault, type FaultyTarget, LOOPBACK, WITHIN_MS } from './fault.ts';
import { AUTHORITY } from './targets/certificates.ts';

/** What came of a case: two probes in a row, and what was left of them. */
export type CaseRun = {
  readonly first: Timed;
  readonly second: Timed;
  /** Connections that the target still had once the prober was closed. */
  readonly left: number;
};

/** A result, with the time that it took by a clock of the test's own. */
export type Timed = {
  readonly result: ProbeResult;
  readonly tookMs: number;
  /** What a bare timer, started together with the probe for its deadline, was late by; 0 where none was due. */
  readonly timerLateMs: number;
};

/** A closed connection must have reached the target by then. */
const CLOSED_WITHIN_MS = 1_000;

export const NOON = epochMs(43_200_000);

/**
 * Two fresh probes of the target, over the same prober: what the first one met must not colour what
 * the second one finds.
 */
export async function runCase(fault: Fault, withinMs = WITHIN_MS): Promise<CaseRun> {
  const target = await fault();
  const prober = openProber(target);
  const endpoint = endpointOf(target, withinMs);
  const probe = () => prober.probe(endpoint, { fresh: true });
  try {
    const first = await timed(probe, withinMs);
    const second = await timed(probe, withinMs);
    await prober.close();
    await eventually('no connection left', () => target.open() === 0, CLOSED_WITHIN_MS).catch(
      () => undefined,
    );
    return { first, second, left: target.open() };
  } finally {
    await prober.close();
    await target.close();
  }
}

/** A prober that trusts the authority of these tests. */
export const openProber = ({ tools }: Pick<FaultyTarget, 'tools'>): Prober =>
  makeOpenProber({ now: () => NOON, ca: AUTHORITY, ...tools })();

export const endpointOf = (target: FaultyTarget, withinMs = WITHIN_MS): Endpoint => ({
  protocol: 'http',
  address: LOOPBACK,
  port: 80,
  path: '/health',
  hostname: 'www.example.com',
  expect: { ...EXPECT_ANY, withinMs },
  ...target.endpoint,
});

async function timed(probe: () => Promise<ProbeResult>, withinMs: number): Promise<Timed> {
  const start = performance.now();
  let timerLateMs = 0;
  const bare = setTimeout(() => {
    timerLateMs = Math.max(0, performance.now() - start - withinMs);
  }, withinMs);
  const result = await probe();
  const tookMs = performance.now() - start;
  clearTimeout(bare);
  return { result, tookMs, timerLateMs };
}
