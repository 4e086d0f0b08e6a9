import { PRICES, type PriceName } from './prices.ts';

/** One factor of a formula, such as 43,800 windows. */
export type Factor = { readonly count: number; readonly of: string };

/** One line of the bill of a month. */
export type CostLine = {
  readonly what: string;
  /** Route 53's checks would be there without Understudy's functions; they are told apart. */
  readonly group: 'route53' | 'understudy';
  readonly price: PriceName;
  readonly factors: readonly Factor[];
  /** The product of the factors, in units of the price. */
  readonly units: number;
  /** Before the free tier. */
  readonly usd: number;
};

/** A line from its factors. */
export function line(
  what: string,
  price: PriceName,
  factors: readonly Factor[],
  group: CostLine['group'] = 'understudy',
): CostLine {
  const units = factors.reduce((product, { count }) => product * count, 1);
  return { what, group, price, factors, units, usd: usdFor(price, units) };
}

export const usdFor = (price: PriceName, units: number): number =>
  (units * PRICES[price].usd) / PRICES[price].per;

export const factor = (count: number, of: string): Factor => ({ count, of });

export const sumUsd = (lines: readonly Pick<CostLine, 'usd'>[]): number =>
  lines.reduce((sum, { usd }) => sum + usd, 0);
