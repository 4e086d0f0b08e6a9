import { parseArgs } from 'node:util';
import { bias } from './bias.ts';
import { coldstart } from './coldstart.ts';
import { detection } from './detection.ts';
import { failover } from './failover.ts';
import { falseAlarms } from './false-alarms.ts';
import { fresh } from './fresh.ts';
import { pooled } from './pooled.ts';
import { scale } from './scale.ts';
import {
  type Bench,
  type Comparison,
  jsonLine,
  type Report,
  textLine,
  withRatio,
} from './support/comparison.ts';

const BENCHES: readonly Bench[] = [
  pooled,
  fresh,
  bias,
  detection,
  falseAlarms,
  failover,
  scale,
  coldstart,
];

const USAGE = `npm run bench [-- NAME ...] [-- --json]

${BENCHES.map(({ name, what }) => `  ${name.padEnd(13)} ${what}`).join('\n')}
`;

// Children and temporary files end with this process, if only it ends in order.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => process.exit(1));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => BENCHES.every((bench) => bench.name !== name));
if (values.help || unknown.length > 0) {
  process.stderr.write(unknown.length > 0 ? `no bench ${unknown.join(', ')}\n\n${USAGE}` : USAGE);
  process.exit(values.help ? 0 : 2);
}

const report = values.json ? jsonReport() : textReport();
for (const bench of BENCHES) {
  if (positionals.length > 0 && !positionals.includes(bench.name)) continue;
  if (!values.json) process.stdout.write(`\n${bench.name}: ${bench.what}\n`);
  await bench.run(report);
}
process.exit(0);

/** One object a line on the standard output; what is not a comparison goes to the standard error. */
function jsonReport(): Report {
  return {
    compare: (comparison) => process.stdout.write(`${jsonLine(withRatio(comparison))}\n`),
    skip: (peer, how) => process.stderr.write(skipText(peer, how)),
    note: (text) => process.stderr.write(`${text}\n`),
  };
}

function textReport(): Report {
  return {
    compare: (comparison: Omit<Comparison, 'ratio'>) =>
      process.stdout.write(`${textLine(withRatio(comparison))}\n`),
    skip: (peer, how) => process.stdout.write(`  ${skipText(peer, how)}`),
    note: (text) => process.stdout.write(`  ${text}\n`),
  };
}

function skipText(peer: string, how: string): string {
  return `${peer}: skipped, because it is not installed: ${how}\n`;
}
