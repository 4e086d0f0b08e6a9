import { isIPv6 } from 'node:net';
import { Client } from 'undici';
import type { Endpoint } from '../../core/probe.ts';
import { Connection, type ConnectTools } from './connection.ts';
import { Exchange, type Outcome } from './exchange.ts';

/** Longer than any interval between probes, so that the target's idle time-out decides, not ours. */
const KEEP_ALIVE_MS = 180_000;

/** What Node and undici take by themselves; said here so that no option of the process changes it. */
const HEADER_BYTES_MAX = 16 * 1024;

export type Finished = { readonly exchange: Exchange; readonly outcome: Outcome };

/**
 * The connections to one address: a kept-alive one for pooled probes and, apart from it, one that
 * sends `Connection: close` so that every probe on it opens a new socket. They are separate because
 * an undici client with a live socket rides it once more even when asked to reset.
 */
export class HttpLine {
  readonly #endpoint: Endpoint;
  readonly #tools: ConnectTools;
  readonly #request: { path: string; method: 'GET'; headers: string[] };
  #pooled: Client | null = null;
  #fresh: Client | null = null;
  /** The exchange that is under way; one line carries one at a time. */
  #current: Exchange | null = null;

  constructor(endpoint: Endpoint, tools: ConnectTools) {
    this.#endpoint = endpoint;
    this.#tools = tools;
    this.#request = { path: endpoint.path, method: 'GET', headers: headersFor(endpoint) };
  }

  /** Sends one request; `withinMs` is what is left of the probe's time. */
  send(fresh: boolean, withinMs: number, signal: AbortSignal | undefined): Promise<Finished> {
    return new Promise((resolve) => {
      const exchange = new Exchange(this.#tools.elapsed, (outcome) => {
        clearTimeout(deadline);
        signal?.removeEventListener('abort', onAbort);
        resolve({ exchange, outcome });
      });
      const onAbort = () => exchange.onAbort();
      const deadline = setTimeout(
        () => exchange.onDeadline(this.#endpoint.expect.withinMs),
        withinMs,
      );
      if (signal?.aborted) {
        onAbort();
        return;
      }
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#current = exchange;
      this.#client(fresh).dispatch(this.#request, exchange);
    });
  }

  /** Cuts short the exchange that is under way, if there is one, and ends the connections. */
  async close(): Promise<void> {
    this.#current?.onAbort();
    await Promise.all([this.#pooled?.destroy(), this.#fresh?.destroy()]);
  }

  #client(fresh: boolean): Client {
    if (fresh) {
      this.#fresh ??= this.#open(0);
      return this.#fresh;
    }
    this.#pooled ??= this.#open(1);
    return this.#pooled;
  }

  #open(pipelining: 0 | 1): Client {
    return new Client(originOf(this.#endpoint), {
      pipelining,
      allowH2: false,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: HEADER_BYTES_MAX,
      connect: (_, callback) => {
        const connection = new Connection(this.#endpoint, this.#tools, (error, socket) =>
          socket === null
            ? callback(error ?? new Error('no connection'), null)
            : callback(null, socket),
        );
        if (this.#current !== null) this.#current.connection = connection;
        connection.open();
      },
    });
  }
}

const originOf = ({ protocol, address, port, hostname }: Endpoint): string => {
  const host = isIPv6(address) ? `[${address}]` : address;
  return `${protocol}://${host || hostname}:${port}`;
};

/** Host as browsers and Route 53's checkers send it: with the port only when it is not the usual one. */
function headersFor({ protocol, port, hostname }: Endpoint): string[] {
  const isUsual = port === (protocol === 'https' ? 443 : 80);
  const host = isIPv6(hostname) ? `[${hostname}]` : hostname;
  return [
    'host',
    isUsual ? host : `${host}:${port}`,
    'user-agent',
    'understudy-probe',
    'accept',
    '*/*',
    'accept-encoding',
    'identity',
  ];
}
