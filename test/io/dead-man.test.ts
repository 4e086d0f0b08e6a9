import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeDeadManPing } from '../../lib/io/dead-man.ts';

const calls: string[] = [];
let status = 200;
const server = createServer((request, response) => {
  calls.push(`${request.method} ${request.url}`);
  response.writeHead(status).end('OK');
});
const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(() => new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening)));
afterAll(() => {
  server.closeAllConnections();
  return new Promise((closed) => void server.close(closed));
});
beforeEach(() => {
  calls.length = 0;
  status = 200;
});

const errorOf = async (work: Promise<unknown>): Promise<Error> => {
  const error: unknown = await work.then(
    () => null,
    (failure: unknown) => failure,
  );
  if (!(error instanceof Error)) throw new Error('it did not fail');
  return error;
};

test('the URL is called each time, and read once', async () => {
  const reads: string[] = [];
  const readSecret = async (name: string) => {
    reads.push(name);
    return `${base()}/ping/secret?x=1`;
  };
  const ping = makeDeadManPing({ readSecret, parameter: '/understudy/dead-man' });
  await ping();
  await ping();
  expect(calls).toEqual(['GET /ping/secret?x=1', 'GET /ping/secret?x=1']);
  expect(reads).toEqual(['/understudy/dead-man']);
});

test('one that could not be read is read again', async () => {
  let reads = 0;
  const readSecret = async () => {
    reads += 1;
    if (reads === 1) throw new Error('ssm:GetParameter on parameter /x: no answer in time');
    return base();
  };
  const ping = makeDeadManPing({ readSecret, parameter: '/x' });
  expect((await errorOf(ping())).message).toContain('no answer in time');
  await ping();
  expect(calls).toEqual(['GET /']);
});

test.each<[string, () => string, number, string]>([
  ['answers with an error', () => `${base()}/secret`, 503, 'it answered with status 503'],
  ['does not answer', () => 'http://127.0.0.1:1/secret', 200, 'no answer'],
  ['is no URL', () => 'not a secret URL', 200, 'the parameter holds no URL'],
])('what %s is said without the URL', async (_name, url, answer, problem) => {
  status = answer;
  const ping = makeDeadManPing({ readSecret: async () => url(), parameter: '/x' });
  const error = await errorOf(ping());
  expect(error.message).toBe(`the dead-man URL was not called: ${problem}`);
  expect(JSON.stringify([error.message, `${error.stack}`, error.cause ?? null])).not.toContain(
    'secret',
  );
});
