import type { Site } from '../../site.ts';
import type { Look } from '../finding.ts';
import { isCloudFront, pairOf } from '../pair.ts';
import type { Page, Snapshot } from '../snapshot.ts';

/** What the checks on the page look at, and on what else visitors may ask for. */
export type WebsiteView = {
  readonly site: Site;
  readonly page: Page;
  /** Null where nobody looked, as on the recovery path: then there is nothing to judge. */
  readonly deepPage: Look<Page> | null;
  readonly securePage: Look<Page> | null;
  readonly primaryPage: Look<Page> | null;
  readonly scheme: SecondaryScheme | null;
};

/** What the secondary speaks: CloudFront both, an S3 website HTTP only. */
export type SecondaryScheme = 'http-only' | 'http-and-https';

/**
 * Null when the records are not known and the site has no distribution of the stack. With one the record has the
 * last word, too: while it leads to the S3 website, visitors get HTTP.
 */
export function schemeOf(site: Site, { records }: Snapshot): SecondaryScheme | null {
  const isFronted = site.secondary.front.kind === 'cloudfront';
  const secondary = records.ok ? pairOf(site, records.value).secondary : null;
  if (secondary !== null) return isCloudFront(secondary) ? 'http-and-https' : 'http-only';
  if (isFronted) return 'http-and-https';
  return records.ok ? 'http-only' : null;
}
