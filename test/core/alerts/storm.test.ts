import { STORM_SITES_MIN, stormsIn } from '../../../lib/core/alerts/storm.ts';

const alerts = (event: string, ...sites: readonly string[]) =>
  sites.map((site) => ({ site, event }));
const counts = (of: ReturnType<typeof stormsIn>) => [
  of.storms.map((storm) => storm.length),
  of.alone.length,
];

test.each([
  ['one site is told alone', alerts('outage-opened', 'a'), [[], 1]],
  ['two are told one by one, each with its own facts', alerts('outage-opened', 'a', 'b'), [[], 2]],
  ['three are a storm', alerts('outage-opened', 'a', 'b', 'c'), [[3], 0]],
  ['the same site thrice is none', alerts('outage-opened', 'a', 'a', 'a'), [[], 3]],
  [
    'only the same news is told together',
    [...alerts('outage-opened', 'a', 'b', 'c'), ...alerts('outage-resolved', 'd', 'e')],
    [[3], 2],
  ],
  [
    'two kinds of news may be two storms',
    [...alerts('outage-opened', 'a', 'b', 'c'), ...alerts('outage-resolved', 'd', 'e', 'f', 'g')],
    [[3, 4], 0],
  ],
  ['nothing is nothing', [], [[], 0]],
])('%s', (_name, gathered, expected) => {
  expect(counts(stormsIn(gathered))).toEqual(expected);
  expect(STORM_SITES_MIN).toBe(3);
});
