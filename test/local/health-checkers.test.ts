import { createServer, type RequestListener, type Server } from 'node:http';
import type { HealthCheck } from '../../lib/core/verify/snapshot.ts';
import {
  type CheckerDeps,
  checkerRequest,
  ROUTE_53_LIMITS,
} from '../../lib/local/checker-request.ts';
import { makeDial, NotOnStageError } from '../../lib/local/dial.ts';
import {
  CHECKER_REGIONS,
  type HealthCheckers,
  type StageCheck,
  startHealthCheckers,
} from '../../lib/local/health-checkers.ts';
import { listen, stopListening } from '../../lib/local/listen.ts';
import { type PrimaryServer, startPrimary } from '../../lib/local/primary.ts';
import { eventually } from '../support/eventually.ts';

const ENDPOINT: Omit<HealthCheck, 'checkers'> = {
  id: 'endpoint',
  type: 'HTTP',
  ipAddress: '203.0.113.10',
  domainName: null,
  port: 80,
  path: '/health',
  searchString: null,
  intervalSeconds: 10,
  failureThreshold: 3,
  inverted: false,
  disabled: false,
  enableSni: false,
  regions: [],
  childIds: [],
  healthThreshold: null,
};

const depsFor = (port: number): CheckerDeps => ({
  dial: makeDial({ '203.0.113.10:80': port, '203.0.113.10:8080': port }),
  resolveAddresses: async (name) => (name === 'www.example.com' ? ['203.0.113.10'] : []),
  limits: { ...ROUTE_53_LIMITS, statusMs: 200, bodyMs: 200 },
});

