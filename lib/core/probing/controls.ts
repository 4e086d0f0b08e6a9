import { EXPECT_ANY } from './expect.ts';
import type { Endpoint } from './probe.ts';

/** A page of somebody else that tells whether we can see: any answer at all will do. */
export function controlEndpoint(url: string): Endpoint {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const name = hostname.replace(/^\[(.*)\]$/, '$1');
  const isHttps = protocol === 'https:';
  return {
    protocol: isHttps ? 'https' : 'http',
    address: name,
    port: port === '' ? (isHttps ? 443 : 80) : Number(port),
    path: `${pathname}${search}`,
    hostname: name,
    expect: { ...EXPECT_ANY, status: [{ from: 100, to: 599 }] },
  };
}
