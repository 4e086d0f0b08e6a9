import { websiteEndpoint } from '../s3-website.ts';
import type { Site } from '../site.ts';
import type { Look } from '../verify/finding.ts';
import type { RecordSet } from '../verify/snapshot.ts';

/** What stands before the buckets of a stack that is deployed. */
export type DeployedFronts = {
  /** Every site of the stack. */
  readonly sites: ReadonlySet<string>;
  /** The names of the distributions, by site. */
  readonly distributions: ReadonlyMap<string, string>;
};

/** What a record may lead to, and a deployment or a removal takes away. */
export type Taken = {
  readonly site: string;
  /** Null for a site that sites.yml does not have any more. */
  readonly hostedZone: string | null;
  readonly what: 'distribution' | 'website';
  /** Where a record leads that leads there: the distribution's name, or the website endpoint of the region. */
  readonly target: string;
};

/**
 * The fronts that a deployment of these sites takes away. A bucket goes behind a distribution by becoming
 * private, and its website with it; a bucket that was there before stays as it is.
 */
export function takenByDeploy(deployed: DeployedFronts, sites: readonly Site[]): readonly Taken[] {
  const keeps = new Set(sites.filter(isDistributed).map(({ name }) => name));
  return [
    ...takenByRemoval(deployed, sites).filter(({ site }) => !keeps.has(site)),
    ...sites.flatMap((site): readonly Taken[] => {
      const { name, hostedZone, secondary } = site;
      const target = websiteEndpoint(secondary.region)?.dnsName;
      const wasWebsite = deployed.sites.has(name) && !deployed.distributions.has(name);
      return isDistributed(site) && wasWebsite && !secondary.isExisting && target !== undefined
        ? [{ site: name, hostedZone, what: 'website', target }]
        : [];
    }),
  ];
}

/** A removal takes every distribution away, and leaves every bucket as it is. */
export const takenByRemoval = (
  { distributions }: DeployedFronts,
  sites: readonly Site[],
): readonly Taken[] =>
  [...distributions].map(([site, target]) => ({
    site,
    hostedZone: sites.find(({ name }) => name === site)?.hostedZone ?? null,
    what: 'distribution',
    target,
  }));

const isDistributed = ({ secondary }: Site): boolean => secondary.front.kind === 'cloudfront';

/** A site whose records lead to what is to be taken away, or nobody could see that none does. */
export type Stranded = Taken &
  (
    | { readonly kind: 'leads-there'; readonly records: readonly LeadingRecord[] }
    | { readonly kind: 'unseen'; readonly why: string }
  );

export type LeadingRecord = Pick<RecordSet, 'type' | 'failover'>;

/** Null when no record of the site leads there: whoever takes it away leaves no visitor before nothing. */
export function strandedOf(taken: Taken, records: Look<readonly RecordSet[]>): Stranded | null {
  if (!records.ok) return { ...taken, kind: 'unseen', why: records.why };
  const leading = records.value
    .filter((record) => record.name === taken.site && leadsTo(record, taken.target))
    .map(({ type, failover }) => ({ type, failover }));
  return leading.length === 0 ? null : { ...taken, kind: 'leads-there', records: leading };
}

/** An alias names the endpoint of the region; a CNAME begins with the bucket's name. */
const leadsTo = ({ alias, values }: RecordSet, target: string): boolean =>
  [...(alias === null ? [] : [alias.dnsName]), ...values]
    .map((name) => name.toLowerCase().replace(/\.$/, ''))
    .some((name) => name === target || name.endsWith(`.${target}`));
