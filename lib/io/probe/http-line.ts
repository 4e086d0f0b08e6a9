import { isIPv6 } from 'node:net';
import type { Dispatcher } from 'undici';
import type { Endpoint } from '../../core/probing/probe.ts';
import { Client } from '../undici-parts.ts';
import { Connection, type ConnectTools } from './connection.ts';
import type { Exchange } from './exchange.ts';

/** Longer than any interval between probes, so that the target's idle time-out decides, not ours. */
const KEEP_ALIVE_MS = 180_000;

/** What Node and undici take by themselves; said here so that no option of the process changes it. */
const HEADER_BYTES_MAX = 16 * 1024;

/** A pooled line keeps its connection; a fresh one opens another for each exchange. */
export type LineKind = 'pooled' | 'fresh';

/**
 * One line to an address: an undici client, and the exchange that it carries. It carries one at a
 * time, so that whatever happens to its connection happens to that exchange and to no other.
 */
export class HttpLine {
  readonly #endpoint: Endpoint;
  readonly #tools: ConnectTools;
  readonly #client: Client;
  /** What is under way. One that is over holds a socket and an answer, and there are thousands of lines. */
  #exchange: Exchange | null = null;
  #isBusy = false;

  constructor(kind: LineKind, endpoint: Endpoint, tools: ConnectTools) {
    this.#endpoint = endpoint;
    this.#tools = tools;
    this.#client = this.#open(kind);
  }

  /** An exchange that was cut short keeps its line until undici has let go of it, too. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  carry(exchange: Exchange, request: Dispatcher.DispatchOptions): void {
    this.#exchange = exchange;
    this.#isBusy = true;
    this.#client.dispatch(request, exchange);
  }

  /** The exchange is over for undici as well. */
  release(): void {
    LATEST.over = this.#exchange;
    this.#exchange = null;
    this.#isBusy = false;
  }

  /** Cuts short the exchange that is under way, if there is one, and ends the connection. */
  async close(): Promise<void> {
    this.#exchange?.onAbort();
    await this.#client.destroy();
  }

  #open(kind: LineKind): Client {
    return new Client(originOf(this.#endpoint), {
      // Without pipelining undici sends `Connection: close`, and no answer is followed by another.
      pipelining: kind === 'pooled' ? 1 : 0,
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
        this.#exchange?.opens(connection);
      },
    });
  }
}

/**
 * One exchange that is over is kept, of all lines together: where a whole collection finds none alive,
 * V8 forgets their shape, and throws away the code that it has made for it.
 */
const LATEST: { over: Exchange | null } = { over: null };

const originOf = ({ protocol, address, port, hostname }: Endpoint): string => {
  const host = isIPv6(address) ? `[${address}]` : address;
  return `${protocol}://${host || hostname}:${port}`;
};