describe('one request', () => {
  let server: Server;
  let port: number;
  let answer: RequestListener;
  beforeEach(async () => {
    server = createServer((request, response) => answer(request, response));
    port = await listen(server, 0);
  });
  afterEach(async () => {
    const stopped = stopListening(server);
    server.closeAllConnections();
    await stopped;
  });

  const send = (change: Partial<HealthCheck> = {}, signal = new AbortController().signal) =>
    checkerRequest(depsFor(port), { ...ENDPOINT, checkers: null, ...change }, signal);
  const status =
    (code: number, body = ''): RequestListener =>
    (_request, response) =>
      response.writeHead(code, { location: '/' }).end(body);

  test.each([
    [200, true],
    [204, true],
    [302, true],
    [399, true],
    [400, false],
    [503, false],
  ])('status %d', async (code, isHealthy) => {
    answer = status(code);
    const result = await send();
    expect(result.isHealthy).toBe(isHealthy);
    expect(result.text).toContain(String(code));
  });

  test.each([
    ['in the first 5,120 bytes', `${'x'.repeat(5_118)}ok`, true],
    ['across their end', `${'x'.repeat(5_119)}ok`, false],
    ['in another case', 'OK', false],
    ['not at all', 'database connection lost', false],
  ])('a search string %s', async (_name, body, isHealthy) => {
    answer = status(200, body);
    expect((await send({ type: 'HTTP_STR_MATCH', searchString: 'ok' })).isHealthy).toBe(isHealthy);
  });

  test('a body that does not end in time is judged unhealthy, when it is searched', async () => {
    answer = (_request, response) => response.writeHead(200).write('nothing yet');
    const searched = await send({ type: 'HTTP_STR_MATCH', searchString: 'ok' });
    expect(searched).toMatchObject({ isHealthy: false, text: expect.stringContaining('in time') });
    expect(await send()).toMatchObject({ isHealthy: true });
  });

  test('an answer that does not begin in time is unhealthy', async () => {
    answer = () => {};
    expect(await send()).toEqual({ isHealthy: false, text: 'Failure: no response in time' });
  });

  test.each([
    ['the address', {}, '203.0.113.10'],
    ['the name, when there is one', { domainName: 'www.example.com' }, 'www.example.com'],
    [
      'name and port, unless it is 80',
      { domainName: 'www.example.com', port: 8080 },
      'www.example.com:8080',
    ],
  ])('the Host header is %s', async (_name, change, host) => {
    answer = (request, response) => {
      response.writeHead(request.headers.host === host ? 200 : 400).end();
    };
    expect((await send(change)).isHealthy).toBe(true);
  });

  test('every request comes on a new connection', async () => {
    const connections: unknown[] = [];
    server.on('connection', (socket) => connections.push(socket));
    answer = status(200);
    await send();
    await send();
    expect(connections).toHaveLength(2);
  });

  test('a check by name is resolved each time; a name without address fails', async () => {
    answer = status(200);
    expect(await send({ ipAddress: null, domainName: 'www.example.com' })).toMatchObject({
      isHealthy: true,
    });
    expect(await send({ ipAddress: null, domainName: 'gone.example.com' })).toEqual({
      isHealthy: false,
      text: 'Failure: DNS resolution failed',
    });
  });

  test('a TCP check is content with a connection', async () => {
    answer = () => {};
    expect(await send({ type: 'TCP' })).toMatchObject({ isHealthy: true });
  });

  test.each(['HTTP', 'TCP', 'HTTPS'])('a refused connection is unhealthy (%s)', async (type) => {
    await stopListening(server);
    const result = await send({ type, port: 80 });
    expect(result).toMatchObject({
      isHealthy: false,
      text: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('an address that is not on the stage is never contacted', async () => {
    const result = await send({ ipAddress: '203.0.113.99' });
    expect(result.text).toContain('203.0.113.99:80 is not on the stage');
    expect(() => depsFor(port).dial('203.0.113.99', 80)).toThrow(NotOnStageError);
  });

  test('an aborted request ends at once', async () => {
    answer = () => {};
    const controller = new AbortController();
    const sent = send({}, controller.signal);
    controller.abort();
    expect((await sent).isHealthy).toBe(false);
  });
});

describe('the checkers', () => {
  let primary: PrimaryServer;
  let checks: HealthCheckers | null = null;
  beforeEach(async () => {
    primary = await startPrimary();
  });
  afterEach(async () => {
    await checks?.close();
    await primary.close();
  });

  const start = (list: readonly StageCheck[], onHealth?: (change: object) => void) => {
    let seed = 0;
    const chance = () => {
      seed = (seed + 0.37) % 1;
      return seed;
    };
    checks = startHealthCheckers(depsFor(primary.port), {
      checks: list,
      intervalMs: 20,
      chance,
      ...(onHealth === undefined ? {} : { onHealth }),
    });
    return checks;
  };
  const inverted = { ...ENDPOINT, id: 'inverted', inverted: true };
  const parent = {
    ...ENDPOINT,
    id: 'parent',
    type: 'CALCULATED',
    childIds: ['endpoint', 'other'],
    healthThreshold: 2,
  };

  test('sixteen of them look from eight regions', async () => {
    const seen = await start([ENDPOINT]).readCheckers('endpoint');
    expect(seen).toHaveLength(16);
    expect(new Set(seen.map(({ region }) => region))).toEqual(new Set(CHECKER_REGIONS));
    expect(new Set(seen.map(({ address }) => address)).size).toBe(16);
  });

  test('notice an outage and its end, and tell each once', async () => {
    const told: object[] = [];
    const running = start([ENDPOINT], (change) => told.push(change));
    expect(running.isHealthy('endpoint')).toBe(true);
    await primary.kill();
    await eventually('the outage is noticed', () => !running.isHealthy('endpoint'));
    await eventually('every checker agrees', () => running.status('endpoint').healthyShare === 0);
    const texts = (await running.readCheckers('endpoint')).map(({ text }) => text);
    expect(texts.every((text) => text.startsWith('Failure: '))).toBe(true);
    await primary.revive();
    await eventually('the end is noticed', () => running.isHealthy('endpoint'));
    await eventually('every checker agrees', () => running.status('endpoint').healthyShare === 1);
    expect(told).toEqual([
      { id: 'endpoint', isHealthy: false },
      { id: 'endpoint', isHealthy: true },
    ]);
  });

  test('a new inverted check of something absent is unhealthy at first, then healthy', async () => {
    primary.setBehaviour('error-500');
    const running = start([inverted]);
    expect(running.isHealthy('inverted')).toBe(false);
    await eventually('it settles', () => running.isHealthy('inverted'));
  });

  test('a check that has long settled starts as it settled', () => {
    primary.setBehaviour('error-500');
    const running = start([{ ...inverted, settledAs: 'unhealthy' }]);
    expect(running.isHealthy('inverted')).toBe(true);
  });

  test('a calculated check follows its children and has no checkers', async () => {
    const other = { ...ENDPOINT, id: 'other', disabled: true };
    const running = start([ENDPOINT, other, parent]);
    expect(await running.readCheckers('parent')).toEqual([]);
    expect(running.isHealthy('parent')).toBe(true);
    running.update('other', { inverted: true });
    expect(running.isHealthy('parent')).toBe(false);
  });

  test('a disabled check is not probed', async () => {
    start([{ ...ENDPOINT, id: 'other', disabled: true }, ENDPOINT]);
    await eventually('the other is', () => primary.acceptedCount() > 40);
    const seen = await checks?.readCheckers('other');
    expect(seen?.every(({ text }) => text === 'no request has been sent yet')).toBe(true);
  });

  test('closing ends requests that hang, twice if need be, and nothing comes after', async () => {
    primary.setBehaviour('hang');
    const told: object[] = [];
    const running = start([{ ...ENDPOINT, failureThreshold: 1 }], (change) => told.push(change));
    await eventually('requests are open', () => primary.acceptedCount() >= 8);
    await Promise.all([running.close(), running.close()]);
    expect(running.status('endpoint').healthyShare).toBe(1);
    expect(told).toEqual([]);
  });
});
