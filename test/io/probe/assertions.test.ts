import type { Expectation } from '../../../lib/core/site.ts';
import { answering, httpAnswer } from '../../support/servers.ts';
import { endpoint, expecting, opening } from './loopback.ts';

const opened = opening();

/** Longer than what is kept of a body, so that reading no further than that would show. */
const LONG = 300 * 1024;
const PAGE = JSON.stringify({ status: 'well', padding: 'x'.repeat(10) });
const PROBES = 5;

const ASSERTIONS: readonly [string, Partial<Expectation>][] = [
  ['nothing is asserted', {}],
  ['a text is asserted', { contains: 'well' }],
  ['the absence of a text is asserted', { notContains: 'ill' }],
  ['a pattern is asserted', { matches: 'w.ll' }],
  ['a header is asserted', { headers: [{ name: 'x-page', equals: 'yes' }] }],
  ['a value in JSON is asserted', { json: [{ path: 'status', equals: 'well' }] }],
];

/** Peers have been seen to drop the connection of a body that no assertion read, and to keep the others. */
describe.each(ASSERTIONS)('what is tested stays the same when %s', (_name, change) => {
  const expect_ = expecting(change);

  test.each([
    ['pooled', false, 1],
    ['fresh', true, PROBES],
  ] as const)('on %s connections', async (_mode, fresh, connections) => {
    const requests: string[] = [];
    const server = await opened.server(
      answering((request) => {
        requests.push(request);
        return httpAnswer(PAGE, '200 OK', 'x-page: yes\r\n');
      }),
    );
    const prober = opened.prober();
    for (let count = 0; count < PROBES; count++)
      expect(
        await prober.probe(endpoint(server.port, { expect: expect_ }), { fresh }),
      ).toMatchObject({ verdict: 'healthy' });
    expect(server.accepted()).toBe(connections);
    expect(requests).toEqual(Array(PROBES).fill(requestOf(server.port, fresh)));
  });

  test('to the end of a long body, on one connection', async () => {
    const body = PAGE.padEnd(LONG, ' ');
    const server = await opened.server(
      answering(() => httpAnswer(body, '200 OK', 'x-page: yes\r\n')),
    );
    const prober = opened.prober();
    for (let count = 0; count < PROBES; count++)
      expect(
        await prober.probe(endpoint(server.port, { expect: withoutJson(expect_) }), {
          fresh: false,
        }),
      ).toMatchObject({ verdict: 'healthy' });
    expect(server.accepted()).toBe(1);
  });

  test('and a body that breaks off later is unhealthy', async () => {
    const begun = httpAnswer(PAGE.padEnd(LONG, ' '), '200 OK', 'x-page: yes\r\n').slice(0, -1);
    const server = await opened.server((socket) => {
      socket.once('data', () => socket.end(begun, 'latin1'));
    });
    const result = await opened
      .prober()
      .probe(endpoint(server.port, { expect: expect_ }), { fresh: true });
    expect(result).toMatchObject({ verdict: 'unhealthy', cause: 'reset', status: 200 });
  });
});

/** The text of the only request that the engine ever sends to this page. */
const requestOf = (port: number, fresh: boolean): string =>
  [
    'GET /health HTTP/1.1',
    `host: www.example.com:${port}`,
    `connection: ${fresh ? 'close' : 'keep-alive'}`,
    'user-agent: understudy-probe',
    'accept: */*',
    'accept-encoding: identity',
    '',
    '',
  ].join('\r\n');

/** JSON that is cut where we stop keeping it is none; the kept part of this one is whole enough. */
const withoutJson = (expect_: Expectation): Expectation => ({ ...expect_, json: [] });
