/** One command of the terminal. */
export type Command = {
  readonly usage: string;
  readonly summary: string;
  /** Resolves with the exit code. The signal is aborted by Ctrl-C: end soon, and leave nothing. */
  readonly run: (
    args: readonly string[],
    context: { readonly signal: AbortSignal },
  ) => Promise<number>;
};

/** What the user typed or wrote is wrong; the message says what to do instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
