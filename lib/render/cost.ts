import type { Estimate, SiteCost, Totals } from '../core/cost/estimate.ts';
import type { CostLine } from '../core/cost/line.ts';
import { PRICES, PRICES_READ_ON, PRICES_REGION, type PriceName } from '../core/cost/prices.ts';
import { wrap } from './text.ts';

/** The estimate for people: each line with its formula in numbers, and where each price is from. */
export const costText = ({ stack, sites, totals }: Estimate): string =>
  [
    `What a month costs, in US dollars, at the prices of ${PRICES_REGION}`,
    part('Once for all sites', stack),
    ...alike(sites).map(({ lines, names }) => part(headingFor(names), lines)),
    totalsText(totals, sites.length),
    wrap(ASSUMED),
    pricesText([...stack, ...sites.flatMap(({ lines }) => lines)]),
  ].join('\n\n');

const ASSUMED =
  'Taken, not measured: how long an evaluation and a verification run, how much is logged and sent, that addresses are outside AWS, and a month of good days. On a bad one metrics and mails add cents, and so do the health checkers, whose requests are billed while the switch is there.';

const headingFor = ([first = '', ...others]: readonly string[]): string =>
  others.length === 0 ? first : `${first}, and the same for each of ${others.length} others`;

/** Sites of one bill, in the order of the first of them. */
function alike(sites: readonly SiteCost[]) {
  const groups = new Map<string, { lines: readonly CostLine[]; names: string[] }>();
  for (const { name, lines } of sites) {
    const key = JSON.stringify(lines);
    const group = groups.get(key) ?? { lines, names: [] };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()];
}

const part = (heading: string, lines: readonly CostLine[]): string =>
  [heading, ...lines.map(lineText), row(sumOf(lines), 'together')].join('\n');

const lineText = (line: CostLine): string =>
  `${row(line.usd, line.what)}\n${' '.repeat(AMOUNT_COLUMNS + 4)}${formula(line)}`;

const AMOUNT_COLUMNS = 9;

const row = (amount: number, what: string): string =>
  `${usd(amount).padStart(AMOUNT_COLUMNS)}  ${what}`;

const sumOf = (lines: readonly CostLine[]): number =>
  lines.reduce((sum, line) => sum + line.usd, 0);

/** Such as `43,800 windows × 62 s × 0.25 GB × 0.0000133334`. */
export const formula = ({ factors, price }: Pick<CostLine, 'factors' | 'price'>): string => {
  const { usd: amount, per } = PRICES[price];
  const parts = factors.map(({ count, of }) => counted(count, of));
  return `${parts.join(' × ')} × ${number(amount)}${per === 1 ? '' : ` / ${number(per)}`}`;
};

const totalsText = (totals: Totals, sites: number): string => {
  const { understudyUsd, freeUnderstudyUsd, route53Usd, freeRoute53Usd } = totals;
  const each = (amount: number): string =>
    sites === 1 ? '' : `, ${usd(amount / sites)} for each site`;
  const within = understudyUsd - freeUnderstudyUsd;
  return [
    'Together',
    row(route53Usd, `Route 53's own health checks${each(route53Usd)}`),
    row(understudyUsd, `above them${each(understudyUsd)}`),
    row(within, `above them, where the account uses the free tier for nothing else${each(within)}`),
    row(freeRoute53Usd, "what the free tier may take off Route 53's checks"),
  ].join('\n');
};

function pricesText(lines: readonly CostLine[]): string {
  const used = new Set(lines.map(({ price }) => price));
  return [
    `Prices, as read on ${PRICES_READ_ON} in texts that quote these pages; check them, and your region's`,
    ...[...used].map(priceText),
  ].join('\n');
}

function priceText(name: PriceName): string {
  const { usd: amount, per, unit, freeUnits, source, certainty } = PRICES[name];
  const free = freeUnits === 0 ? '' : `, the first ${number(freeUnits)} a month free`;
  const doubt = certainty === 'unverified' ? ' (unverified)' : '';
  return `  ${number(amount)} for ${counted(per, unit)}${free}${doubt}\n    ${source}`;
}

/** Two digits after the point; what is less than a cent is not nothing. */
export const usd = (amount: number): string =>
  amount > 0 && amount < 0.005 ? '< 0.01' : amount.toFixed(2);

const counted = (count: number, of: string): string =>
  `${number(count)} ${count === 1 ? (SINGULAR[of] ?? of) : of}`;

const SINGULAR: Readonly<Record<string, string>> = {
  addresses: 'address',
  alarms: 'alarm',
  checks: 'check',
  dashboards: 'dashboard',
  metrics: 'metric',
  options: 'option',
};

const number = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: 10 });
