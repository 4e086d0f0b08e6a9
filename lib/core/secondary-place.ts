import { websiteEndpoint } from './s3-website.ts';
import type { Site } from './site.ts';
import { unreachable } from './unreachable.ts';

/** Where the secondary answers whoever asks it directly, past the records. */
export type SecondaryPlace = {
  readonly protocol: 'http' | 'https';
  /** Name to connect to; visitors, and so everybody who looks, say the site's name there. */
  readonly address: string;
  readonly port: number;
};

/**
 * The website endpoint of the bucket's region, or the distribution in front of the bucket; null when the
 * region is not known, or nobody knows the distribution's name yet.
 */
export function secondaryPlace(
  { secondary }: Pick<Site, 'secondary'>,
  distribution: string | null,
): SecondaryPlace | null {
  switch (secondary.front.kind) {
    case 'website': {
      const endpoint = websiteEndpoint(secondary.region);
      return endpoint === null ? null : { protocol: 'http', address: endpoint.dnsName, port: 80 };
    }
    case 'cloudfront':
      return distribution === null ? null : { protocol: 'https', address: distribution, port: 443 };
    default:
      return unreachable(secondary.front);
  }
}
