/**
 * Spreads text evenly over 32 bits and never changes: a site keeps its shard and its phase from one
 * window to the next. FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), then a final mix, because
 * the low bits of FNV of similar names are similar.
 */
export function stableHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** One window looks after all sites of a stack; a schedule of one's own may split them. */
export const THE_SHARD = { shard: 0, of: 1 } as const;

/** Whether the shard `shard` of `of` looks after this site. */
export const isInShard = (site: string, shard: number, of: number): boolean =>
  stableHash(site) % of === shard;
