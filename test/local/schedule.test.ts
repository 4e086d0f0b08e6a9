import { runSchedule } from '../../lib/local/schedule.ts';

/** A clock that only moves by sleeping, and a schedule on it that is stopped after some runs. */
async function runsOf(count: number, run: (durationMs: number) => Promise<void>) {
  let nowMs = 0;
  const startedAt: number[] = [];
  const failures: unknown[] = [];
  const enough = Promise.withResolvers<void>();
  const schedule = runSchedule(
    {
      elapsed: () => nowMs,
      sleep: async (durationMs, signal) => {
        if (signal?.aborted !== true) nowMs += Math.max(0, durationMs);
      },
      onFailure: (error) => failures.push(error),
    },
    1_000,
    async (durationMs) => {
      startedAt.push(nowMs);
      if (startedAt.length === count) enough.resolve();
      await run(durationMs);
    },
  );
  await enough.promise;
  await schedule.stop();
  return { startedAt: startedAt.slice(0, count), failures };
}

test('invokes on a grid, with a little less time than until the next one', async () => {
  const given: number[] = [];
  const { startedAt } = await runsOf(3, async (durationMs) => {
    given.push(durationMs);
  });
  expect(startedAt).toEqual([0, 1_000, 2_000]);
  expect(given.slice(0, 3)).toEqual([950, 950, 950]);
});

test('tells of every failure and goes on all the same', async () => {
  const { startedAt, failures } = await runsOf(3, () => Promise.reject(new Error('disk full')));
  expect(startedAt).toHaveLength(3);
  expect(failures.slice(0, 3)).toEqual(Array(3).fill(new Error('disk full')));
});

test('stopping waits for what still runs', async () => {
  let finished = 0;
  await runsOf(2, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    finished += 1;
  });
  expect(finished).toBeGreaterThanOrEqual(2);
});
