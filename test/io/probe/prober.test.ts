import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { EXPECT_ANY } from '../../../lib/core/expect.ts';
import type { Endpoint, ProbeResult } from '../../../lib/core/probe.ts';
import { epochMs } from '../../../lib/core/time.ts';
import type { Prober } from '../../../lib/core/world.ts';
import { makeOpenProber } from '../../../lib/io/probe/prober.ts';
import { answering, httpAnswer, type ScriptedServer, serve } from '../../support/servers.ts';

const NOON = epochMs(43_200_000);
const LOOPBACK_ADDRESS = '127.0.0.1';
const TLS = join(__dirname, '../../fixtures/tls');
const WITHIN_MS = 400;

const endpoint = (port: number, change: Partial<Endpoint> = {}): Endpoint => ({
  protocol: 'http',
  address: LOOPBACK_ADDRESS,
  port,
  path: '/health',
  hostname: 'www.example.com',
  expect: { ...EXPECT_ANY, withinMs: WITHIN_MS },
  ...change,
});

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const startServer = async (script: Parameters<typeof serve>[0]): Promise<ScriptedServer> => {
  const server = await serve(script);
  closers.push(server.close);
  return server;
};

const openProber = (options: Partial<Parameters<typeof makeOpenProber>[0]> = {}): Prober => {
  const prober = makeOpenProber({ now: () => NOON, ...options })();
  closers.push(prober.close);
  return prober;
};

const probeOnce = async (
  script: Parameters<typeof serve>[0],
  change: Partial<Endpoint> = {},
): Promise<ProbeResult> => {
  const server = await startServer(script);
  return openProber().probe(endpoint(server.port, change), { fresh: true });
};

describe('connections', () => {
  const healthy = answering(() => httpAnswer('ok'));

  test('pooled probes share one connection, and only the first of them is fresh', async () => {
    const server = await startServer(healthy);
    const prober = openProber();
    const fresh: boolean[] = [];
    for (let count = 0; count < 5; count++)
      fresh.push((await prober.probe(endpoint(server.port), { fresh: false })).fresh);
    expect(fresh).toEqual([true, false, false, false, false]);
    expect(server.accepted()).toBe(1);
  });

  test('every fresh probe opens a connection of its own, pooled ones alive or not', async () => {
    const server = await startServer(healthy);
    const prober = openProber();
    await prober.probe(endpoint(server.port), { fresh: false });
    for (let count = 0; count < 3; count++)
      expect(await prober.probe(endpoint(server.port), { fresh: true })).toMatchObject({
        verdict: 'healthy',
        fresh: true,
      });
    expect(server.accepted()).toBe(4);
    expect((await prober.probe(endpoint(server.port), { fresh: false })).fresh).toBe(false);
  });

  test('a dead listener cannot hide behind the connections that it still serves', async () => {
    const server = await startServer(healthy);
    const prober = openProber();
    await prober.probe(endpoint(server.port), { fresh: false });
    void server.stopListening();
    expect(await prober.probe(endpoint(server.port), { fresh: false })).toMatchObject({
      verdict: 'healthy',
      fresh: false,
    });
    expect(await prober.probe(endpoint(server.port), { fresh: true })).toMatchObject({
      verdict: 'unhealthy',
      cause: 'refused',
      fresh: true,
    });
  });

  test('a kept-alive connection that dies under a probe is a pooled failure, no verdict', async () => {
    let requests = 0;
    const server = await startServer(
      answering(() => {
        requests += 1;
        return requests === 2 ? null : httpAnswer('ok');
      }),
    );
    const prober = openProber();
    await prober.probe(endpoint(server.port), { fresh: false });
    expect(await prober.probe(endpoint(server.port), { fresh: false })).toMatchObject({
      verdict: 'unhealthy',
      cause: 'reset',
      fresh: false,
    });
    expect((await prober.probe(endpoint(server.port), { fresh: true })).verdict).toBe('healthy');
  });

  test('closing the prober leaves no connection behind', async () => {
    const server = await startServer(healthy);
    const prober = openProber();
    await prober.probe(endpoint(server.port), { fresh: false });
    expect(server.open()).toBe(1);
    await prober.close();
    const deadline = Date.now() + 2_000;
    while (server.open() > 0 && Date.now() < deadline) await new Promise(setImmediate);
    expect(server.open()).toBe(0);
  });
});

