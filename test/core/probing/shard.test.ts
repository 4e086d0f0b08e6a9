import fc from 'fast-check';
import { isInShard, stableHash } from '../../../lib/core/probing/shard.ts';

const siteNames = fc.oneof(fc.domain(), fc.string({ maxLength: 60 }));
const shardsOf = (name: string, of: number) =>
  Array.from({ length: of }, (_, shard) => shard).filter((shard) => isInShard(name, shard, of));

test('every site is in exactly one shard, however many there are', () => {
  fc.assert(
    fc.property(siteNames, fc.integer({ min: 1, max: 1_000 }), (name, of) => {
      expect(shardsOf(name, of)).toHaveLength(1);
    }),
  );
});

test('a single shard has every site', () => {
  fc.assert(fc.property(siteNames, (name) => isInShard(name, 0, 1)));
});

test.each([2, 3, 7, 16, 100])('10,000 similar names are spread evenly over %i shards', (of) => {
  const counts = Array<number>(of).fill(0);
  for (let number = 0; number < 10_000; number++) {
    const shard = stableHash(`shop-${number}.example.com`) % of;
    counts[shard] = (counts[shard] ?? 0) + 1;
  }
  // Four standard deviations of a fair spread, for each of the shards.
  const fair = 10_000 / of;
  const leeway = 4 * Math.sqrt(fair);
  for (const count of counts) expect(Math.abs(count - fair)).toBeLessThan(leeway);
});

/* Literal values: a site that changed its shard would be watched twice, or by nobody, during a deployment. */
test.each([
  ['', 1_572_119_809],
  ['www.example.com', 592_511_855],
  ['shop.example.org', 3_396_901_895],
])('the hash of "%s" never changes', (name, hash) => {
  expect(stableHash(name)).toBe(hash);
});
