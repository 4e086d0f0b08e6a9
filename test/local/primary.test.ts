import { once } from 'node:events';
import { connect } from 'node:net';
import { PortInUseError } from '../../lib/local/port-in-use.ts';
import { PRIMARY_MARKER, type PrimaryServer, startPrimary } from '../../lib/local/primary.ts';
import { eventually } from '../support/eventually.ts';
import { httpGet } from '../support/http-get.ts';

let primary: PrimaryServer;
beforeEach(async () => {
  primary = await startPrimary();
});
afterEach(() => primary.close());

test('a healthy primary says ok on its health path and shows its page elsewhere', async () => {
  expect(await httpGet(primary.port, '/health?x=1')).toMatchObject({ status: 200, body: 'ok' });
  const page = await httpGet(primary.port, '/');
  expect(page.body).toContain(PRIMARY_MARKER);
  expect(page.headers['content-type']).toContain('text/html');
});

test('a killed primary refuses connections and cuts those that are open', async () => {
  const visitor = connect(primary.port, '127.0.0.1');
  await once(visitor, 'connect');
  visitor.on('error', () => {});
  const cut = once(visitor, 'close');
  await primary.kill();
  await cut;
  expect(primary.isListening()).toBe(false);
  await expect(httpGet(primary.port, '/health')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a revived primary answers on the same port, however often it was killed', async () => {
  const { port } = primary;
  for (const _time of [1, 2]) {
    await primary.kill();
    await primary.kill();
    await primary.revive();
    await primary.revive();
    expect(await httpGet(port, '/health')).toMatchObject({ status: 200 });
  }
});

test.each([
  ['error-500', { status: 500 }],
  ['wrong-body', { status: 200, body: 'database connection lost' }],
] as const)('%s', async (behaviour, expected) => {
  primary.setBehaviour(behaviour);
  expect(await httpGet(primary.port, '/health')).toMatchObject(expected);
});

test('a reset cuts the connection after the request', async () => {
  primary.setBehaviour('reset');
  await expect(httpGet(primary.port, '/health')).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('a hanging primary accepts and never answers, and can be closed all the same', async () => {
  primary.setBehaviour('hang');
  const answer = httpGet(primary.port, '/health').catch(({ code }) => code);
  await eventually('the connection is accepted', () => primary.acceptedCount() === 1);
  await primary.close();
  expect(await answer).toBe('ECONNRESET');
});

test('connections are counted, not requests', async () => {
  await httpGet(primary.port, '/');
  await httpGet(primary.port, '/');
  expect(primary.acceptedCount()).toBe(2);
});

test('a taken port is an error that names it', async () => {
  const second = startPrimary({ port: primary.port });
  await expect(second).rejects.toThrow(PortInUseError);
  await expect(second).rejects.toThrow(String(primary.port));
});
