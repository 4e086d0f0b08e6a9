import { EXPECT_ANY } from '../../lib/core/probing/expect.ts';
import type { Endpoint } from '../../lib/core/probing/probe.ts';
import { now } from '../../lib/io/clock.ts';
import { makeOpenProber } from '../../lib/io/probe/prober.ts';
import { at, CONTAINS, lanesOf, type MakeContestant, WITHIN_MS } from './contestant.ts';

/** Our engine as a window uses it: phases timed, status and body asserted, deadline and signal set. */
export const ours: MakeContestant = async (task) => {
  const { probe } = makeOpenProber({ now })();
  const { signal } = new AbortController();
  const endpoints = lanesOf(
    task,
    (lane): Endpoint => ({
      protocol: 'http',
      address: '127.0.0.1',
      port: task.port,
      path: '/health',
      hostname: `site-${lane}.example.com`,
      expect: { ...EXPECT_ANY, contains: CONTAINS, withinMs: WITHIN_MS },
    }),
  );
  const fresh = task.mode === 'fresh';
  return async (lane) => {
    const result = await probe(at(endpoints, lane), { fresh, signal });
    return result.verdict === 'healthy';
  };
};
