import { isIP } from 'node:net';
import { EXPECT_ANY } from '../core/probing/expect.ts';
import type { Page } from '../core/verify/snapshot.ts';
import type { Dial, FetchPage, ResolveAddresses } from '../core/world.ts';
import { Connection } from './probe/connection.ts';
import { Agent, requestOver } from './undici-parts.ts';

const BODY_BYTES_MAX = 64 * 1024;

/**
 * A visitor's plain GET over a connection of its own; redirects are reported, not followed. Over HTTPS
 * the name of the site is the TLS server name (SNI), and nothing is sent where the certificate must hold for it
 * and does not.
 */
export const makeFetchPage = (options: {
  readonly dial?: Dial;
  readonly lookup: ResolveAddresses;
  /** Certificates to trust instead of the well-known ones, PEM; for tests and private authorities. */
  readonly ca?: string;
}): FetchPage => {
  const tools = {
    ...options,
    dial: options.dial ?? ((address: string, port: number) => ({ address, port })),
    elapsed: () => performance.now(),
  };
  return async ({ protocol = 'http', address, port, hostname, path, timeoutMs, certificate }) => {
    const start = tools.elapsed();
    const url = `${protocol}://${authority(protocol, hostname, port)}${path}`;
    let connection: Connection | null = null;
    const agent = new Agent({
      pipelining: 0,
      allowH2: false,
      connect: (_, callback) => {
        const endpoint = { protocol, address, port, path, hostname };
        connection = new Connection(
          { ...endpoint, expect: { ...EXPECT_ANY, withinMs: timeoutMs } },
          { ...tools, takesAnyCertificate: certificate !== 'must-hold' },
          (error, socket) =>
            socket === null
              ? callback(error ?? new Error('no connection'), null)
              : callback(null, socket),
        );
        connection.open();
      },
    });
    const signal = AbortSignal.timeout(timeoutMs);
    signal.addEventListener('abort', () => connection?.end(new Error('deadline')), { once: true });
    try {
      const answer = await requestOver(agent, url, {
        method: 'GET',
        headers: { 'accept-encoding': 'identity', 'user-agent': 'understudy-verify' },
        signal,
      });
      const body = await firstBytes(answer.body);
      return {
        url,
        address: connectedTo(connection) ?? address,
        status: answer.statusCode,
        headers: plainHeaders(answer.headers),
        body,
        totalMs: tools.elapsed() - start,
      } satisfies Page;
    } catch (error) {
      throw new PageNotFetchedError(hostname, address, port, error);
    } finally {
      await agent.destroy();
    }
  };
};

/** Nothing answered, or not in time. */
export class PageNotFetchedError extends Error {
  override readonly name = 'PageNotFetchedError';
  constructor(hostname: string, address: string, port: number, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`no page for ${hostname} from ${address}:${port}: ${why}`, { cause });
  }
}

async function firstBytes(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= BODY_BYTES_MAX) break;
  }
  return Buffer.concat(chunks).subarray(0, BODY_BYTES_MAX).toString('utf8');
}

const plainHeaders = (headers: Record<string, string | string[] | undefined>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]),
  );

/** As the Host header has it: without the port that the protocol implies. */
const authority = (protocol: 'http' | 'https', hostname: string, port: number): string => {
  const host = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
  return port === PORTS[protocol] ? host : `${host}:${port}`;
};

const PORTS = { http: 80, https: 443 } as const;

const connectedTo = (connection: Connection | null): string | null => connection?.address ?? null;
