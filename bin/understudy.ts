#!/usr/bin/env node
import type { Command } from './command.ts';
import { checkConfig } from './commands/check-config.ts';
import { rehearse } from './commands/rehearse.ts';
import { schema } from './commands/schema.ts';
import { watch } from './commands/watch.ts';
import { explain } from './explain.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  rehearse,
  watch,
  'check-config': checkConfig,
  schema,
};

/** Exit codes of a process that a signal ended, as shells have them. */
const EXIT_CODE_OF = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Reads the command line, runs one command, and turns whatever happens into one line and a code. */
async function main(argv: readonly string[]): Promise<void> {
  const isDebug = argv.includes('--debug');
  const args = argv.filter((arg) => arg !== '--debug');
  const ended = new AbortController();
  let endedBy: keyof typeof EXIT_CODE_OF | null = null;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => {
      if (endedBy !== null) process.exit(EXIT_CODE_OF[name]);
      endedBy = name;
      ended.abort();
    });
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever read our output has gone: there is nobody left to work for.
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    process.exitCode = await run(args, ended.signal);
  } catch (error) {
    if (!ended.signal.aborted) {
      process.stderr.write(`understudy: ${explain(error, isDebug)}\n`);
      process.exitCode = 1;
    }
  }
  if (endedBy !== null && process.exitCode === undefined) process.exitCode = EXIT_CODE_OF[endedBy];
}

async function run(args: readonly string[], signal: AbortSignal): Promise<number> {
  const [first = 'rehearse', ...others] = args;
  if (first === '--help' || first === '-h' || first === 'help') return help();
  if (first.startsWith('-')) return rehearse.run(args, { signal });
  const command = COMMANDS[first];
  if (command !== undefined) return command.run(others, { signal });
  process.stderr.write(
    `understudy: there is no command ${first}; there is ${Object.keys(COMMANDS).join(', ')}\n`,
  );
  return 1;
}

function help(): number {
  const lines = Object.values(COMMANDS).map(({ usage, summary }) => `  ${usage}\n      ${summary}`);
  process.stdout.write(
    `Understudy keeps a website answering on its bad days.\n\n${lines.join('\n')}\n\n` +
      '  --debug with any of them shows where an error came from.\n',
  );
  return 0;
}

await main(process.argv.slice(2));