describe('the request', () => {
  test.each([
    [80, 'Host: www.example.com'],
    [8080, 'Host: www.example.com:8080'],
  ])('to port %i carries the name of the site', async (port, header) => {
    let seen = '';
    const server = await startServer(
      answering((request) => {
        seen = request;
        return httpAnswer('ok');
      }),
    );
    const dial = () => ({ address: LOOPBACK_ADDRESS, port: server.port });
    const prober = openProber({ dial });
    await prober.probe(endpoint(port, { address: '203.0.113.10' }), { fresh: true });
    expect(seen.toLowerCase()).toContain(`${header.toLowerCase()}\r\n`);
    expect(seen).toMatch(/^GET \/health HTTP\/1\.1\r\n/);
  });

  test('goes to the first address of a name that accepts, and says which', async () => {
    const server = await startServer(answering(() => httpAnswer('ok')));
    const lookup = async () => ['203.0.113.1', LOOPBACK_ADDRESS];
    const dial = (address: string, port: number) => ({
      address: LOOPBACK_ADDRESS,
      port: address === LOOPBACK_ADDRESS ? port : 1,
    });
    const result = await openProber({ lookup, dial }).probe(
      endpoint(server.port, { address: 'origin.example.com' }),
      { fresh: true },
    );
    expect(result).toMatchObject({ verdict: 'healthy', address: LOOPBACK_ADDRESS });
    expect(result.phasesMs.resolve).not.toBeNull();
  });
});

