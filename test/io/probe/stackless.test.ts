import { stacklessUntilNextTick } from '../../../lib/io/probe/stackless.ts';
import { answering, httpAnswer, type Script } from '../../support/servers.ts';
import { endpoint, expecting, opening } from './loopback.ts';

const opened = opening();
const LIMIT = 7;
const limitBefore = Error.stackTraceLimit;

beforeEach(() => {
  Error.stackTraceLimit = LIMIT;
});
afterEach(() => {
  Error.stackTraceLimit = limitBefore;
});

const endsWithItsConnection: Script = (socket) => {
  socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\nok'));
};

test.each<readonly [string, Script, 'healthy' | 'unhealthy']>([
  ['is answered', answering(() => httpAnswer('ok')), 'healthy'],
  ['is answered until the connection ends', endsWithItsConnection, 'healthy'],
  ['is reset', (socket) => void socket.once('data', () => socket.resetAndDestroy()), 'unhealthy'],
  ['gets no answer', () => undefined, 'unhealthy'],
  ['gets what is no HTTP', answering(() => 'no\r\n\r\n'), 'unhealthy'],
])('who waits for a fresh probe that %s has whole stacks', async (_name, script, verdict) => {
  const server = await opened.server(script);
  const prober = opened.prober();
  const target = endpoint(server.port, { expect: expecting({ withinMs: 100 }) });
  const seen = Array.from({ length: 6 }, async () => {
    const result = await prober.probe(target, { fresh: true });
    return { result, limit: Error.stackTraceLimit, stack: new Error('ours').stack ?? '' };
  });
  for (const { result, limit, stack } of await Promise.all(seen)) {
    expect(result.verdict).toBe(verdict);
    expect(limit).toBe(LIMIT);
    expect(stack).toContain('stackless.test.ts');
  }
});

test('the limit comes back before any promise goes on, however often it was taken away', async () => {
  const limits = await new Promise<readonly number[]>((resolve) => {
    setImmediate(() => {
      const promised = Promise.resolve().then(() => Error.stackTraceLimit);
      stacklessUntilNextTick();
      stacklessUntilNextTick();
      const during = Error.stackTraceLimit;
      void promised.then((after) => resolve([during, after]));
    });
  });
  expect(limits).toEqual([0, LIMIT]);
});

test('an error in the same call does not keep the limit', async () => {
  const thrown = await new Promise((resolve) => {
    setImmediate(() => {
      try {
        stacklessUntilNextTick();
        throw new Error('in the same call');
      } catch (error) {
        resolve(error);
      }
    });
  });
  expect(thrown).toBeInstanceOf(Error);
  expect(Error.stackTraceLimit).toBe(LIMIT);
});
