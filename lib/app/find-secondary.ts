import { type SecondaryPlace, secondaryPlace } from '../core/secondary-place.ts';
import type { Site } from '../core/site.ts';
import type { DistributionOf, FetchPage } from '../core/world.ts';

/** Nobody can say where the secondary answers, so it cannot be looked at. */
export class SecondaryNotFoundError extends Error {
  override readonly name = 'SecondaryNotFoundError';
  constructor({ name, secondary }: Site, options?: ErrorOptions) {
    super(
      secondary.front.kind === 'website'
        ? `no website endpoint is known for ${secondary.region}`
        : `no distribution of the stack is known for ${name}; deploy, so that there is one before its bucket`,
      options,
    );
  }
}

/** Where the secondary answers, past the records. Whoever knows distributions is asked only for a site that has one. */
export async function findSecondary(
  { distributionOf }: { readonly distributionOf: DistributionOf },
  site: Site,
): Promise<SecondaryPlace> {
  const isBehindCloudFront = site.secondary.front.kind === 'cloudfront';
  const place = secondaryPlace(site, isBehindCloudFront ? await distributionOf(site.name) : null);
  if (place === null) throw new SecondaryNotFoundError(site);
  return place;
}

/**
 * Asks the secondary as a visitor's browser does: a browser shows nothing of a page whose certificate does not
 * hold, so over HTTPS it must.
 */
export const askSecondary = (
  place: SecondaryPlace,
  { name }: Site,
  path: string,
  timeoutMs: number,
): Parameters<FetchPage>[0] => ({
  ...place,
  ...(place.protocol === 'https' ? { certificate: 'must-hold' } : {}),
  hostname: name,
  path,
  timeoutMs,
});
