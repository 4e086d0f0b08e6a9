import { setTimeout as sleep } from 'node:timers/promises';
import type { PhasesMs } from '../../../lib/core/probing/probe.ts';
import { AUTHORITY } from '../../faults/targets/certificates.ts';
import { answering, httpAnswer } from '../../support/servers.ts';
import { endpoint, expecting, LOOPBACK, opening } from './loopback.ts';
import { DELAYS_MS, startTimedServer, type Truth } from './timed-server.ts';

const opened = opening();
const RESOLVE_MS = 30;
const WITHIN_MS = 2_000;
/** How far a phase may be from what the target saw. */
const ERROR_MS_MAX = 1;
/** The machine is not ours alone: a phase must be right in the best of so many probes. */
const TRIES = 7;
const TRIES_MAX = 50;
const TEST_MS_MAX = 30_000;

type Phase = keyof PhasesMs;

test(
  'each phase is right within 1 ms, in the best of a few probes',
  async () => {
    const server = await startTimedServer();
    opened.also(server.close);
    const errors: Record<Phase, number[]> = {
      resolve: [],
      connect: [],
      tls: [],
      firstByte: [],
      transfer: [],
      total: [],
    };
    const isRight = (ofPhase: readonly number[]) => Math.min(...ofPhase) < ERROR_MS_MAX;
    for (let count = 0; count < TRIES_MAX && !Object.values(errors).every(isRight); count++) {
      const { found, truth } = await probeTimed(server.port, () => server.truth);
      for (const phase of Object.keys(errors) as Phase[])
        errors[phase].push(Math.abs((found[phase] ?? Number.POSITIVE_INFINITY) - truth[phase]));
    }
    for (const [phase, ofPhase] of Object.entries(errors))
      expect([phase, isRight(ofPhase), ofPhase]).toEqual([phase, true, ofPhase]);
  },
  TEST_MS_MAX,
);

/** One fresh probe of a slow name; the truth of the phases that we script is measured beside it. */
async function probeTimed(
  port: number,
  truthOfTarget: () => Truth,
): Promise<{ found: PhasesMs; truth: Record<Phase, number> }> {
  let [start, resolve] = [0, 0];
  const lookup = async () => {
    start = performance.now();
    await sleep(RESOLVE_MS);
    resolve = performance.now() - start;
    return [LOOPBACK];
  };
  const prober = opened.prober({ ca: AUTHORITY, lookup });
  const target = endpoint(port, {
    protocol: 'https',
    address: 'origin.example.com',
    expect: expecting({ withinMs: WITHIN_MS }),
  });
  const { phasesMs, verdict } = await prober.probe(target, { fresh: true });
  const { endedAt, ...truth } = truthOfTarget();
  expect(verdict).toBe('healthy');
  // A connection on loopback takes no time to speak of.
  return { found: phasesMs, truth: { resolve, connect: 0, ...truth, total: endedAt - start } };
}

test('phases come one after the other and fill the total, but for moments', async () => {
  const server = await startTimedServer();
  opened.also(server.close);
  const gaps: number[] = [];
  for (let count = 0; count < TRIES; count++) {
    const { found } = await probeTimed(server.port, () => server.truth);
    const { total, ...parts } = found;
    gaps.push(total - Object.values(parts).reduce((sum: number, part) => sum + (part ?? 0), 0));
  }
  for (const gap of gaps) expect(gap).toBeGreaterThan(-0.001);
  expect(Math.min(...gaps)).toBeLessThan(5);
});

test('phases are told in decimals of a millisecond', async () => {
  const server = await startTimedServer();
  opened.also(server.close);
  const { found } = await probeTimed(server.port, () => server.truth);
  for (const phase of ['resolve', 'connect', 'tls', 'firstByte', 'transfer', 'total'] as const)
    expect(Number.isInteger(found[phase])).toBe(false);
  expect(found.tls).toBeGreaterThan(DELAYS_MS.tls - ERROR_MS_MAX);
});

test('phases that did not take place are null', async () => {
  const server = await opened.server(answering(() => httpAnswer('ok')));
  const prober = opened.prober();
  const first = await prober.probe(endpoint(server.port), { fresh: false });
  const second = await prober.probe(endpoint(server.port), { fresh: false });
  expect(first.phasesMs).toMatchObject({ resolve: null, tls: null });
  expect(first.phasesMs.connect).toBeGreaterThan(0);
  expect(second.phasesMs).toMatchObject({ resolve: null, connect: null, tls: null });
  expect(second.phasesMs.firstByte).toBeGreaterThan(0);
});
