import type { ProbeResult } from '../../../lib/core/probing/probe.ts';
import { eventually } from '../../support/eventually.ts';
import { answering, httpAnswer } from '../../support/servers.ts';
import { endpoint, expecting, LOOPBACK, opening, WITHIN_MS } from './loopback.ts';
import { startWaitingServer } from './waiting-server.ts';

const opened = opening();
const CUT_SHORT = { verdict: 'inconclusive', cause: 'ours-aborted' };
const AT_ONCE = 6;

test('probes that are under way at once have each a verdict and a connection of its own', async () => {
  const { server, asked, untilAsked, answer } = await startWaitingServer(opened);
  const prober = opened.prober();
  const aborted = new AbortController();
  const found: Promise<ProbeResult>[] = [];
  for (let index = 0; index < AT_ONCE; index++) {
    const signal = index === 2 ? aborted.signal : new AbortController().signal;
    found.push(prober.probe(endpoint(server.port), { fresh: index > 0, signal }));
    await untilAsked(index + 1);
  }
  // The last asked first; the pooled one and the first fresh one stay without an answer.
  answer(5);
  expect(await found[5]).toMatchObject({ verdict: 'healthy', status: 200, fresh: true });
  answer(4, httpAnswer('no', '503 Service Unavailable'));
  expect(await found[4]).toMatchObject({ cause: 'bad-status', status: 503, fresh: true });
  asked[3]?.socket.resetAndDestroy();
  expect(await found[3]).toMatchObject({ cause: 'reset', status: null, fresh: true });
  aborted.abort();
  expect(await found[2]).toMatchObject(CUT_SHORT);
  expect(await Promise.all(found.slice(0, 2))).toMatchObject([
    { cause: 'first-byte-timeout', status: null },
    { cause: 'first-byte-timeout', status: null },
  ]);
  expect(server.accepted()).toBe(AT_ONCE);
  await eventually('no connection left', () => server.open() === 0);
});

test('silent probes that began one after the other end so, each at its own deadline', async () => {
  const { server, untilAsked } = await startWaitingServer(opened);
  const prober = opened.prober();
  const start = performance.now();
  const endedMs: number[] = [];
  const askedMs: number[] = [];
  const found: Promise<void>[] = [];
  for (let index = 0; index < AT_ONCE; index++) {
    askedMs.push(performance.now() - start);
    const probe = prober.probe(endpoint(server.port), { fresh: index > 0 });
    found.push(
      probe.then(({ phasesMs }) => {
        endedMs.push(performance.now() - start);
        expect(phasesMs.total).toBeGreaterThan(WITHIN_MS - 1);
      }),
    );
    await untilAsked(index + 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await Promise.all(found);
  for (const [index, ms] of endedMs.entries())
    expect(Math.abs(ms - (askedMs[index] ?? 0) - WITHIN_MS)).toBeLessThan(WITHIN_MS / 4);
});

test('each probe tells of its own connection, in whatever order they are made', async () => {
  const server = await opened.server(answering(() => httpAnswer('ok')));
  const resolvers: (() => void)[] = [];
  const lookup = () =>
    new Promise<readonly string[]>((resolve) => {
      const address = `203.0.113.${resolvers.length}`;
      resolvers.push(() => resolve([address]));
    });
  const dial = () => ({ address: LOOPBACK, port: server.port });
  const prober = opened.prober({ lookup, dial });
  const target = endpoint(server.port, { address: 'origin.example.com' });
  const found = Array.from({ length: 4 }, (_, index) => prober.probe(target, { fresh: index > 0 }));
  for (const index of [2, 0, 3, 1]) {
    resolvers[index]?.();
    expect(await found[index]).toMatchObject({
      verdict: 'healthy',
      address: `203.0.113.${index}`,
      fresh: true,
    });
  }
});

test.each(['http', 'https', 'tcp'] as const)(
  'closing the prober ends all probes over %s that are under way',
  async (protocol) => {
    const server = await opened.server(() => undefined);
    const isTcp = protocol === 'tcp';
    // A TCP probe takes its time only where a name does.
    const prober = opened.prober(isTcp ? { lookup: () => new Promise(() => undefined) } : {});
    const address = isTcp ? 'origin.example.com' : LOOPBACK;
    const target = endpoint(server.port, { protocol, address, expect: expecting({}) });
    const found = Array.from({ length: AT_ONCE }, (_, index) =>
      prober.probe(target, { fresh: index > 0 }),
    );
    if (!isTcp) await eventually('connections', () => server.open() === AT_ONCE);
    await prober.close();
    for (const result of await Promise.all(found)) expect(result).toMatchObject(CUT_SHORT);
    await eventually('no connection left', () => server.open() === 0);
  },
);
