import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Answer } from '../../core/probing/expect.ts';
import { BODY_BYTES_KEPT_MAX, BODY_BYTES_MAX, decodeBody, TOO_LARGE } from './body.ts';
import { deadlineFailure, type Failure, failureOf, type ProbePhase } from './causes.ts';
import type { Connection } from './connection.ts';
import { stacklessUntilNextTick } from './stackless.ts';

/** How an exchange ended: with a complete answer, or with the reason why there is none. */
export type Outcome =
  | { readonly failure: null; readonly answer: Answer }
  | { readonly failure: Failure; readonly answer: null };

/** Whom an exchange tells of its end. */
export type ExchangeEnd = {
  /** It is known what came of it. */
  readonly settle: (outcome: Outcome) => void;
  /** undici is through with it too, which is later where it was cut short. */
  readonly release: () => void;
};

/** One request and its answer, timed; undici calls it as its handler. */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Set when this exchange opened a connection of its own. */
  connection: Connection | null = null;
  status: number | null = null;
  writtenAt: number | null = null;
  firstByteAt: number | null = null;
  endedAt = 0;
  /** Cut short because its time was over. */
  isOverdue = false;
  headers: IncomingHttpHeaders = {};

  readonly #elapsed: () => number;
  readonly #end: ExchangeEnd;
  readonly #askedAt: number;
  #controller: Dispatcher.DispatchController | null = null;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #isSettled = false;

  constructor(elapsed: () => number, end: ExchangeEnd) {
    this.#elapsed = elapsed;
    this.#end = end;
    this.#askedAt = elapsed();
  }

  /**
   * When we turned to the target: its name was looked up or its address dialled, or the request was
   * written where a connection was kept. What came before is our own doing.
   */
  get beganAt(): number {
    return this.connection?.beganAt ?? this.writtenAt ?? this.#askedAt;
  }

  /** This exchange needs a connection of its own; one that is settled needs none any more. */
  opens(connection: Connection): void {
    this.connection = connection;
    if (this.#isSettled) connection.end(new Error('no longer needed'));
    else connection.open();
  }

  /** The time is over: settles at once and takes the connection down. */
  onDeadline(withinMs: number): void {
    this.isOverdue = true;
    this.#cut(deadlineFailure(this.phase(), withinMs));
  }

  /** We stop looking, which says nothing about the target. */
  onAbort(): void {
    this.#cut({
      verdict: 'inconclusive',
      cause: 'ours-aborted',
      detail: 'the probe was cut short',
    });
  }

  phase(): ProbePhase {
    if (this.status !== null) return 'transfer';
    if (this.firstByteAt !== null) return 'headers';
    if (this.writtenAt !== null) return 'first-byte';
    return this.connection?.phase ?? 'connect';
  }

  /** The beginning of the body as it came, for the evidence. */
  firstBytes(max: number): string {
    return (this.#chunks[0] ?? Buffer.alloc(0)).subarray(0, max).toString('utf8');
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#isSettled) {
      controller.abort(CUT_SHORT);
      return;
    }
    this.#controller = controller;
    this.writtenAt = this.#elapsed();
  }

  onResponseStarted(): void {
    this.firstByteAt = this.#elapsed();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    // An interim answer (1xx) is not yet one: the wait for the first byte of the answer goes on.
    if (status < 200) this.firstByteAt = null;
    else {
      this.status = status;
      this.headers = headers;
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#bytes < BODY_BYTES_KEPT_MAX) this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes > BODY_BYTES_MAX) this.#cut(TOO_LARGE);
  }

  onResponseEnd(): void {
    this.endedAt = this.#elapsed();
    // A body without a length ends with its connection; undici takes a reset for that end, too.
    const broken = this.connection?.error ?? null;
    this.#settleOnce(
      broken === null ? this.#decode() : { failure: failureOf(broken, 'transfer'), answer: null },
    );
    this.#end.release();
    if (this.connection !== null) stacklessUntilNextTick();
  }

  #decode(): Outcome {
    const [only] = this.#chunks;
    const bytes =
      this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks);
    const isCut = this.#bytes > BODY_BYTES_KEPT_MAX;
    const encoding = this.headers['content-encoding'];
    const decoded = decodeBody(bytes, encoding, isCut);
    if ('failure' in decoded) return { failure: decoded.failure, answer: null };
    const { status, headers } = this;
    return { failure: null, answer: { status: status ?? 0, headers, body: decoded.text } };
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    // Where the system said what is wrong, undici often knows no more than that the other side closed.
    const cause = this.connection?.error ?? error;
    this.#settleOnce({ failure: failureOf(cause, this.phase()), answer: null });
    this.#end.release();
  }

  #cut(failure: Failure): void {
    if (this.#isSettled) return;
    this.#settleOnce({ failure, answer: null });
    const reason = new Error(failure.detail);
    if (this.#controller === null) this.connection?.end(reason);
    else this.#controller.abort(reason);
  }

  #settleOnce(outcome: Outcome): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    if (this.endedAt === 0) this.endedAt = this.#elapsed();
    this.#end.settle(outcome);
  }
}

const CUT_SHORT = new Error('cut short before the request was written');
