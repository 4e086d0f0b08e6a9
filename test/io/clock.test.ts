import { elapsed, sleep } from '../../lib/io/clock.ts';

test('a sleep lasts as long as it should', async () => {
  const before = elapsed();
  await sleep(30);
  expect(elapsed() - before).toBeGreaterThanOrEqual(29);
});

test('an abort ends it at once, without an error, and leaves no listener', async () => {
  const over = new AbortController();
  const before = elapsed();
  const sleeping = sleep(60_000, over.signal);
  over.abort();
  await sleeping;
  await sleep(60_000, over.signal);
  expect(elapsed() - before).toBeLessThan(5_000);
});

test('nobody waits for no time, or for less', async () => {
  await sleep(0);
  await sleep(-5);
});

test('a sleep of months does not end at once, as a plain timeout would', async () => {
  const over = new AbortController();
  let isOver = false;
  const sleeping = sleep(100 * 24 * 3_600_000, over.signal).then(() => {
    isOver = true;
  });
  await sleep(20);
  expect(isOver).toBe(false);
  over.abort();
  await sleeping;
});
