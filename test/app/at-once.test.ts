import { atOnce } from '../../lib/app/at-once.ts';

/** Work that ends when it is told to, and remembers what was begun. */
function controlledWork() {
  const begun: number[] = [];
  const ends = new Map<number, { done: () => void; fail: (error: Error) => void }>();
  const work = (item: number) => {
    begun.push(item);
    return new Promise<void>((done, fail) => ends.set(item, { done, fail }));
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { begun, ends, work, settled };
}

test('no more than the limit is under way, and the next begins as soon as one is done', async () => {
  const { begun, ends, work, settled } = controlledWork();
  const all = atOnce(2, [1, 2, 3], work);
  await settled();
  expect(begun).toEqual([1, 2]);
  ends.get(2)?.done();
  await settled();
  expect(begun).toEqual([1, 2, 3]);
  ends.get(1)?.done();
  ends.get(3)?.done();
  await all;
});

test('after a failure nothing is begun, what was begun is waited for, and the first is told', async () => {
  const { begun, ends, work, settled } = controlledWork();
  let outcome = 'pending';
  const all = atOnce(2, [1, 2, 3], work).catch((error: Error) => {
    outcome = error.message;
  });
  await settled();
  ends.get(1)?.fail(new Error('first'));
  await settled();
  expect({ begun, outcome }).toEqual({ begun: [1, 2], outcome: 'pending' });
  ends.get(2)?.fail(new Error('second'));
  await all;
  expect({ begun, outcome }).toEqual({ begun: [1, 2], outcome: 'first' });
});

test('work that throws before it waits is a failure like any other', async () => {
  const thrown = atOnce(1, [1], () => {
    throw new Error('at once');
  });
  await expect(thrown).rejects.toThrow('at once');
});

test('nothing to do is done', async () => {
  await expect(atOnce(8, [], () => Promise.reject(new Error('never')))).resolves.toBeUndefined();
});
