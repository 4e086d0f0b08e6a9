import { isReached, jsonLine, withRatio } from '../../bench/support/comparison.ts';

const against = (ours: number, theirs: number, ratioMax?: number) =>
  withRatio({
    bench: 'pooled',
    metric: 'cpuUsPerProbe',
    ours,
    peer: 'undici-dispatch',
    theirs,
    ...(ratioMax === undefined ? {} : { ratioMax }),
  });

test('the line for machines has these keys and no others', () => {
  expect(jsonLine(against(41.23, 36, 1.3))).toBe(
    '{"bench":"pooled","metric":"cpuUsPerProbe","ours":41.2,"peer":"undici-dispatch","theirs":36,"ratio":1.15}',
  );
});

test.each([
  ['within its goal', against(13, 10, 1.3), true],
  ['beyond its goal', against(14, 10, 1.3), false],
  ['without a goal', against(14, 10), null],
  ['nothing against nothing', against(0, 0, 1), true],
  ['something against nothing', against(1, 0, 1), false],
] as const)('a comparison %s', (_name, comparison, reached) => {
  expect(isReached(comparison)).toBe(reached);
});

test('there is no ratio to nothing', () => {
  expect(against(1, 0).ratio).toBeNull();
});
