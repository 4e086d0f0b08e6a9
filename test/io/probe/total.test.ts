import { type Answer, judgeFor } from '../../../lib/core/probing/expect.ts';
import { Exchange } from '../../../lib/io/probe/exchange.ts';
import type { Finished } from '../../../lib/io/probe/http-lines.ts';
import { probeHttp } from '../../../lib/io/probe/http-probe.ts';
import { answering, httpAnswer } from '../../support/servers.ts';
import { endpoint, expecting, LOOPBACK, NOON, opening } from './loopback.ts';

const opened = opening();
const BUSY_MS = 40;
const OK: Answer = { status: 200, headers: {}, body: 'ok' };

const beBusy = (ms: number) => {
  const start = performance.now();
  while (performance.now() - start < ms);
};

describe('what we do before we turn to the target is not in the total', () => {
  test.each([
    ['fresh http', { protocol: 'http' }, true],
    ['fresh tcp', { protocol: 'tcp' }, true],
    ['pooled http', { protocol: 'http' }, false],
  ] as const)('%s', async (_name, change, fresh) => {
    const server = await opened.server(answering(() => httpAnswer('ok')));
    const prober = opened.prober();
    const target = endpoint(server.port, change);
    await prober.probe(target, { fresh });
    const result = prober.probe(target, { fresh });
    // Nothing has gone to the system yet: that takes another tick.
    beBusy(BUSY_MS);
    expect((await result).phasesMs.total).toBeLessThan(BUSY_MS);
  });

  test('a name that is looked up', async () => {
    const server = await opened.server(answering(() => httpAnswer('ok')));
    const lookup = async () => {
      beBusy(BUSY_MS);
      return [LOOPBACK];
    };
    const target = endpoint(server.port, { address: 'origin.example.com' });
    const { phasesMs } = await opened.prober({ lookup }).probe(target, { fresh: true });
    expect(phasesMs.resolve).toBeGreaterThan(BUSY_MS - 1);
    expect(phasesMs.total).toBeGreaterThan(BUSY_MS - 1);
  });
});

/** Probes with exchanges whose moments are written down here, on a clock that stands at `now`. */
function probeScripted(
  moments: readonly { readonly began: number; readonly ended: number; readonly cut?: boolean }[],
  location: string | null = null,
) {
  let now = 100;
  const hops = [...moments];
  const send = async (): Promise<Finished> => {
    const { began = 0, ended = 0, cut = false } = hops.shift() ?? {};
    const exchange = new Exchange(() => now, { settle: () => undefined, release: () => undefined });
    now = began;
    exchange.onRequestStart({ abort: () => undefined } as never);
    now = ended;
    if (cut) exchange.onDeadline(0);
    else exchange.onResponseEnd();
    // What is done between the last byte and the verdict is not the target's doing.
    now += 1_000;
    if (hops.length === 0 || location === null)
      return { exchange, outcome: { failure: null, answer: OK } };
    exchange.headers = { location };
    return { exchange, outcome: { failure: null, answer: { ...OK, status: 302 } } };
  };
  const expect_ = expecting({ withinMs: 60_000, redirects: 'follow', slowAfterMs: 50 });
  return probeHttp(endpoint(80, { expect: expect_ }), NOON, {
    elapsed: () => now,
    judgeOf: () => judgeFor(expect_),
    send,
  });
}

test('on a kept connection the total is from the request to the last byte', async () => {
  const result = await probeScripted([{ began: 130, ended: 170 }]);
  expect(result.phasesMs).toMatchObject({ total: 40 });
  expect(result.isSlow).toBe(false);
});

test('over redirects the total is from the beginning of the first to the end of the last', async () => {
  const hops = [
    { began: 110, ended: 120 },
    { began: 1_150, ended: 1_160 },
  ];
  const result = await probeScripted(hops, '/other');
  expect(result.phasesMs.total).toBe(1_050);
  expect(result.isSlow).toBe(true);
});

test('a probe that its deadline ends took all the time since the call', async () => {
  const result = await probeScripted([{ began: 130, ended: 200, cut: true }]);
  expect(result.phasesMs.total).toBe(100);
});
