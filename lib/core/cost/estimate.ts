import type { Config } from '../site.ts';
import { type CostLine, sumUsd, usdFor } from './line.ts';
import { PRICES, type PriceName } from './prices.ts';
import { siteLines } from './site-lines.ts';
import { MEMORY_MB, type MemoryMb, metricsShown, stackLines } from './stack-lines.ts';

/** What a month costs, in US dollars. */
export type Estimate = {
  /** What is there once for all sites. */
  readonly stack: readonly CostLine[];
  readonly sites: readonly SiteCost[];
  readonly totals: Totals;
};

export type SiteCost = {
  readonly name: string;
  readonly lines: readonly CostLine[];
  readonly route53Usd: number;
  /** Without a share of what is there once for all sites. */
  readonly understudyUsd: number;
};

export type Totals = {
  readonly route53Usd: number;
  /** Above Route 53's own checks, before the free tier. */
  readonly understudyUsd: number;
  /** What the free tier takes off each, where the account uses it for nothing else. */
  readonly freeRoute53Usd: number;
  readonly freeUnderstudyUsd: number;
};

/** The estimate for what a sites.yml says, on a month of good days. */
export function estimate(config: Config, memoryMb: MemoryMb = MEMORY_MB): Estimate {
  const stack = stackLines(config, memoryMb);
  const sites = config.sites.map((site): SiteCost => {
    const lines = siteLines(config, site);
    return {
      name: site.name,
      lines,
      route53Usd: sumUsd(inGroup(lines, 'route53')),
      understudyUsd: sumUsd(inGroup(lines, 'understudy')),
    };
  });
  const all = [...stack, ...sites.flatMap(({ lines }) => lines)];
  const isDashboardFree = metricsShown(config) <= FREE_DASHBOARD_METRICS;
  const sums = (group: CostLine['group']) => {
    const lines = inGroup(all, group);
    return { usd: sumUsd(lines), freeUsd: freeUsd(lines, isDashboardFree) };
  };
  const [route53, understudy] = [sums('route53'), sums('understudy')];
  return {
    stack,
    sites,
    totals: {
      route53Usd: route53.usd,
      understudyUsd: understudy.usd,
      freeRoute53Usd: route53.freeUsd,
      freeUnderstudyUsd: understudy.freeUsd,
    },
  };
}

/** https://aws.amazon.com/cloudwatch/pricing/ */
const FREE_DASHBOARD_METRICS = 50;

const inGroup = (lines: readonly CostLine[], group: CostLine['group']): readonly CostLine[] =>
  lines.filter((line) => line.group === group);

/** The free units of a price are for all lines together. */
function freeUsd(lines: readonly CostLine[], isDashboardFree: boolean): number {
  const used = new Map<PriceName, number>();
  for (const { price, units } of lines) used.set(price, (used.get(price) ?? 0) + units);
  return [...used]
    .filter(([price]) => price !== 'dashboards' || isDashboardFree)
    .reduce(
      (sum, [price, units]) => sum + usdFor(price, Math.min(units, PRICES[price].freeUnits)),
      0,
    );
}
