import { isIPv6 } from 'node:net';
import type { Dispatcher } from 'undici';
import type { Endpoint } from '../../core/probing/probe.ts';
import type { ConnectTools } from './connection.ts';
import { Exchange, type Outcome } from './exchange.ts';
import { HttpLine } from './http-line.ts';

export type Finished = { readonly exchange: Exchange; readonly outcome: Outcome };

/**
 * The lines to one address: a pooled one and, apart from it, a fresh one for each exchange that is
 * under way at once. They are separate because an undici client with a live socket rides it once
 * more even when asked to reset. A quiet address keeps one fresh line; those above it are closed.
 */
export class HttpLines {
  readonly #endpoint: Endpoint;
  readonly #tools: ConnectTools;
  readonly #request: Dispatcher.DispatchOptions;
  readonly #fresh = new Set<HttpLine>();
  #pooled: HttpLine | null = null;
  /** The fresh line that waits for the next exchange. */
  #spare: HttpLine | null = null;

  constructor(endpoint: Endpoint, tools: ConnectTools) {
    this.#endpoint = endpoint;
    this.#tools = tools;
    this.#request = { path: endpoint.path, method: 'GET', headers: headersFor(endpoint) };
  }

  /** Sends one request; `withinMs` is what is left of the probe's time. */
  send(fresh: boolean, withinMs: number, signal: AbortSignal | undefined): Promise<Finished> {
    return new Promise((resolve) => {
      let line: HttpLine | null = null;
      const exchange = new Exchange(this.#tools.elapsed, {
        settle: (outcome) => {
          clearTimeout(deadline);
          signal?.removeEventListener('abort', onAbort);
          resolve({ exchange, outcome });
        },
        release: () => {
          if (line !== null) this.#takeBack(line);
        },
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
      line = this.#lineFor(fresh);
      line.carry(exchange, this.#request);
    });
  }

  /** Cuts short every exchange that is under way, and ends the connections. */
  async close(): Promise<void> {
    const lines = [...this.#fresh, ...(this.#pooled === null ? [] : [this.#pooled])];
    await Promise.all(lines.map((line) => line.close()));
  }

  /** A pooled exchange that finds the pooled line busy has to open a connection of its own. */
  #lineFor(fresh: boolean): HttpLine {
    if (!fresh) {
      this.#pooled ??= new HttpLine('pooled', this.#endpoint, this.#tools);
      if (!this.#pooled.isBusy) return this.#pooled;
    }
    const line = this.#spare ?? new HttpLine('fresh', this.#endpoint, this.#tools);
    this.#spare = null;
    this.#fresh.add(line);
    return line;
  }

  #takeBack(line: HttpLine): void {
    line.release();
    if (line === this.#pooled) return;
    if (this.#spare === null) {
      this.#spare = line;
      return;
    }
    this.#fresh.delete(line);
    // Not from within undici's own call.
    queueMicrotask(() => void line.close());
  }
}

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
