import { type Ended, startCli } from './cli.ts';

/** A run that was ended by a signal, and how long it took to end. */
export type Interrupted = Ended & { readonly tookMs: number };

/** Starts the command line and sends it a signal once a text has been shown. */
export async function interrupt(
  args: readonly string[],
  signal: NodeJS.Signals,
  text: string,
): Promise<Interrupted> {
  const cli = startCli(args);
  try {
    await cli.shows(text);
    const killedAt = performance.now();
    cli.kill(signal);
    const ended = await cli.ended;
    return { ...ended, tookMs: performance.now() - killedAt };
  } finally {
    cli.kill('SIGKILL');
  }
}
