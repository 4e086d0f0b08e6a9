import type { DistributionOf } from '../../lib/core/world.ts';

/**
 * The distributions that the stack put before the buckets, as the deployment tells the functions, and as a person
 * may tell the terminal when CloudFormation cannot be asked: `www.example.com=d111111abcdef8.cloudfront.net`,
 * a space between two of them. Empty or left out where no site has one.
 */
export function distributionsIn(text: string): DistributionOf {
  const pairs = text.split(/\s+/).map((word) => word.split('='));
  const domains = new Map(pairs.map(([site = '', domain = '']) => [site, domain]));
  return async (site) => domains.get(site) || null;
}
