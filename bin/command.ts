/** One command of the terminal. */
export type Command = {
  readonly usage: string;
  readonly summary: string;
  /** Exit code when the command throws anything but a UsageError; 1 when left out. */
  readonly failsWith?: number;
  /** Resolves with the exit code. */
  readonly run: (args: readonly string[], context: Context) => Promise<number>;
};

/** What a command is told of the process that it runs in. */
export type Context = {
  /** Aborted by Ctrl-C: end soon, and leave nothing. */
  readonly signal: AbortSignal;
  /** Keeps the process while something must be finished all the same; call the answer when it is. */
  readonly hold?: () => () => void;
};

/** What the user typed or wrote is wrong; the message says what to do instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
