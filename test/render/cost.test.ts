import { estimate } from '../../lib/core/cost/estimate.ts';
import { costText, formula, usd } from '../../lib/render/cost.ts';
import { costTable } from '../../lib/render/cost-table.ts';
import { CONFIG, siteNamed } from '../stack/sites.ts';

const sitesCalled = (count: number) => ({
  ...CONFIG,
  sites: Array.from({ length: count }, (_, index) => siteNamed(`s${index + 1}.example.com`)),
});

test.each([
  ['nothing', 0, '0.00'],
  ['less than a cent', 0.0006, '< 0.01'],
  ['dollars', 1_234.5, '1234.50'],
])('%s is written with two digits', (_name, amount, text) => {
  expect(usd(amount)).toBe(text);
});

test.each([
  ['a price of one', 'metrics', [{ count: 1, of: 'metrics' }], '1 metric × 0.3'],
  [
    'a price of many',
    's3Gets',
    [{ count: 192_720, of: 'requests' }],
    '192,720 requests × 0.0004 / 1,000',
  ],
  [
    'several factors',
    'lambdaGbSeconds',
    [
      { count: 43_800, of: 'windows' },
      { count: 0.25, of: 'GB' },
    ],
    '43,800 windows × 0.25 GB × 0.0000133334',
  ],
] as const)('the formula of %s is in numbers', (_name, price, factors, text) => {
  expect(formula({ price, factors })).toBe(text);
});

test('each line has its formula, each price its source, and doubt is said', () => {
  const text = costText(estimate(CONFIG));
  expect(text).toContain('     0.60  metrics of the stack\n             2 metrics × 0.3\n');
  expect(text).toMatch(/^www\.example\.com$/m);
  expect(text).toContain('(unverified)\n    https://aws.amazon.com/');
  expect(text).toMatch(/^ +\d+\.\d\d {2}above them, where .* free tier/m);
  expect(text).not.toContain('for each site');
});

test('sites that cost the same are written once', () => {
  const text = costText(estimate(sitesCalled(100)));
  expect(text).toContain('s1.example.com, and the same for each of 99 others');
  expect(text).not.toContain('s2.example.com');
  expect(text).toMatch(/above them, \d\.\d\d for each site/);
});

test('estimates beside each other are a table in Markdown whose lines add up', () => {
  const rows = costTable([1, 100].map((count) => estimate(sitesCalled(count))))
    .split('\n')
    .map((row) => row.slice(2, -2).split(' | '));
  expect(rows[0]).toEqual(['USD a month', '1 site', '100 sites']);
  expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([3]));
  const total = rows.findIndex(([what]) => what?.includes("above Route 53's own checks"));
  for (const column of [1, 2]) {
    const sum = rows.slice(2, total).reduce((all, row) => all + Number(row[column]), 0);
    expect(sum).toBeCloseTo(Number(rows[total]?.[column]), 1);
  }
});
