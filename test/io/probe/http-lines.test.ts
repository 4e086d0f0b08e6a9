import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Client } from 'undici';
import { eventually } from '../../support/eventually.ts';
import { answering, httpAnswer } from '../../support/servers.ts';
import { endpoint, opening } from './loopback.ts';
import { startWaitingServer } from './waiting-server.ts';

const opened = opening();
const CUT_SHORT = { verdict: 'inconclusive', cause: 'ours-aborted' };
const AT_ONCE = 6;

test('a pooled probe beside another one opens a connection, and the kept one stays', async () => {
  const { server, asked, untilAsked, answer } = await startWaitingServer(opened);
  const prober = opened.prober();
  const pooled = () => prober.probe(endpoint(server.port), { fresh: false });
  const first = pooled();
  await untilAsked(1);
  const second = pooled();
  await untilAsked(2);
  answer(1);
  expect(await second).toMatchObject({ verdict: 'healthy', fresh: true });
  expect(asked[1]?.request).toContain('connection: close');
  answer(0);
  expect(await first).toMatchObject({ verdict: 'healthy' });
  const third = pooled();
  await untilAsked(3);
  answer(2);
  expect(await third).toMatchObject({ verdict: 'healthy', fresh: false });
  expect(asked[2]?.socket).toBe(asked[0]?.socket);
  expect(server.accepted()).toBe(2);
});

test('what is cut short while it connects takes no probe with it that is asked for at once', async () => {
  const server = await opened.server(answering(() => httpAnswer('ok')));
  const prober = opened.prober();
  for (const fresh of [true, false]) {
    const aborted = new AbortController();
    const first = prober.probe(endpoint(server.port), { fresh, signal: aborted.signal });
    aborted.abort();
    const second = prober.probe(endpoint(server.port), { fresh });
    expect(await first).toMatchObject(CUT_SHORT);
    expect(await second).toMatchObject({ verdict: 'healthy', fresh: true });
  }
});

test('a pooled probe that is cut short before it is sent asks nothing', async () => {
  const requests: string[] = [];
  const script = answering((request) => {
    requests.push(request);
    return httpAnswer('ok');
  });
  const server = await opened.server(script);
  const prober = opened.prober();
  await prober.probe(endpoint(server.port), { fresh: false });
  const aborted = new AbortController();
  const cut = prober.probe(endpoint(server.port), { fresh: false, signal: aborted.signal });
  aborted.abort();
  expect(await cut).toMatchObject(CUT_SHORT);
  expect(await prober.probe(endpoint(server.port), { fresh: false })).toMatchObject({
    verdict: 'healthy',
  });
  expect(requests).toHaveLength(2);
});

test('a pooled probe that is cut short opens no connection where the kept one has just died', async () => {
  const { server, asked, untilAsked, answer } = await startWaitingServer(opened);
  const prober = opened.prober();
  const first = prober.probe(endpoint(server.port), { fresh: false });
  await untilAsked(1);
  answer(0);
  await first;
  // Behind an immediate, the end of the connection is seen before the next request is sent.
  await new Promise(setImmediate);
  asked[0]?.socket.destroy();
  const aborted = new AbortController();
  const cut = prober.probe(endpoint(server.port), { fresh: false, signal: aborted.signal });
  aborted.abort();
  expect(await cut).toMatchObject(CUT_SHORT);
  const another = prober.probe(endpoint(server.port), { fresh: true });
  await untilAsked(2);
  answer(1);
  expect(await another).toMatchObject({ verdict: 'healthy' });
  expect(server.accepted()).toBe(2);
});

test('after a storm one fresh line is left, and used again', async () => {
  const connectors = new Set<unknown>();
  const onConnect = (message: unknown) => connectors.add(Reflect.get(Object(message), 'connector'));
  subscribe('undici:client:beforeConnect', onConnect);
  opened.also(async () => void unsubscribe('undici:client:beforeConnect', onConnect));
  const destroyed = jest.spyOn(Client.prototype, 'destroy');
  opened.also(async () => destroyed.mockRestore());
  const server = await opened.server(answering(() => httpAnswer('ok')));
  const prober = opened.prober();
  const probe = () => prober.probe(endpoint(server.port), { fresh: true });
  await Promise.all(Array.from({ length: AT_ONCE }, probe));
  expect(connectors.size).toBe(AT_ONCE);
  await eventually('lines closed', () => new Set(destroyed.mock.contexts).size === AT_ONCE - 1);
  for (let count = 0; count < AT_ONCE; count++) await probe();
  expect(connectors.size).toBe(AT_ONCE);
  expect(new Set(destroyed.mock.contexts).size).toBe(AT_ONCE - 1);
});
