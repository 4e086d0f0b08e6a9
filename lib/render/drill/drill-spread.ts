/** Something that wants to stand at `at` and needs `size` along the axis. */
export type Wish = { readonly at: number; readonly size: number };

/**
 * Centres for labels in a row, in the order of their wishes, each as near to its wish as it can be
 * without touching its neighbours or leaving the room. (Isotonic regression on the wishes less the
 * room that earlier labels take.)
 */
export function spread(
  wishes: readonly Wish[],
  room: { readonly from: number; readonly to: number; readonly gap: number },
): readonly number[] {
  const offsets = offsetsOf(wishes, room.gap);
  const first = wishes[0]?.size ?? 0;
  const last = wishes.at(-1)?.size ?? 0;
  const low = room.from + first / 2;
  const high = Math.max(low, room.to - last / 2 - (offsets.at(-1) ?? 0));
  return isotonic(wishes.map(({ at }, index) => at - (offsets[index] ?? 0))).map(
    (at, index) => Math.min(Math.max(at, low), high) + (offsets[index] ?? 0),
  );
}

/** How far each centre must at least be from the first one. */
function offsetsOf(wishes: readonly Wish[], gap: number): number[] {
  let offset = 0;
  return wishes.map(({ size }, index) => {
    const before = wishes[index - 1];
    offset += before === undefined ? 0 : (before.size + size) / 2 + gap;
    return offset;
  });
}

/** The nearest values that never fall: neighbours out of order are pooled to their mean. */
function isotonic(values: readonly number[]): number[] {
  const pools: { sum: number; count: number }[] = [];
  for (const value of values) {
    let pool = { sum: value, count: 1 };
    for (let last = pools.at(-1); last && mean(last) > mean(pool); last = pools.at(-1)) {
      pools.pop();
      pool = { sum: last.sum + pool.sum, count: last.count + pool.count };
    }
    pools.push(pool);
  }
  return pools.flatMap((pool) => Array.from({ length: pool.count }, () => mean(pool)));
}

const mean = ({ sum, count }: { readonly sum: number; readonly count: number }): number =>
  sum / count;
