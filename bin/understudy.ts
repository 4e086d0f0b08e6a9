#!/usr/bin/env node
import { nearest } from '../lib/config/nearest.ts';
import { type Command, type Context, UsageError } from './command.ts';
import { adoptCommand, releaseRecordsCommand } from './commands/adopt.ts';
import { alerts } from './commands/alerts.ts';
import { checkConfig } from './commands/check-config.ts';
import { checks } from './commands/checks.ts';
import { controllerCommands } from './commands/controller.ts';
import { cost } from './commands/cost.ts';
import { initCommand } from './commands/init.ts';
import { publish } from './commands/publish.ts';
import { rehearse } from './commands/rehearse.ts';
import { schema } from './commands/schema.ts';
import { watch } from './commands/watch.ts';
import { EndedError, exitCodeOf, listenForEnd } from './ending.ts';
import { explain } from './explain.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  rehearse,
  watch,
  ...controllerCommands(),
  adopt: adoptCommand(),
  'release-records': releaseRecordsCommand(),
  init: initCommand(),
  publish,
  'check-config': checkConfig,
  alerts,
  cost,
  checks,
  schema,
};

/** Reads the command line, runs one command, and turns whatever happens into one line and a code. */
async function main(argv: readonly string[]): Promise<void> {
  const isDebug = argv.includes('--debug');
  const args = argv.filter((arg) => arg !== '--debug');
  const ending = listenForEnd(process);
  const { signal } = ending;
  try {
    const exitCode = await run(args, ending);
    if (signal.aborted && !(signal.reason instanceof EndedError)) throw signal.reason;
    process.exitCode = exitCode;
  } catch (error) {
    const why: unknown = signal.aborted ? signal.reason : error;
    process.exitCode = why instanceof UsageError ? 1 : exitCodeOf(why, failsWith(args));
    if (why instanceof EndedError) return;
    process.stderr.write(`understudy: ${explain(why, isDebug)}\n`);
  }
}

async function run(args: readonly string[], context: Context): Promise<number> {
  const [first = 'rehearse', ...others] = args;
  if (first === 'help' || args.includes('--help') || args.includes('-h')) return help();
  if (first.startsWith('-')) return rehearse.run(args, context);
  const command = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
  if (command !== undefined) return command.run(others, context);
  const near = nearest(first, Object.keys(COMMANDS));
  const hint =
    near === null ? `there is ${Object.keys(COMMANDS).join(', ')}` : `did you mean ${near}?`;
  throw new UsageError(`there is no command ${first}; ${hint}`);
}

const failsWith = ([first = '']: readonly string[]): number | undefined =>
  Object.hasOwn(COMMANDS, first) ? COMMANDS[first]?.failsWith : undefined;

function help(): number {
  const lines = Object.values(COMMANDS).map(({ usage, summary }) => `  ${usage}\n      ${summary}`);
  process.stdout.write(
    `Understudy keeps a website answering on its bad days.\n\n${lines.join('\n')}\n\n` +
      '  From status to alert-test, what is deployed is asked, with your own AWS credentials. All of these\n' +
      '  take [--file sites.yml] [--stage prod] [--by NAME] [--json], and where names differ\n' +
      '  [--state-table NAME] [--switch-bucket NAME] [--topic ARN] [--account ID]. So do adopt and\n' +
      '  release-records, but for --topic.\n\n' +
      '  --debug with any of them shows where an error came from.\n',
  );
  return 0;
}

await main(process.argv.slice(2));
