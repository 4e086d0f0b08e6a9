import type { Estimate } from '../core/cost/estimate.ts';
import { type CostLine, sumUsd } from '../core/cost/line.ts';
import type { PriceName } from '../core/cost/prices.ts';
import { usd } from './cost.ts';

/** The estimates beside each other, as a table in Markdown. */
export const costTable = (estimates: readonly Estimate[]): string => {
  const row = (what: string, amountOf: (estimate: Estimate) => number) =>
    tableRow([what, ...estimates.map((estimate) => usd(amountOf(estimate)))]);
  const counts = estimates.map(
    ({ sites }) => `${sites.length} ${sites.length === 1 ? 'site' : 'sites'}`,
  );
  return [
    tableRow(['USD a month', ...counts]),
    tableRow(['---', ...counts.map(() => '---:')]),
    ...SERVICES.map(([what, prices]) => row(what, (estimate) => sumFor(estimate, prices))),
    row("**above Route 53's own checks**", above),
    row('for each site', (estimate) => above(estimate) / estimate.sites.length),
    row('**the same within the free tier**', within),
    row('for each site', (estimate) => within(estimate) / estimate.sites.length),
    row("Route 53's own checks", ({ totals }) => totals.route53Usd),
  ].join('\n');
};

const SERVICES: readonly (readonly [string, readonly PriceName[]])[] = [
  ['Lambda and its schedules', ['lambdaGbSeconds', 'lambdaRequests', 'scheduler']],
  ['CloudWatch: metrics and alarms', ['metrics', 'alarms']],
  ['CloudWatch: dashboard, requests, logs', ['dashboards', 'metricRequests', 'logs']],
  ['DynamoDB', ['tableReads', 'tableWrites']],
  ['S3', ['s3Gets', 's3Lists']],
  ['transfer and mails', ['transferOut', 'mails']],
];

const sumFor = ({ stack, sites }: Estimate, prices: readonly PriceName[]): number =>
  sumUsd(
    [...stack, ...sites.flatMap(({ lines }) => lines)].filter(({ price }: CostLine) =>
      prices.includes(price),
    ),
  );

const above = ({ totals }: Estimate): number => totals.understudyUsd;
const within = ({ totals }: Estimate): number => totals.understudyUsd - totals.freeUnderstudyUsd;

const tableRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
