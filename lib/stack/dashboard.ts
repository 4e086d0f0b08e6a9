import { estimate } from '../core/cost/estimate.ts';
import { METRIC, METRIC_NAMESPACE } from '../core/metric-names.ts';
import type { Config } from '../core/site.ts';
import { alarmNames } from './alarms.ts';
import { howFast, isSecondaryReady, primariesHealthy, whoIsServing } from './dashboard-sites.ts';
import { dashboardName } from './dashboard-url.ts';
import {
  alarmStates,
  COLUMNS,
  graph,
  note,
  placed,
  type Shown,
  type Widget,
} from './dashboard-widgets.ts';
import { type FunctionName, functionName } from './functions.ts';
import { THIS_STACK } from './names.ts';
import { type Resources, text } from './template.ts';

/**
 * The questions of a bad day, from top to bottom: is each site healthy, who is serving, would the
 * secondary do, how fast is it, and does Understudy itself run.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
 */
export const dashboard = (config: Config): Resources => ({
  Dashboard: {
    Type: 'AWS::CloudWatch::Dashboard',
    Properties: {
      DashboardName: text(dashboardName(THIS_STACK)),
      DashboardBody: text(dashboardBody(config)),
    },
  },
});

/** JSON in which CloudFormation replaces its own variables. */
export const dashboardBody = (config: Config): string =>
  JSON.stringify({
    start: '-PT3H',
    // Or a graph over days would show averages where it says minutes.
    periodOverride: 'inherit',
    widgets: placed(widgets(config)),
  });

const widgets = (config: Config): readonly Widget[] => [
  note(
    '# Understudy: are the sites healthy, who is serving, and would a failover work?\nMade by the stack: what is changed here by hand is lost with the next deployment.',
    2,
  ),
  ...primariesHealthy(config.sites),
  ...whoIsServing(config.sites),
  ...isSecondaryReady(config.sites, config.verify.everyMs),
  ...howFast(config.sites),
  ...monitorItself(config),
  note(`## What it costs\n${costText(config)}`, 3),
];

const HALF = { width: COLUMNS / 2, height: 6 };

/** Whether anybody watches. */
const monitorItself = (config: Config): readonly Widget[] => [
  note('## Understudy itself', 1),
  ...alarmStates('Alarms', alarmNames(config)),
  graph(
    'Windows that ended (1 a minute), blind ones, and addresses not probed',
    [
      ofShard(METRIC.window, 'windows'),
      ofShard(METRIC.blind, 'blind'),
      ofShard(METRIC.notProbed, 'not probed'),
    ],
    HALF,
  ),
  graph(
    'Errors and throttles',
    functionsOf(config).flatMap((name) =>
      ['Errors', 'Throttles'].map((metric) => ofFunction(name, metric, 'Sum')),
    ),
    HALF,
    { period: 300 },
  ),
  graph(
    'How long the functions run, ms, p99',
    functionsOf(config).map((name) => ofFunction(name, 'Duration', 'p99')),
    HALF,
    { period: 300 },
  ),
];

const functionsOf = ({ alerts }: Config): readonly FunctionName[] =>
  alerts.slack === null ? ['probe', 'failover'] : ['probe', 'failover', 'slack'];

const ofShard = (name: string, label: string): Shown => ({
  namespace: METRIC_NAMESPACE,
  name,
  dimensions: { Stack: `\${AWS::StackName}`, Shard: '0' },
  label,
  stat: 'Sum',
});

const ofFunction = (name: FunctionName, metric: string, stat: string): Shown => ({
  namespace: 'AWS/Lambda',
  name: metric,
  dimensions: { FunctionName: functionName(name) },
  label: `${name} ${metric.toLowerCase()}`,
  stat,
});

function costText(config: Config): string {
  const { totals } = estimate(config);
  const within = totals.understudyUsd - totals.freeUnderstudyUsd;
  return `About ${usd(totals.understudyUsd)} USD a month, or ${usd(within)} where the account uses the free tier for nothing else, and ${usd(totals.route53Usd)} for Route 53's health checks. An estimate from sites.yml and the prices of us-east-1: \`npm start -- cost\` says what it is made of.`;
}

const usd = (amount: number): string => amount.toFixed(2);
