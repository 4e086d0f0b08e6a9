import type { Site } from '../core/site.ts';
import { distributed, distributionId } from './distribution.ts';
import { text, type Value } from './template.ts';

/**
 * What tells the failover function which distribution stands before which bucket, without a question to
 * anybody: `www.example.com=d111111abcdef8.cloudfront.net shop.example.com=…`, and nothing where none has one.
 */
export function secondaryDomains(sites: readonly Site[]): Value {
  const each = distributed(sites).map(
    ({ name }) => `${name}=\${${distributionId(name)}.DomainName}`,
  );
  return each.length === 0 ? '' : text(each.join(' '));
}

/** How long it gets once the names are known. */
export const secondaryDomainsBytes = (sites: readonly Site[]): number =>
  distributed(sites).reduce((sum, { name }) => sum + name.length + 2 + DOMAIN_BYTES_MAX, 0);

/** As d111111abcdef8.cloudfront.net, with a character to spare. */
const DOMAIN_BYTES_MAX = 30;
