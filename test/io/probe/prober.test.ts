import { eventually } from '../../support/eventually.ts';
import { answering, httpAnswer, type Script } from '../../support/servers.ts';
import { endpoint, expecting, LOOPBACK, opening, WITHIN_MS } from './loopback.ts';

const opened = opening();
const healthy = answering(() => httpAnswer('ok'));
const silent: Script = () => undefined;

describe('connections', () => {
  test('pooled probes share one connection, and only the first of them is fresh', async () => {
    const server = await opened.server(healthy);
    const prober = opened.prober();
    const fresh: boolean[] = [];
    for (let count = 0; count < 5; count++)
      fresh.push((await prober.probe(endpoint(server.port), { fresh: false })).fresh);
    expect(fresh).toEqual([true, false, false, false, false]);
    expect(server.accepted()).toBe(1);
  });

  test('every fresh probe opens a connection of its own, pooled ones alive or not', async () => {
    const server = await opened.server(healthy);
    const prober = opened.prober();
    await prober.probe(endpoint(server.port), { fresh: false });
    for (let count = 0; count < 3; count++)
      expect(await prober.probe(endpoint(server.port), { fresh: true })).toMatchObject({
        verdict: 'healthy',
        fresh: true,
      });
    expect(server.accepted()).toBe(4);
    expect((await prober.probe(endpoint(server.port), { fresh: false })).fresh).toBe(false);
  });
});

describe('the request', () => {
  test.each([
    [80, 'Host: www.example.com'],
    [8080, 'Host: www.example.com:8080'],
  ])('to port %i carries the name of the site', async (port, header) => {
    let seen = '';
    const server = await opened.server(
      answering((request) => {
        seen = request;
        return httpAnswer('ok');
      }),
    );
    const dial = () => ({ address: LOOPBACK, port: server.port });
    await opened.prober({ dial }).probe(endpoint(port, { address: '203.0.113.10' }), {
      fresh: true,
    });
    expect(seen.toLowerCase()).toContain(`${header.toLowerCase()}\r\n`);
    expect(seen).toMatch(/^GET \/health HTTP\/1\.1\r\n/);
  });

  test('goes to the first address of a name that accepts, and says which', async () => {
    const server = await opened.server(healthy);
    const lookup = async () => ['203.0.113.1', LOOPBACK];
    const dial = (address: string, port: number) => ({
      address: LOOPBACK,
      port: address === LOOPBACK ? port : 1,
    });
    const result = await opened
      .prober({ lookup, dial })
      .probe(endpoint(server.port, { address: 'origin.example.com' }), { fresh: true });
    expect(result).toMatchObject({ verdict: 'healthy', address: LOOPBACK });
    expect(result.phasesMs.resolve).not.toBeNull();
  });
});

describe('ending a probe', () => {
  const cutShort = { verdict: 'inconclusive', cause: 'ours-aborted' };

  test.each(['http', 'https', 'tcp'] as const)(
    'a probe over %s that we cut short says nothing about the target',
    async (protocol) => {
      const server = await opened.server(silent);
      const prober = opened.prober(protocol === 'tcp' ? UNRESOLVED : {});
      const address = protocol === 'tcp' ? 'origin.example.com' : LOOPBACK;
      const aborted = new AbortController();
      const result = prober.probe(endpoint(server.port, { protocol, address }), {
        fresh: true,
        signal: aborted.signal,
      });
      aborted.abort();
      expect(await result).toMatchObject(cutShort);
    },
  );

  test.each(['http', 'tcp'] as const)(
    'a probe over %s that was cut short before it began opens no connection',
    async (protocol) => {
      const server = await opened.server(healthy);
      const signal = AbortSignal.abort();
      const prober = opened.prober();
      const target = endpoint(server.port, { protocol });
      expect(await prober.probe(target, { fresh: true, signal })).toMatchObject(cutShort);
      expect(await prober.probe(target, { fresh: true })).toMatchObject({ verdict: 'healthy' });
      expect(server.accepted()).toBe(1);
    },
  );

  test.each(['http', 'https', 'tcp'] as const)(
    'closing the prober cuts a probe over %s short and leaves no connection behind',
    async (protocol) => {
      const server = await opened.server(silent);
      const prober = opened.prober(protocol === 'tcp' ? UNRESOLVED : {});
      const address = protocol === 'tcp' ? 'origin.example.com' : LOOPBACK;
      const result = prober.probe(endpoint(server.port, { protocol, address }), { fresh: true });
      if (protocol !== 'tcp') await eventually('a connection', () => server.open() === 1);
      await prober.close();
      expect(await result).toMatchObject(cutShort);
      await eventually('no connection left', () => server.open() === 0);
    },
  );

  test('closing the prober ends an idle connection, and a probe after it opens none', async () => {
    const server = await opened.server(healthy);
    const prober = opened.prober();
    await prober.probe(endpoint(server.port), { fresh: false });
    expect(server.open()).toBe(1);
    await prober.close();
    await eventually('no connection left', () => server.open() === 0);
    for (const path of ['/health', '/another'])
      expect(await prober.probe(endpoint(server.port, { path }), { fresh: true })).toMatchObject(
        cutShort,
      );
    expect(server.accepted()).toBe(1);
  });
});

test('a name that is resolved after the deadline opens no connection', async () => {
  const server = await opened.server(healthy);
  let resolveLate: (addresses: readonly string[]) => void = () => undefined;
  const lookup = () =>
    new Promise<readonly string[]>((resolve) => {
      resolveLate = resolve;
    });
  const target = endpoint(server.port, {
    address: 'origin.example.com',
    expect: expecting({ withinMs: 50 }),
  });
  const prober = opened.prober({ lookup });
  expect(await prober.probe(target, { fresh: true })).toMatchObject({ cause: 'ours-resolver' });
  resolveLate([LOOPBACK]);
  // A connection to the same listener, opened later, is accepted later.
  expect(await opened.prober().probe(endpoint(server.port), { fresh: true })).toMatchObject({
    verdict: 'healthy',
  });
  expect(server.accepted()).toBe(1);
});

describe('tcp', () => {
  test('an accepted connection is healthy, a refused one is not', async () => {
    const server = await opened.server(silent);
    const prober = opened.prober();
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

test('two expectations of one page are judged each by its own', async () => {
  const server = await opened.server(answering(() => httpAnswer('all is well')));
  const prober = opened.prober();
  const probe = (contains: string) =>
    prober.probe(endpoint(server.port, { expect: expecting({ contains }) }), { fresh: true });
  expect(await probe('well')).toMatchObject({ verdict: 'healthy' });
  expect(await probe('ill')).toMatchObject({
    verdict: 'unhealthy',
    cause: 'bad-body',
    detail: 'the body does not contain "ill"',
  });
});

test('two deadlines of one page are kept each by itself', async () => {
  const server = await opened.server(silent);
  const prober = opened.prober();
  for (const withinMs of [100, WITHIN_MS]) {
    const target = endpoint(server.port, { expect: expecting({ withinMs }) });
    const { detail } = await prober.probe(target, { fresh: true });
    expect(detail).toBe(`no answer within ${withinMs} ms`);
  }
});

/** A name whose resolver is silent, to have a TCP probe that takes its time. */
const UNRESOLVED = { lookup: () => new Promise<readonly string[]>(() => undefined) };
