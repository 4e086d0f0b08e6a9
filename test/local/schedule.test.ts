import { runSchedule } from '../../lib/local/schedule.ts';

/** A clock that only moves by sleeping, and a schedule on it that is stopped after some runs. */
async function runsOf(count: number, run: () => Promise<void>) {
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
    { firstMs: 300, everyMs: 1_000 },
    async () => {
      startedAt.push(nowMs);
      if (startedAt.length === count) enough.resolve();
      await run();
    },
  );
  await enough.promise;
  await schedule.stop();
  return { startedAt: startedAt.slice(0, count), failures };
}

test('invokes at once, soon again, and then on a grid', async () => {
  const { startedAt } = await runsOf(4, async () => {});
  expect(startedAt).toEqual([0, 300, 1_300, 2_300]);
});

test('tells of every failure and goes on all the same', async () => {
  const { startedAt, failures } = await runsOf(3, () => Promise.reject(new Error('disk full')));
  expect(startedAt).toEqual([0, 300, 1_300]);
  expect(failures.slice(0, 3)).toEqual(Array(3).fill(new Error('disk full')));
});

test('waits for none of them, so that they overlap, and stopping waits for all', async () => {
  const ends: (() => void)[] = [];
  let finished = 0;
  const runs = runsOf(3, async () => {
    await new Promise<void>((resolve) => ends.push(resolve));
    finished += 1;
  });
  for (let turn = 0; ends.length < 3 && turn < 100; turn += 1) await Promise.resolve();
  expect({ begun: ends.length >= 3, finished }).toEqual({ begun: true, finished: 0 });
  let hasStopped = false;
  const stopped = runs.then(() => {
    hasStopped = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(hasStopped).toBe(false);
  for (const end of ends) end();
  await stopped;
  expect(finished).toBe(ends.length);
});
