import type { LeftOut, NameFound } from './found.ts';
import { type Answers, type ProtocolFound, protocolFor } from './protocol.ts';
import { type RegionFound, regionForSecondaries, regionOfLoadBalancer } from './region.ts';

/** A first sites.yml, before it is text. */
export type SitesDraft = {
  readonly domain: string;
  readonly zone: string;
  /** Role of the other account that has the zone; null: the zone is in the caller's own. */
  readonly zoneRoleArn: string | null;
  readonly emails: readonly string[];
  readonly region: RegionFound;
  readonly sites: readonly SiteDraft[];
  readonly leftOut: readonly LeftOut[];
};

export type SiteFound = Extract<NameFound, { readonly kind: 'site' }>;
export type SiteDraft = SiteFound & {
  readonly spoken: ProtocolFound;
  /** Region of an S3 website that stands in already, where the file names another. */
  readonly strayRegion: string | null;
};

/** Puts together what was found of each name, and what its primary answered. */
export function draftOf(
  place: Pick<SitesDraft, 'domain' | 'zone' | 'zoneRoleArn'>,
  found: readonly (LeftOut | { readonly site: SiteFound; readonly answers: Answers })[],
  known: { readonly emails: readonly string[]; readonly settingsRegion: string | null },
): SitesDraft {
  const sites = found.filter((one) => 'site' in one);
  const region = regionForSecondaries({
    existing: present(sites.map(({ site }) => site.secondaryRegion)),
    loadBalancers: present(sites.map(({ site }) => loadBalancerRegion(site))),
    settings: known.settingsRegion,
  });
  return {
    ...place,
    emails: known.emails,
    region,
    sites: sites.map(({ site, answers }) => ({
      ...site,
      spoken: protocolFor(site.name, answers),
      strayRegion: site.secondaryRegion === region.region ? null : site.secondaryRegion,
    })),
    leftOut: found.filter((one) => 'reason' in one),
  };
}

const loadBalancerRegion = ({ where }: SiteFound): string | null =>
  where.kind === 'load-balancer' ? regionOfLoadBalancer(where.dnsName) : null;

const present = <T>(values: readonly (T | null)[]): readonly T[] =>
  values.filter((value) => value !== null);
