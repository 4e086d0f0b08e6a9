import { spawnSync } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { join } from 'node:path';
import { EXPECT_ANY } from '../../lib/core/probing/expect.ts';
import type { Endpoint } from '../../lib/core/probing/probe.ts';
import { epochMs } from '../../lib/core/time.ts';
import type { Prober } from '../../lib/core/world.ts';
import { makeOpenProber } from '../../lib/io/probe/prober.ts';
import { answering, httpAnswer, type ScriptedServer, serve } from '../support/servers.ts';

/**
 * What a probe costs, in things that can be counted: they are the same on every machine, as times are
 * not. docs/performance.md has the times.
 */
let server: ScriptedServer;
let prober: Prober;

beforeEach(async () => {
  server = await serve(answering(() => httpAnswer('ok')));
  prober = makeOpenProber({ now: () => epochMs(0) })();
});

afterEach(async () => {
  jest.restoreAllMocks();
  await prober.close();
  await server.close();
});

const probeTimes = async (times: number, fresh: boolean, signal?: AbortSignal) => {
  const endpoint: Endpoint = {
    protocol: 'http',
    address: '127.0.0.1',
    port: server.port,
    path: '/health',
    hostname: 'www.example.com',
    expect: { ...EXPECT_ANY, contains: 'ok' },
  };
  for (let count = 0; count < times; count++) {
    const { verdict } = await prober.probe(endpoint, {
      fresh,
      ...(signal === undefined ? {} : { signal }),
    });
    expect(verdict).toBe('healthy');
  }
};

test('a hundred pooled probes take one connection', async () => {
  await probeTimes(100, false);
  expect(server.accepted()).toBe(1);
});

test('a hundred fresh probes take a hundred connections, and leave none', async () => {
  await probeTimes(100, true);
  expect(server.accepted()).toBe(100);
  const deadline = Date.now() + 2_000;
  while (server.open() > 0 && Date.now() < deadline) await new Promise(setImmediate);
  expect(server.open()).toBe(0);
});

test.each([
  ['pooled', false],
  ['fresh', true],
])('a %s probe sets one timer, and clears it', async (_name, fresh) => {
  await probeTimes(1, fresh);
  const set = jest.spyOn(globalThis, 'setTimeout');
  const cleared = jest.spyOn(globalThis, 'clearTimeout');
  await probeTimes(100, fresh);
  expect(set).toHaveBeenCalledTimes(100);
  expect(cleared).toHaveBeenCalledTimes(100);
});

test('no stack of an error is formatted for a hundred fresh probes', async () => {
  const formatted: number[] = [];
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = (error, frames) => {
    if (frames.length > 0) formatted.push(frames.length);
    return `${error}`;
  };
  try {
    await probeTimes(100, true);
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
  expect(formatted).toEqual([]);
});

test('a thousand probes leave no listener on the signal', async () => {
  const { signal } = new AbortController();
  await probeTimes(1_000, false, signal);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('twenty thousand probes leave nothing on the heap', () => {
  const script = join(__dirname, '../../bench/support/heap-child.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', script], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  const bytes: Readonly<Record<string, number>> = JSON.parse(stdout);
  expect(bytes.keptPerProbe).toBeLessThan(20);
  expect(bytes.allocatedPerProbe).toBeLessThan(40_000);
}, 90_000);
