import { makeInvoker } from '../../lib/local/invoker.ts';

const about = (site: string) => ({ action: 'evaluate', site }) as const;

test('an event that fails waits for its next attempt and holds up no other', async () => {
  const tries: string[] = [];
  const retry = Promise.withResolvers<void>();
  const invoker = makeInvoker({
    handler: async ({ site }) => {
      tries.push(site);
      if (site === 'bad' && tries.length === 1) throw new Error('died');
    },
    log: () => {},
    waitToRetry: () => retry.promise,
  });
  await invoker.invokeFailover(about('bad'));
  await invoker.invokeFailover(about('good'));
  let isIdle = false;
  const idle = invoker.idle().then(() => {
    isIdle = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect({ tries, isIdle }).toEqual({ tries: ['bad', 'good'], isIdle: false });
  retry.resolve();
  await idle;
  expect(tries).toEqual(['bad', 'good', 'bad']);
});

test('an event is tried three times, each wait after one more failure, and then dropped', async () => {
  const lines: unknown[] = [];
  const waits: number[] = [];
  const invoker = makeInvoker({
    handler: () => Promise.reject(new Error('died')),
    log: ({ attempt, isDropped }) => lines.push([attempt, isDropped]),
    waitToRetry: async (failedAttempts) => {
      waits.push(failedAttempts);
    },
  });
  await invoker.invokeFailover(about('bad'));
  await invoker.idle();
  expect(lines).toEqual([
    [1, false],
    [2, false],
    [3, true],
  ]);
  expect(waits).toEqual([1, 2]);
});
