import { carryOut } from '../../lib/app/failover-actions.ts';
import { metricsShown } from '../../lib/core/cost/stack-lines.ts';
import { EXPECT_ANY } from '../../lib/core/probing/expect.ts';
import type { Config } from '../../lib/core/site.ts';
import { alarmNames } from '../../lib/stack/alarms.ts';
import { dashboardBody } from '../../lib/stack/dashboard.ts';
import type { PlacedWidget } from '../../lib/stack/dashboard-widgets.ts';
import { resources } from '../../lib/stack/resources.ts';
import { makeFakeFailoverWorld } from '../support/fake-failover-world.ts';
import { EMITTED, keyOf } from './emitted.ts';
import { CONFIG, siteNamed } from './sites.ts';

const sitesCalled = (count: number, kind: Parameters<typeof siteNamed>[1] = {}): Config => ({
  ...CONFIG,
  sites: Array.from({ length: count }, (_, index) => siteNamed(`s${index}.example.com`, kind)),
});
const BUDGETED = {
  protocol: 'https',
  port: 443,
  expect: { ...EXPECT_ANY, slowAfterMs: 500 },
} as const;
const LARGE = sitesCalled(100, BUDGETED);

const widgetsOf = (config: Config): readonly PlacedWidget[] =>
  JSON.parse(dashboardBody(config)).widgets;

type MetricRow = readonly (string | { readonly stat: string; readonly label: string })[];
const rowsOf = (widget: PlacedWidget): readonly MetricRow[] =>
  (widget.properties.metrics ?? []) as readonly MetricRow[];

/** Namespace, name, and the dimensions by name and value. */
const metricIn = (row: MetricRow) => {
  const [namespace = '', name = '', ...pairs] = row.filter((part) => typeof part === 'string');
  return {
    namespace,
    name,
    dimensions: pairs.filter((_, index) => index % 2 === 0),
    values: pairs.filter((_, index) => index % 2 === 1),
  };
};
const shownBy = (config: Config) => widgetsOf(config).flatMap(rowsOf).map(metricIn);

test('the dashboard shows no metric that nothing emits', () => {
  const unknown = shownBy(LARGE)
    .map(({ namespace, name, dimensions }) => keyOf(namespace, name, dimensions))
    .filter((key) => !EMITTED.has(key));
  expect(unknown).toEqual([]);
});

test('no alarm waits for a metric that nothing emits', () => {
  const alarms = Object.values(resources(LARGE)).filter(({ Type }) => /::Alarm$/.test(Type));
  const unknown = alarms
    .map(({ Properties: { Namespace, MetricName, Dimensions } }) =>
      keyOf(
        `${Namespace}`,
        `${MetricName}`,
        (Dimensions as { Name: string }[]).map((one) => one.Name),
      ),
    )
    .filter((key) => !EMITTED.has(key));
  expect(alarms).toHaveLength(8);
  expect(unknown).toEqual([]);
});

test('every metric that is emitted is shown, but the ones that are for the alarms', () => {
  const shown = new Set(
    shownBy(LARGE).map(({ namespace, name, dimensions }) => keyOf(namespace, name, dimensions)),
  );
  expect([...EMITTED].filter((key) => !shown.has(key))).toEqual([
    'Understudy SecondaryServed Stack',
  ]);
});

test('every site is in every graph of sites', () => {
  const healthy = shownBy(LARGE).filter(({ name }) => name === 'PrimaryHealthy');
  expect(new Set(healthy.flatMap(({ values }) => values)).size).toBe(100);
});

test('what is asked of the log stands in its lines', async () => {
  const world = makeFakeFailoverWorld();
  const schedule = { site: null, by: 'schedule' } as const;
  for (const action of ['evaluate', 'verify'] as const)
    await world.clock.finish(carryOut(world.deps, CONFIG.sites, { action, ...schedule }, 30_000));
  const queries = widgetsOf(CONFIG).flatMap(({ properties: { query } }) => query ?? []) as string[];
  expect(queries).toHaveLength(2);
  for (const query of queries) {
    const [, message = ''] = /filter message = '(.*?)'/.exec(query) ?? [];
    const line = world.logged.find((one) => one.message === message) ?? {};
    const fields = [...query.matchAll(/latest\((\w+)\)/g)].map(([, field = '']) => field);
    expect(fields.length).toBeGreaterThan(4);
    expect(Object.keys(line)).toEqual(expect.arrayContaining([...fields, 'site']));
  }
});

test.each([
  ['one site', CONFIG],
  ['a hundred sites', LARGE],
])('the widgets of %s are inside the grid, and none covers another', (_name, config) => {
  const cells = widgetsOf(config).flatMap(({ x, y, width, height }) =>
    Array.from(
      { length: width * height },
      (_, i) => `${x + (i % width)},${y + Math.floor(i / width)}`,
    ),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(Math.max(...widgetsOf(config).map(({ x, width }) => x + width))).toBe(24);
});

/* https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
test('a hundred sites are within the limits of CloudWatch', () => {
  const widgets = widgetsOf(LARGE);
  expect(widgets.length).toBeLessThanOrEqual(500);
  expect(Math.max(...widgets.map((widget) => rowsOf(widget).length))).toBeLessThanOrEqual(500);
  expect(widgets.flatMap(rowsOf).length).toBeLessThanOrEqual(2_500);
  expect(dashboardBody(LARGE).length).toBeLessThan(250_000);
});

test('a graph is of fifty sites at most, or nobody could read it', () => {
  const sitesIn = (widget: PlacedWidget) =>
    new Set(rowsOf(widget).flatMap((row) => metricIn(row).values)).size;
  expect(Math.max(...widgetsOf(LARGE).map(sitesIn))).toBe(50);
});

test('all alarms are shown, by the names that they have, a hundred in one widget at most', () => {
  const groups = widgetsOf(LARGE).flatMap(({ properties: { alarms } }) =>
    alarms === undefined ? [] : [alarms as string[]],
  );
  expect(Math.max(...groups.map(({ length }) => length))).toBeLessThanOrEqual(100);
  const named = Object.values(resources(LARGE)).flatMap(({ Properties: { AlarmName } }) =>
    AlarmName === undefined ? [] : [(AlarmName as { 'Fn::Sub': string })['Fn::Sub']],
  );
  expect(groups.flat().map((arn) => arn.split(':alarm:')[1])).toEqual(named);
  expect(alarmNames(LARGE)).toHaveLength(named.length);
});

test('CloudFormation finds no variables but its own', () => {
  const variables = [...dashboardBody(LARGE).matchAll(/\$\{(.*?)\}/g)].map(([, name]) => name);
  expect([...new Set(variables)].toSorted()).toEqual([
    'AWS::AccountId',
    'AWS::Partition',
    'AWS::Region',
    'AWS::StackName',
  ]);
  expect(resources(CONFIG).Dashboard?.Properties).toEqual({
    DashboardName: { 'Fn::Sub': `\${AWS::StackName}-\${AWS::Region}` },
    DashboardBody: { 'Fn::Sub': dashboardBody(CONFIG) },
  });
});

test.each([
  ['one site', CONFIG],
  ['sites over HTTPS with a latency budget', LARGE],
  ['without Slack', { ...CONFIG, alerts: { ...CONFIG.alerts, slack: null } }],
])('the estimate counts as many metrics on the dashboard as there are: %s', (_name, config) => {
  const distinct = new Set(
    shownBy(config).map(({ namespace, name, dimensions, values }) =>
      [namespace, name, ...dimensions, ...values].join(' '),
    ),
  );
  expect(metricsShown(config)).toBe(distinct.size);
});
