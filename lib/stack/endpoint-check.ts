import type { Expectation, Primary, Site } from '../core/site.ts';
import { healthCheck } from './health-check.ts';
import { literal, type Resource, type Value } from './template.ts';

/**
 * Watches one address of the primary: by IP, since the name must stay healthy while its routing
 * changes. The site's name is only what the request says (Host header and SNI); Route 53 resolves
 * it only when no IP is given
 * (https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html).
 */
export const endpointCheck = (site: Site, address: string): Resource =>
  healthCheck(site, `endpoint ${address}`, {
    IPAddress: address,
    Port: site.primary.port,
    RequestInterval: 10,
    FailureThreshold: FAILURE_THRESHOLD,
    ...question(site),
  });

/**
 * Not the threshold of sites.yml, which is for one prober that looks every few seconds: sixteen
 * checkers every ten seconds need fewer failures each to be as sure.
 */
const FAILURE_THRESHOLD = 3;
const SEARCH_STRING_MAX = 255;

/**
 * What the checkers ask. Route 53 takes every 2xx and 3xx for healthy and nothing else: a primary
 * whose good answers lie outside of that is only asked for a connection, or it would never be healthy.
 */
function question({ name, primary }: Site): Readonly<Record<string, Value>> {
  if (primary.protocol === 'tcp' || !isAskable(primary.expect)) return { Type: 'TCP' };
  const type = primary.protocol === 'https' ? 'HTTPS' : 'HTTP';
  const request = {
    FullyQualifiedDomainName: name,
    ResourcePath: literal(primary.path),
    ...(primary.protocol === 'https' ? { EnableSNI: true } : {}),
  };
  const words = searchString(primary);
  return words === null
    ? { Type: type, ...request }
    : { Type: `${type}_STR_MATCH`, ...request, SearchString: literal(words) };
}

const isAskable = ({ status }: Expectation): boolean =>
  status.every(({ from, to }) => from >= 200 && to <= 399);

/** A text that is too long for Route 53 is left to Understudy's own probes. */
const searchString = ({ expect: { contains } }: Primary): string | null =>
  contains !== null && contains !== '' && contains.length <= SEARCH_STRING_MAX ? contains : null;
