import type { Endpoint } from '../../core/probing/probe.ts';
import type { Failure } from './causes.ts';

/** More hops than a visitor's browser needs for anything sensible. */
const HOPS_MAX = 5;

export type Hop = { readonly endpoint: Endpoint } | { readonly failure: Failure };

/**
 * Where a redirect leads, as an endpoint of its own. On the site's own name the address stays the
 * one that is probed, whatever DNS says; another name is resolved. A loop and a way from HTTPS down
 * to HTTP are failures of the target: a browser would give up, or warn.
 */
export function nextHop(from: Endpoint, location: string, seen: readonly string[]): Hop {
  const url = URL.parse(location, urlOf(from));
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    return failed('protocol', `redirect to ${location.slice(0, 200)}, which is no web address`);
  if (seen.includes(url.href)) return failed('redirect-loop', `redirects back to ${url.href}`);
  if (seen.length >= HOPS_MAX) return failed('redirect-loop', `more than ${HOPS_MAX} redirects`);
  if (from.protocol === 'https' && url.protocol === 'http:')
    return failed('redirect-downgrade', `redirects from https to ${url.href}`);
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const protocol = url.protocol === 'https:' ? 'https' : 'http';
  return {
    endpoint: {
      ...from,
      protocol,
      hostname,
      address: hostname === from.hostname ? from.address : hostname,
      port: url.port === '' ? (protocol === 'https' ? 443 : 80) : Number(url.port),
      path: `${url.pathname}${url.search}`,
    },
  };
}

/** The URL that a request to the endpoint has for the one who sends it. */
export function urlOf({ protocol, hostname, port, path }: Endpoint): string {
  const host = hostname.includes(':') ? `[${hostname}]` : hostname;
  return new URL(path, `${protocol}://${host}:${port}`).href;
}

export const isRedirect = (status: number): boolean =>
  status === 301 || status === 302 || status === 303 || status === 307 || status === 308;

const failed = (
  cause: 'protocol' | 'redirect-loop' | 'redirect-downgrade',
  detail: string,
): Hop => ({ failure: { verdict: 'unhealthy', cause, detail } });
