import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Endpoint } from '../../core/probe.ts';
import { deadlineFailure, type Failure, failureOf, type ProbePhase } from './causes.ts';
import type { Connection } from './connection.ts';

/** This much of a body is kept to be asserted on. */
export const BODY_BYTES_KEPT_MAX = 64 * 1024;
/** A longer body makes a bad probe path: it costs the site traffic at every probe. */
export const BODY_BYTES_MAX = 1024 * 1024;

export type Answer = { readonly status: number; readonly body: string };
export type Outcome = { readonly failure: Failure | null; readonly answer: Answer | null };

/** One request and its answer, timed; undici calls it as its handler. */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Set when this exchange opened a connection of its own. */
  connection: Connection | null = null;
  status: number | null = null;
  writtenAt: number | null = null;
  firstByteAt: number | null = null;

  readonly #endpoint: Endpoint;
  readonly #elapsed: () => number;
  readonly #settle: (outcome: Outcome) => void;
  #controller: Dispatcher.DispatchController | null = null;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #isSettled = false;

  constructor(endpoint: Endpoint, elapsed: () => number, settle: (outcome: Outcome) => void) {
    this.#endpoint = endpoint;
    this.#elapsed = elapsed;
    this.#settle = settle;
  }

  /** The time is over: settles at once and takes the connection down. */
  onDeadline(): void {
    this.#end(deadlineFailure(this.phase(), this.#endpoint.expect.withinMs));
  }

  /** We stop looking, which says nothing about the target. */
  onAbort(): void {
    this.#end({
      verdict: 'inconclusive',
      cause: 'ours-aborted',
      detail: 'the probe was cut short',
    });
  }

  phase(): ProbePhase {
    if (this.firstByteAt !== null) return 'transfer';
    if (this.writtenAt !== null) return 'first-byte';
    return this.connection?.phase ?? 'connect';
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.writtenAt = this.#elapsed();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    _headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return;
    this.firstByteAt = this.#elapsed();
    this.status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#bytes < BODY_BYTES_KEPT_MAX) this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes > BODY_BYTES_MAX)
      this.#end({
        verdict: 'unhealthy',
        cause: 'too-large',
        detail: `the answer is longer than ${BODY_BYTES_MAX / 1024} KiB; probe a smaller page`,
      });
  }

  onResponseEnd(): void {
    const body = Buffer.concat(this.#chunks).subarray(0, BODY_BYTES_KEPT_MAX).toString('utf8');
    this.#settleOnce({ failure: null, answer: { status: this.status ?? 0, body } });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settleOnce({ failure: failureOf(error, this.phase()), answer: null });
  }

  #end(failure: Failure): void {
    this.#settleOnce({ failure, answer: null });
    const reason = new Error(failure.detail);
    if (this.#controller === null) this.connection?.end(reason);
    else this.#controller.abort(reason);
  }

  #settleOnce(outcome: Outcome): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#settle(outcome);
  }
}
