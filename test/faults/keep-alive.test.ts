import type { Cause, ProbeResult, Verdict } from '../../lib/core/probing/probe.ts';
import { epochMs } from '../../lib/core/time.ts';
import { eventually } from '../support/eventually.ts';
import { WITHIN_MS } from './fault.ts';
import { endpointOf, openProber } from './run-case.ts';
import * as targets from './targets/keep-alive.ts';

type Found = readonly [verdict: Verdict, cause: Cause | null, connection: 'old' | 'new'];

const HEALTHY_ON_OLD: Found = ['healthy', null, 'old'];
const HEALTHY_ON_NEW: Found = ['healthy', null, 'new'];

/**
 * What three probes find: a pooled one that opens the connection, a pooled one after something
 * happened to it, and a fresh one, which alone is a verdict.
 */
test.each<readonly [string, () => Promise<targets.KeptAlive>, Found, Found, Found]>([
  [
    'a half-open connection is a suspicion that the fresh probe clears',
    targets.halfOpen,
    HEALTHY_ON_NEW,
    ['unhealthy', 'first-byte-timeout', 'old'],
    HEALTHY_ON_NEW,
  ],
  [
    'a connection that dies under a request is a suspicion that the fresh probe clears',
    targets.closedUnderRequest,
    HEALTHY_ON_NEW,
    ['unhealthy', 'reset', 'old'],
    HEALTHY_ON_NEW,
  ],
  [
    'a connection closed between probes is opened again, and nothing is suspected',
    targets.closedBetween,
    HEALTHY_ON_NEW,
    HEALTHY_ON_NEW,
    HEALTHY_ON_NEW,
  ],
  [
    'a connection reset between probes is opened again, and nothing is suspected',
    targets.resetBetween,
    HEALTHY_ON_NEW,
    HEALTHY_ON_NEW,
    HEALTHY_ON_NEW,
  ],
  [
    'an answer that nobody asked for is not taken for the next one',
    targets.unaskedAnswer,
    HEALTHY_ON_NEW,
    HEALTHY_ON_NEW,
    HEALTHY_ON_NEW,
  ],
  [
    'what follows the announced end of an answer is not taken for the next one',
    targets.tooMuch,
    HEALTHY_ON_NEW,
    HEALTHY_ON_NEW,
    HEALTHY_ON_NEW,
  ],
  [
    'an answer after the deadline is not taken for the next one',
    targets.answersLate,
    ['unhealthy', 'first-byte-timeout', 'new'],
    ['unhealthy', 'first-byte-timeout', 'new'],
    ['unhealthy', 'first-byte-timeout', 'new'],
  ],
  [
    'a listener that is gone cannot hide behind the connections that it still serves',
    targets.listenerGone,
    HEALTHY_ON_NEW,
    HEALTHY_ON_OLD,
    ['unhealthy', 'refused', 'new'],
  ],
  [
    'a certificate that expires cannot hide behind a connection opened before',
    targets.certificateExpires,
    HEALTHY_ON_NEW,
    HEALTHY_ON_OLD,
    ['unhealthy', 'tls-expired', 'new'],
  ],
  [
    'a server of HTTP/1.0 makes every probe a fresh one',
    targets.keptHttp10,
    HEALTHY_ON_NEW,
    HEALTHY_ON_NEW,
    HEALTHY_ON_NEW,
  ],
  [
    'a server that closes each time makes every probe a fresh one',
    targets.closesEachTime,
    HEALTHY_ON_NEW,
    HEALTHY_ON_NEW,
    HEALTHY_ON_NEW,
  ],
])('%s', async (_sentence, start, ...expected) => {
  const { found, left } = await probeThrice(await start());
  expect(found.map(foundBy)).toEqual(expected);
  for (const { phasesMs, cause } of found)
    if (cause === 'first-byte-timeout') expect(phasesMs.total).toBeGreaterThan(WITHIN_MS - 1);
  expect(left).toBe(0);
});

test('the fresh probe shows the certificate that a pooled one cannot see', async () => {
  const { found } = await probeThrice(await targets.certificateExpires());
  expect(found.map(({ certificate }) => certificate?.validTo ?? null)).toEqual([
    epochMs(Date.UTC(2125, 0)),
    null,
    epochMs(Date.UTC(2001, 0)),
  ]);
});

async function probeThrice(
  target: targets.KeptAlive,
): Promise<{ found: readonly ProbeResult[]; left: number }> {
  const prober = openProber(target);
  const probe = (fresh: boolean) => prober.probe(endpointOf(target), { fresh });
  try {
    const first = await probe(false);
    await target.between();
    const found = [first, await probe(false), await probe(true)];
    await prober.close();
    await eventually('no connection left', () => target.open() === 0);
    return { found, left: target.open() };
  } finally {
    await prober.close();
    await target.close();
  }
}

const foundBy = ({ verdict, cause, fresh }: ProbeResult): Found => [
  verdict,
  cause,
  fresh ? 'new' : 'old',
];
