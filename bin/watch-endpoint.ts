import { EXPECT_ANY } from '../lib/core/probing/expect.ts';
import type { Endpoint } from '../lib/core/probing/probe.ts';
import { UsageError } from './command.ts';

const USUAL_PORT: Readonly<Record<string, number>> = { http: 80, https: 443 };

export type EndpointOptions = {
  readonly host: string | null;
  readonly contains: string | null;
  readonly withinMs: number;
};

/** What a URL on the command line asks to be probed. */
export function endpointOf(text: string, { host, contains, withinMs }: EndpointOptions): Endpoint {
  const { url, protocol } = parseUrl(text);
  if (protocol === 'tcp' && contains !== null)
    throw new UsageError(`${text} answers no page: --contains needs http or https`);
  const address = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    protocol,
    address,
    port: url.port === '' ? (USUAL_PORT[protocol] ?? 0) : Number(url.port),
    path: `${url.pathname === '' ? '/' : url.pathname}${url.search}`,
    hostname: host ?? address,
    expect: { ...EXPECT_ANY, contains, withinMs },
  };
}

function parseUrl(text: string): { readonly url: URL; readonly protocol: Endpoint['protocol'] } {
  const url = URL.parse(text);
  const protocol = url?.protocol.replace(/:$/, '');
  if (url === null || (protocol !== 'http' && protocol !== 'https' && protocol !== 'tcp'))
    throw new UsageError(
      `${text} is no URL of http, https or tcp; write it like http://203.0.113.10/`,
    );
  if (url.hostname === '')
    throw new UsageError(`${text} names no host; write it like http://203.0.113.10/`);
  if (url.username !== '' || url.password !== '')
    throw new UsageError('a probe sends no password; leave it out of the URL');
  if (protocol === 'tcp' && url.port === '')
    throw new UsageError(`${text} needs a port; write it like tcp://203.0.113.10:5432`);
  return { url, protocol };
}
