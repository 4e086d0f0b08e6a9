import { epochMs } from '../../lib/core/time.ts';
import type { Message, Metric } from '../../lib/core/world.ts';
import { makeInvoker } from '../../lib/local/invoker.ts';
import { makeMetricCounter, makeOutbox } from '../../lib/local/outbox.ts';
import { outageMessage } from '../fixtures/message.ts';

const MESSAGE = outageMessage();

test('the listener sees each message as it is published', async () => {
  const seen: Message[] = [];
  await makeOutbox((message) => seen.push(message)).publish(MESSAGE);
  expect(seen).toEqual([MESSAGE]);
});

test('metrics are counted by name and dimensions, whatever the order of the dimensions', async () => {
  const metric = (dimensions: Metric['dimensions'], values: readonly number[]): Metric => ({
    name: 'ProbeLatency',
    unit: 'Milliseconds',
    dimensions,
    at: epochMs(0),
    values,
  });
  const { putMetrics, counts } = makeMetricCounter();
  await putMetrics([metric({ a: '1', b: '2' }, [10, 20]), metric({ a: '1', b: '3' }, [1])]);
  await putMetrics([metric({ b: '2', a: '1' }, [30])]);
  expect(counts()).toEqual([
    { name: 'ProbeLatency', dimensions: { a: '1', b: '2' }, count: 3, sum: 60 },
    { name: 'ProbeLatency', dimensions: { a: '1', b: '3' }, count: 1, sum: 1 },
  ]);
});

describe('invoking the failover function', () => {
  const event = (site: string) => ({ action: 'evaluate', site }) as const;

  test('does not wait for its answer', async () => {
    let finish = () => {};
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const invoker = makeInvoker({ handler: () => gate, log: () => {} });
    await invoker.invokeFailover(event('a'));
    finish();
    await invoker.idle();
  });

  test('runs one event at a time, in order, also those that come while it waits for idleness', async () => {
    const done: string[] = [];
    let running = 0;
    const invoker = makeInvoker({
      handler: async ({ site }) => {
        running += 1;
        expect(running).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        if (site === 'a') await invoker.invokeFailover(event('c'));
        running -= 1;
        done.push(site);
      },
      log: () => {},
    });
    await invoker.invokeFailover(event('a'));
    await invoker.invokeFailover(event('b'));
    await invoker.idle();
    expect(done).toEqual(['a', 'b', 'c']);
  });

  test.each([
    ['one failure is retried', 1, 2, [{ attempt: 1, isDropped: false }]],
    [
      'three failures are the end',
      9,
      3,
      [{ isDropped: false }, { isDropped: false }, { attempt: 3, isDropped: true }],
    ],
  ])('%s', async (_name, failures, attempts, lines) => {
    const logged: object[] = [];
    let tried = 0;
    const invoker = makeInvoker({
      handler: async () => {
        tried += 1;
        if (tried <= failures) throw new Error('no such table');
      },
      log: (line) => logged.push(line),
    });
    await invoker.invokeFailover(event('a'));
    await invoker.idle();
    expect(tried).toBe(attempts);
    expect(logged).toMatchObject(lines);
  });
});
