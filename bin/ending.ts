import type { EventEmitter } from 'node:events';

/** The process was asked to end: by a signal, or because nobody reads its output any more. */
export class EndedError extends Error {
  override readonly name = 'EndedError';
  readonly exitCode: number;
  constructor(by: string, exitCode: number) {
    super(`ended by ${by}`);
    this.exitCode = exitCode;
  }
}

/** What we write cannot be written, for example because the disk is full. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

/** What is needed of a process in order to end it. */
export type Host = EventEmitter & {
  exitCode?: NodeJS.Process['exitCode'];
  readonly exit: (code: NodeJS.Process['exitCode']) => unknown;
  readonly stdout: EventEmitter;
  readonly stderr: EventEmitter;
};

/** How a process ends: `signal` is aborted by the first thing that ends it; its reason says what that was. */
export type Ending = {
  readonly signal: AbortSignal;
  /** Keeps the process until the answer is called: half of what is under way would be worse than either end. */
  readonly hold: () => () => void;
};

/** Listens for whatever ends the process. Whoever asks again after a second gets their way at once. */
export function listenForEnd(host: Host): Ending {
  const ended = new AbortController();
  const holds = new Set<symbol>();
  let isOverdue = false;
  let firstAskedMs: number | null = null;
  const exit = () => host.exit(host.exitCode ?? exitCodeOf(ended.signal.reason));
  const end = (why: unknown) => {
    // npm passes Ctrl-C on to a process that the terminal has told already: the first reason stays.
    ended.abort(why);
    firstAskedMs ??= performance.now();
    if (performance.now() - firstAskedMs > INSISTS_AFTER_MS) exit();
    setTimeout(() => {
      isOverdue = true;
      if (holds.size === 0) exit();
    }, GRACE_MS).unref();
  };
  const hold = () => {
    const mine = Symbol('hold');
    holds.add(mine);
    return () => {
      holds.delete(mine);
      if (isOverdue && holds.size === 0) setTimeout(exit, GRACE_MS).unref();
    };
  };
  for (const [name, exitCode] of Object.entries(EXIT_CODES))
    host.on(name, () => end(new EndedError(name, exitCode)));
  host.on('uncaughtException', end);
  host.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || error.code === 'EIO') end(new EndedError('SIGPIPE', PIPE_CLOSED));
    else end(new OutputError(`the output cannot be written: ${error.message}`, { cause: error }));
  });
  host.stderr.on('error', () => undefined);
  return { signal: ended.signal, hold };
}

/** The exit code for what ended the process. */
export const exitCodeOf = (why: unknown, otherwise = 1): number =>
  why instanceof EndedError ? why.exitCode : otherwise;

/** Exit codes of a process that a signal ended, as shells have them. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
/** 128 + SIGPIPE. Not 0, which would claim that every step was observed. */
const PIPE_CLOSED = 141;
/** What has not let go by then, such as a resolver that does not answer, is not waited for. */
const GRACE_MS = 800;
/** Later than npm repeats a signal. */
const INSISTS_AFTER_MS = 1_000;
