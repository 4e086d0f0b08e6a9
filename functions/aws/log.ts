import type { Log } from '../../lib/core/world.ts';

/** One line of JSON on standard output: CloudWatch Logs finds the fields by itself. */
export const log: Log = (line) => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