describe('verdicts', () => {
  const never = () => undefined;
  const drip = answering(() => 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nok');
  const onlyStatus = (status: string) => answering(() => httpAnswer('', status));
  const contains = (text: string): Partial<Endpoint> => ({
    expect: { ...EXPECT_ANY, contains: text, withinMs: WITHIN_MS },
  });

  test.each([
    ['accepts and stays silent', never, 'first-byte-timeout'],
    ['never finishes its body', drip, 'body-timeout'],
    ['closes after accepting', (socket) => socket.destroy(), 'reset'],
    ['resets after accepting', (socket) => socket.resetAndDestroy(), 'reset'],
    ['closes in the middle of the body', answering(() => null), 'reset'],
    ['answers 404', onlyStatus('404 Not Found'), 'bad-status'],
    ['answers 503', onlyStatus('503 Service Unavailable'), 'bad-status'],
    ['talks another protocol', answering(() => 'SSH-2.0-OpenSSH_9.7\r\n'), 'protocol'],
    [
      'sends headers without end',
      answering(() => `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`),
      'too-large',
    ],
    [
      'sends a body beyond the limit',
      answering(() => httpAnswer('x'.repeat(1024 * 1024 + 1))),
      'too-large',
    ],
  ] satisfies [string, Parameters<typeof serve>[0], string][])(
    'a target that %s is unhealthy',
    async (_name, script, cause) => {
      expect(await probeOnce(script)).toMatchObject({ verdict: 'unhealthy', cause, fresh: true });
    },
  );

  test('a refused connection is unhealthy at once', async () => {
    const server = await startServer(never);
    await server.close();
    const result = await openProber().probe(endpoint(server.port), { fresh: true });
    expect(result).toMatchObject({ verdict: 'unhealthy', cause: 'refused', status: null });
  });

  test('the body must contain what is expected', async () => {
    const script = answering(() => httpAnswer('all is well'));
    expect((await probeOnce(script, contains('well'))).verdict).toBe('healthy');
    expect(await probeOnce(script, contains('ill'))).toMatchObject({
      verdict: 'unhealthy',
      cause: 'bad-body',
      detail: 'the body does not contain "ill"',
    });
  });

  test('a redirect is healthy by default, and its status is reported', async () => {
    const script = answering(() => httpAnswer('', '301 Moved', 'location: https://x.example/\r\n'));
    expect(await probeOnce(script)).toMatchObject({ verdict: 'healthy', status: 301 });
  });

  test.each([
    ['ENOTFOUND', 'unhealthy', 'dns'],
    ['EAI_AGAIN', 'inconclusive', 'ours-resolver'],
  ])('a name that fails with %s is %s', async (code, verdict, cause) => {
    const lookup = () => Promise.reject(Object.assign(new Error(`getaddrinfo ${code}`), { code }));
    const result = await openProber({ lookup }).probe(
      endpoint(80, { address: 'origin.example.com' }),
      { fresh: true },
    );
    expect(result).toMatchObject({ verdict, cause });
  });

  test('a probe that we cut short is inconclusive', async () => {
    const server = await startServer(never);
    const aborted = new AbortController();
    const result = openProber().probe(endpoint(server.port), {
      fresh: true,
      signal: aborted.signal,
    });
    aborted.abort();
    expect(await result).toMatchObject({ verdict: 'inconclusive', cause: 'ours-aborted' });
  });
});

describe('deadlines and phases', () => {
  test('a deadline is kept within 100 ms, and the phase it struck in is named', async () => {
    const result = await probeOnce(() => undefined);
    expect(result.phasesMs.total).toBeGreaterThanOrEqual(WITHIN_MS - 1);
    expect(result.phasesMs.total).toBeLessThan(WITHIN_MS + 100);
    expect(result.detail).toBe(`no answer within ${WITHIN_MS} ms`);
  });

  test('phases that did not take place are null, the others add up to the total', async () => {
    const server = await startServer(answering(() => httpAnswer('ok')));
    const prober = openProber();
    const first = await prober.probe(endpoint(server.port), { fresh: false });
    const second = await prober.probe(endpoint(server.port), { fresh: false });
    expect(first.phasesMs).toMatchObject({ resolve: null, tls: null });
    expect(first.phasesMs.connect).toBeGreaterThan(0);
    expect(second.phasesMs).toMatchObject({ resolve: null, connect: null, tls: null });
    for (const { phasesMs } of [first, second]) {
      const parts = [phasesMs.connect, phasesMs.firstByte, phasesMs.transfer];
      const sum = parts.reduce<number>((total, part) => total + (part ?? 0), 0);
      expect(sum).toBeLessThanOrEqual(phasesMs.total);
    }
  });
});

describe('https', () => {
  const startTls = async (): Promise<number> => {
    const server = createTlsServer(
      {
        key: readFileSync(join(TLS, 'site-key.pem')),
        cert: readFileSync(join(TLS, 'site.pem')),
      },
      (socket) => {
        socket.on('error', () => undefined);
        answering(() => httpAnswer('ok'))(socket);
      },
    );
    await new Promise<void>((resolve) => server.listen(0, LOOPBACK_ADDRESS, resolve));
    closers.push(() => new Promise((resolve) => server.close(() => resolve())));
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };
  const ca = readFileSync(join(TLS, 'ca.pem'), 'utf8');

  test('the certificate is held against the name of the site, not the address', async () => {
    const port = await startTls();
    const prober = openProber({ ca });
    const right = await prober.probe(endpoint(port, { protocol: 'https' }), { fresh: true });
    expect(right).toMatchObject({ verdict: 'healthy', status: 200 });
    expect(right.phasesMs.tls).toBeGreaterThan(0);
    const wrong = endpoint(port, { protocol: 'https', hostname: 'other.example.com' });
    expect(await prober.probe(wrong, { fresh: true })).toMatchObject({
      verdict: 'unhealthy',
      cause: 'tls-wrong-name',
    });
  });

  test('a certificate that no authority vouches for is unhealthy', async () => {
    const port = await startTls();
    const result = await openProber().probe(endpoint(port, { protocol: 'https' }), { fresh: true });
    expect(result).toMatchObject({ verdict: 'unhealthy', cause: 'tls-incomplete-chain' });
  });

  test('TLS to a plain port is a failed handshake', async () => {
    const plain = answering(() => 'HTTP/1.1 400 Bad Request\r\n\r\n');
    expect(await probeOnce(plain, { protocol: 'https' })).toMatchObject({
      verdict: 'unhealthy',
      cause: 'tls-handshake',
    });
  });
});

describe('tcp', () => {
  test('an accepted connection is healthy, a refused one is not', async () => {
    const server = await startServer(() => undefined);
    const prober = openProber();
    const target = endpoint(server.port, { protocol: 'tcp' });
    expect(await prober.probe(target, { fresh: false })).toMatchObject({
      verdict: 'healthy',
      fresh: true,
      status: null,
    });
    await server.close();
    expect(await prober.probe(target, { fresh: true })).toMatchObject({ cause: 'refused' });
  });
});
