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

/** Aborted by the first thing that ends this process; its reason says what that was. */
export function listenForEnd(host: Host): AbortSignal {
  const ended = new AbortController();
  const end = (why: unknown) => {
    // npm passes Ctrl-C on to a process that the terminal has told already: the first reason stays.
    ended.abort(why);
    setTimeout(() => host.exit(host.exitCode ?? exitCodeOf(why)), GRACE_MS).unref();
  };
  for (const [name, exitCode] of Object.entries(EXIT_CODES))
    host.on(name, () => end(new EndedError(name, exitCode)));
  host.on('uncaughtException', end);
  host.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || error.code === 'EIO') end(new EndedError('SIGPIPE', PIPE_CLOSED));
    else end(new OutputError(`the output cannot be written: ${error.message}`, { cause: error }));
  });
  host.stderr.on('error', () => undefined);
  return ended.signal;
}

/** The exit code for what ended the process. */
export const exitCodeOf = (why: unknown): number => (why instanceof EndedError ? why.exitCode : 1);

/** Exit codes of a process that a signal ended, as shells have them. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
/** 128 + SIGPIPE. Not 0, which would claim that every step was observed. */
const PIPE_CLOSED = 141;
/** What has not let go by then, such as a resolver that does not answer, is not waited for. */
const GRACE_MS = 800;
