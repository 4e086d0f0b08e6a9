import type { Endpoint } from '../lib/core/probe.ts';
import { UsageError } from './command.ts';

const USUAL_PORT: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** What a URL on the command line asks to be probed. */
export function endpointOf(
  text: string,
  host: string | null,
  contains: string | null,
  withinMs: number,
): Endpoint {
  const url = URL.parse(text);
  const protocol = url?.protocol.replace(/:$/, '');
  if (url === null || (protocol !== 'http' && protocol !== 'https' && protocol !== 'tcp'))
    throw new UsageError(`${text} is not a URL with http, https or tcp, like http://203.0.113.10/`);
  if (url.hostname === '') throw new UsageError(`${text} names no host`);
  if (protocol === 'tcp' && url.port === '')
    throw new UsageError(`${text} needs a port, like tcp://203.0.113.10:5432`);
  const address = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    protocol,
    address,
    port: url.port === '' ? (USUAL_PORT[protocol] ?? 0) : Number(url.port),
    path: `${url.pathname === '' ? '/' : url.pathname}${url.search}`,
    hostname: host ?? address,
    expect: { status: [{ from: 200, to: 399 }], contains, withinMs },
  };
}
