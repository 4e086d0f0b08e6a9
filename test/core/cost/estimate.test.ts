import { type Estimate, estimate } from '../../../lib/core/cost/estimate.ts';
import type { CostLine } from '../../../lib/core/cost/line.ts';
import { PRICES, type PriceName } from '../../../lib/core/cost/prices.ts';
import { MEMORY_MB } from '../../../lib/core/cost/stack-lines.ts';
import type { Config } from '../../../lib/core/site.ts';
import { CONFIG, siteNamed } from '../../stack/sites.ts';

const sitesCalled = (count: number): Config => ({
  ...CONFIG,
  sites: Array.from({ length: count }, (_, index) => siteNamed(`s${index}.example.com`)),
});
const linesOf = ({ stack, sites }: Estimate): readonly CostLine[] => [
  ...stack,
  ...sites.flatMap(({ lines }) => lines),
];
const unitsOf = (of: Estimate, price: PriceName): number =>
  linesOf(of)
    .filter((line) => line.price === price)
    .reduce((sum, { units }) => sum + units, 0);

test('a line is the product of its factors at its price', () => {
  const windows = estimate(CONFIG).stack.find(({ what }) => what === 'Lambda: windows');
  expect(windows).toMatchObject({
    factors: [
      { count: 43_800, of: 'windows' },
      { count: 62, of: 's' },
      { count: 0.1875, of: 'GB' },
    ],
    units: 509_175,
  });
  expect(windows?.usd).toBeCloseTo(509_175 * 0.0000133334, 9);
});

test('the totals are the sums of the lines, with the checks of Route 53 apart', () => {
  const { totals, ...rest } = estimate(sitesCalled(3));
  const sum = (group: CostLine['group']) =>
    linesOf({ totals, ...rest })
      .filter((line) => line.group === group)
      .reduce((total, { usd }) => total + usd, 0);
  expect(totals.route53Usd).toBeCloseTo(sum('route53'), 9);
  expect(totals.understudyUsd).toBeCloseTo(sum('understudy'), 9);
  expect(rest.sites[0]?.route53Usd).toBeCloseTo(0.75 + 2 + 0.5 + 2 + 0.5, 9);
});

test.each([
  ['every 5 minutes', 300_000, 8_760],
  ['every minute', 60_000, 43_800],
  ['every day', 86_400_000, 30],
])('verifications %s are counted', (_name, everyMs, count) => {
  const seldom = estimate({ ...CONFIG, verify: { everyMs } });
  expect(unitsOf(seldom, 's3Lists')).toBe(count);
});

const FREE_BUT_DASHBOARDS = [
  'lambdaGbSeconds',
  'lambdaRequests',
  'scheduler',
  'metrics',
  'alarms',
  'metricRequests',
  'logs',
  'transferOut',
  'mails',
] as const;
const freeUsdOf = (of: Estimate): number =>
  FREE_BUT_DASHBOARDS.reduce((sum, price) => {
    const { usd, per, freeUnits } = PRICES[price];
    return sum + (Math.min(unitsOf(of, price), freeUnits) * usd) / per;
  }, 0);

test.each([
  ['five sites with a dashboard of fewer than 50 metrics, which is free', 5, 3],
  ['a hundred sites, whose dashboard is not', 100, 0],
])('the free tier takes off what is used of it: %s', (_name, count, dashboardUsd) => {
  const of = estimate(sitesCalled(count));
  expect(of.totals.freeUnderstudyUsd).toBeCloseTo(freeUsdOf(of) + dashboardUsd, 9);
});

test.each([
  [1, 0.5],
  [100, 25],
])('of the checks of %i sites, the first fifty of AWS endpoints are free', (count, usd) => {
  expect(estimate(sitesCalled(count)).totals.freeRoute53Usd).toBeCloseTo(usd, 9);
});

test('less memory is less money, and only for the function that has it', () => {
  const small = estimate(CONFIG, { ...MEMORY_MB, probe: 128 });
  const saved = estimate(CONFIG).totals.understudyUsd - small.totals.understudyUsd;
  expect(saved).toBeCloseTo((509_175 / 3) * PRICES.lambdaGbSeconds.usd, 9);
});

/* What the project promises: who makes it dearer must say so here. */
test('a hundred sites cost less than a dollar each above the checks of Route 53', () => {
  expect(estimate(sitesCalled(100)).totals.understudyUsd / 100).toBeLessThan(1);
});

test('one site costs less than three dollars above them, where the account uses the free tier for nothing else', () => {
  const { understudyUsd, freeUnderstudyUsd } = estimate(sitesCalled(1)).totals;
  expect(understudyUsd - freeUnderstudyUsd).toBeLessThan(3);
});

test('each price says where it is from and is a price', () => {
  for (const { usd, per, source } of Object.values(PRICES)) {
    expect(usd / per).toBeGreaterThan(0);
    expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/.*pricing\//);
  }
});
