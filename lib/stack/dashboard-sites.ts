import { METRIC, METRIC_NAMESPACE } from '../core/metric-names.ts';
import type { Site } from '../core/site.ts';
import {
  COLUMNS,
  graph,
  inGroups,
  note,
  type Shown,
  table,
  type Widget,
} from './dashboard-widgets.ts';
import { logGroupName } from './functions.ts';

const THIRD = { width: COLUMNS / 3, height: 6 };
const TWO_THIRDS = { width: (COLUMNS / 3) * 2, height: 6 };

/** More sites than that in one graph are a tangle; there may be up to 500 metrics in one. */
const SITES_A_GRAPH_MAX = 50;
const NUMBERS_A_ROW = 8;

/** Whether each primary is healthy: the first question, so as large as it can be. */
export const primariesHealthy = (sites: readonly Site[]): readonly Widget[] =>
  groups(sites).map((group) =>
    graph(
      'Primary healthy: 1 yes, 0 no, nothing while unknown',
      group.map(({ name }) => ofSite(METRIC.primaryHealthy, 'Minimum', name)),
      { width: COLUMNS, height: 1 + 2 * Math.ceil(group.length / NUMBERS_A_ROW) },
      { view: 'singleValue' },
    ),
  );

/** The latest decision of each site says more than a number, and its line is in the log anyway. */
export const whoIsServing = (sites: readonly Site[]): readonly Widget[] => [
  note('## Who is serving', 1),
  table(
    'The latest evaluation of each site',
    logGroupName('failover'),
    [
      "filter message = 'decision'",
      latestOfEach({
        served_by: 'served',
        in_phase: 'phase',
        primary_is: 'primary',
        secondary_is: 'secondary',
        switch_is_on: 'switched',
        because: 'reason',
        seen_at: '@timestamp',
      }),
      'sort served_by desc',
      `limit ${ROWS_MAX}`,
    ],
    TWO_THIRDS,
  ),
  ...eachSite(sites, METRIC.secondaryServed, 'Maximum', {
    title: 'Visitors are sent to the secondary (nothing: of no site)',
  }),
];

/** Whether a failover would help, and when it was tried last. */
export const isSecondaryReady = (
  sites: readonly Site[],
  verifyEveryMs: number,
): readonly Widget[] => {
  const period = verifyEveryMs / 1_000;
  return [
    note('## Is the secondary ready, and when was the failover rehearsed last', 1),
    table(
      'The latest verification of each site',
      logGroupName('failover'),
      [
        "filter message = 'verified'",
        latestOfEach({
          failed: 'fail',
          warned: 'warn',
          not_seen: 'unknown',
          passed: 'pass',
          last_drill: 'lastDrill',
          drilled_at: 'lastDrillAt',
          seen_at: '@timestamp',
        }),
        'sort failed desc',
        `limit ${ROWS_MAX}`,
      ],
      TWO_THIRDS,
    ),
    graph(
      'Secondary ready: 1 for every site, 0 not for all',
      [
        {
          namespace: METRIC_NAMESPACE,
          name: METRIC.secondaryReady,
          dimensions: { Stack: `\${AWS::StackName}` },
          label: 'every site',
          stat: 'Minimum',
        },
      ],
      THIRD,
      { period, view: 'singleValue' },
    ),
    ...eachSite(sites, METRIC.secondaryReady, 'Minimum', {
      title: 'Secondary not ready, at 0 (nothing: of no site)',
      period,
    }),
    ...eachSite(sites, METRIC.findingsFailed, 'Maximum', {
      title: 'Checks of a verification that failed (nothing: none)',
      period,
    }),
  ];
};

/** How fast the primaries answer, and how often not. */
export const howFast = (sites: readonly Site[]): readonly Widget[] => [
  note('## How fast', 1),
  ...PERCENTILES.flatMap((percentile) =>
    eachSite(sites, METRIC.probeLatency, percentile, {
      title: `Healthy probes, ms, ${percentile}`,
    }),
  ),
  ...eachSite(sites, METRIC.probesUnhealthy, 'Sum', {
    title: 'Unhealthy probes a minute (nothing: none)',
  }),
  ...eachSite(
    sites.filter(({ primary }) => primary.expect.slowAfterMs !== null),
    METRIC.probesSlow,
    'Sum',
    { title: 'Slow probes a minute (nothing: none)' },
  ),
  ...eachSite(
    sites.filter(({ primary }) => primary.protocol === 'https'),
    METRIC.certificateDaysLeft,
    'Minimum',
    { title: 'Days until the certificate expires', period: 3_600 },
  ),
];

/** A row for each site with what its latest line says, by the names of the columns. */
const latestOfEach = (columns: Readonly<Record<string, string>>): string => {
  const latest = Object.entries(columns).map(([column, field]) => `latest(${field}) as ${column}`);
  return `stats ${latest.join(', ')} by site`;
};

const PERCENTILES = ['p50', 'p95', 'p99'] as const;
/** More than one stack can have sites: CloudFormation ends at 500 resources. */
const ROWS_MAX = 200;

const groups = (sites: readonly Site[]) => inGroups(sites, SITES_A_GRAPH_MAX);

const eachSite = (
  sites: readonly Site[],
  metric: string,
  stat: string,
  { title, period = 60 }: { readonly title: string; readonly period?: number },
): readonly Widget[] =>
  groups(sites).map((group) =>
    graph(
      title,
      group.map(({ name }) => ofSite(metric, stat, name)),
      THIRD,
      { period },
    ),
  );

const ofSite = (name: string, stat: string, site: string): Shown => ({
  namespace: METRIC_NAMESPACE,
  name,
  dimensions: { Site: site },
  label: site,
  stat,
});
