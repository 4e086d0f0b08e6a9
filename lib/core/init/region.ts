import { websiteRegions } from '../s3-website.ts';

/** Where the secondaries should be: one region for all of them, as a stack serves one. */
export type RegionFound = { readonly region: string; readonly why: RegionReason };

export type RegionReason =
  | { readonly because: 'a-secondary-is-there' }
  | { readonly because: 'a-load-balancer-is-elsewhere'; readonly regions: readonly string[] }
  | { readonly because: 'your-settings-name-another'; readonly settings: string }
  | { readonly because: 'nothing-is-known' };

/** The region that a load balancer's name tells; null when it tells none that has S3 websites. */
export const regionOfLoadBalancer = (dnsName: string): string | null =>
  websiteRegions().find((region) => dnsName.split('.').includes(region)) ?? null;

/**
 * Another region than the primary's, so that one bad day does not take both. Where an S3 website
 * stands in already, its own: the bucket is there.
 */
export function regionForSecondaries(known: {
  readonly existing: readonly string[];
  readonly loadBalancers: readonly string[];
  /** Region of the caller's AWS settings, where the primary probably is; null without one. */
  readonly settings: string | null;
}): RegionFound {
  const [existing] = known.existing;
  if (existing !== undefined) return { region: existing, why: { because: 'a-secondary-is-there' } };
  const regions = [...new Set(known.loadBalancers)];
  if (regions.length > 0)
    return {
      region: awayFrom(regions),
      why: { because: 'a-load-balancer-is-elsewhere', regions },
    };
  if (known.settings !== null)
    return {
      region: awayFrom([known.settings]),
      why: { because: 'your-settings-name-another', settings: known.settings },
    };
  return { region: awayFrom([]), why: { because: 'nothing-is-known' } };
}

function awayFrom(regions: readonly string[]): string {
  const twin = regions.map((region) => TWINS[region]).find((region) => region !== undefined);
  if (twin !== undefined) return twin;
  const isAmerican = regions.some((region) => /^(us|ca|mx|sa)-/.test(region));
  const order = isAmerican ? [...ORDER].reverse() : ORDER;
  return order.find((region) => !regions.includes(region)) ?? FAR_AWAY;
}

const ORDER: readonly string[] = ['eu-west-1', 'us-west-2'];
/** For whoever has load balancers in both. */
const FAR_AWAY = 'eu-central-1';

/**
 * Partitions of their own, in which nothing of another can be reached:
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
const TWINS: Readonly<Record<string, string>> = {
  'cn-north-1': 'cn-northwest-1',
  'cn-northwest-1': 'cn-north-1',
  'us-gov-east-1': 'us-gov-west-1',
  'us-gov-west-1': 'us-gov-east-1',
  // The only one of its partition: better beside the primary than out of reach.
  'eusc-de-east-1': 'eusc-de-east-1',
};
