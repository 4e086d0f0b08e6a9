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

/** Null when the records are not known. */
export function schemeOf(site: Site, { records }: Snapshot): SecondaryScheme | null {
  if (!records.ok) return null;
  const { secondary } = pairOf(site, records.value);
  return secondary !== null && isCloudFront(secondary) ? 'http-and-https' : 'http-only';
}
