import { type Estimate, estimate } from '../../../lib/core/cost/estimate.ts';
import type { CostLine } from '../../../lib/core/cost/line.ts';
import { PRICES, type PriceName } from '../../../lib/core/cost/prices.ts';
import { MEMORY_MB } from '../../../lib/core/cost/stack-lines.ts';
import type { Config } from '../../../lib/core/site.ts';
import { CONFIG, overHttps, siteNamed } from '../../stack/sites.ts';

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
  'edgeRequests',
  'edgeFunctions',
  'edgeTransferOut',
  'mails',
  'publishes',
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

test('an HTTPS secondary costs its looks, which are well within the free tier', () => {
  const plain = estimate(CONFIG);
  const secure = estimate({ ...CONFIG, sites: CONFIG.sites.map((site) => overHttps(site)) });
  const looks = 43_800 + 3 * 8_760;
  expect(unitsOf(secure, 'edgeRequests')).toBe(looks);
  expect(unitsOf(secure, 'edgeFunctions')).toBe(2 * looks);
  expect(unitsOf(secure, 'edgeTransferOut')).toBeCloseTo(looks / 100_000, 9);
  const more = (total: 'understudyUsd' | 'freeUnderstudyUsd') =>
    secure.totals[total] - plain.totals[total];
  expect(more('understudyUsd')).toBeCloseTo(0.07008 + 0.014016 + 0.059568, 6);
  expect(more('freeUnderstudyUsd')).toBeCloseTo(more('understudyUsd'), 9);
  expect(secure.totals.route53Usd).toBe(plain.totals.route53Usd);
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

test("endpoint checks that were there before are on somebody else's bill already", () => {
  const own = siteNamed('www.example.com');
  const healthCheckIds = ['0385ed2d-d65c-4f63-a19b-2412a31ef431'];
  const [lines, fewer] = [own, siteNamed('www.example.com', { healthCheckIds })].map((site) =>
    linesOf(estimate({ ...CONFIG, sites: [site] })).map(({ what }) => what),
  );
  expect(lines?.filter((what) => !fewer?.includes(what))).toEqual([
    'endpoint checks, taken to be outside AWS',
    'endpoint checks: every 10 s',
  ]);
  expect(fewer).toContain('the check of the site, calculated');
});

test('alerts are billed by the topics that they go to and the mails that come of them', () => {
  const escalation = { afterMs: 900_000, topicArn: null, email: ['boss@example.com'] };
  const alerts = { ...CONFIG.alerts, amazonQ: true, escalation };
  const [plain, more] = [estimate(CONFIG), estimate({ ...CONFIG, alerts })];
  expect([unitsOf(plain, 'publishes'), unitsOf(plain, 'mails')]).toEqual([30, 30]);
  expect([unitsOf(more, 'publishes'), unitsOf(more, 'mails')]).toEqual([90, 60]);
});
