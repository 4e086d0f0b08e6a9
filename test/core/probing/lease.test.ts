import fc from 'fast-check';
import {
  dropPredecessors,
  hasPredecessor,
  holderOf,
  INITIAL_SHARD,
  join,
  leave,
  shardKey,
  WINDOWS_MAX,
} from '../../../lib/core/probing/lease.ts';
import type { ShardState } from '../../../lib/core/records.ts';

const queue = (...windows: readonly string[]): ShardState => ({ ...INITIAL_SHARD, windows });

test('whoever comes last holds the lease, and nobody does at the beginning', () => {
  expect(holderOf(INITIAL_SHARD)).toBeNull();
  expect(holderOf(join(INITIAL_SHARD, 'a'))).toBe('a');
  expect(holderOf(join(queue('a'), 'b'))).toBe('b');
});

test('a window that joins again, because the answer to its save got lost, changes nothing', () => {
  const state = queue('a', 'b');
  expect(join(state, 'a')).toBe(state);
});

test('a window that is not there leaves nothing to change', () => {
  const state = queue('a');
  expect(leave(state, 'b')).toBe(state);
  expect(dropPredecessors(state, 'b')).toBe(state);
  expect(dropPredecessors(state, 'a')).toBe(state);
});

test.each<[string, readonly string[], string, boolean]>([
  ['alone', ['a'], 'a', false],
  ['first of two', ['a', 'b'], 'a', false],
  ['last of two', ['a', 'b'], 'b', true],
  ['not there', ['a', 'b'], 'c', false],
])('a window that is %s has somebody to wait for or not', (_name, windows, id, expected) => {
  expect(hasPredecessor(queue(...windows), id)).toBe(expected);
});

test('whom a window waited for in vain is given up, and nobody else', () => {
  expect(dropPredecessors(queue('dead', 'a', 'b'), 'a').windows).toEqual(['a', 'b']);
});

test('windows that die one after the other do not fill the record', () => {
  const ids = Array.from({ length: 20 }, (_none, number) => `window-${number}`);
  const { windows } = ids.reduce(join, INITIAL_SHARD);
  expect(windows).toHaveLength(WINDOWS_MAX);
  expect(windows.at(-1)).toBe('window-19');
});

test('whoever joins and leaves, each window is there once and the order stays', () => {
  const step = fc.tuple(fc.constantFrom(join, leave), fc.constantFrom('a', 'b', 'c', 'd'));
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), (steps) => {
      let state = INITIAL_SHARD;
      for (const [change, id] of steps) {
        const before = state.windows;
        state = change(state, id);
        expect(new Set(state.windows).size).toBe(state.windows.length);
        const kept = before.filter((each) => state.windows.includes(each));
        expect(state.windows.slice(0, kept.length)).toEqual(kept);
      }
    }),
  );
});

test('the key of a shard is no domain name', () => {
  expect(shardKey(0, 4)).toBe('#shard/0/4');
});
