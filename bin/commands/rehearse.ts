import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { STAGE_PLACES } from '../../lib/local/stage-site.ts';
import { reportText } from '../../lib/render/rehearsal.ts';
import { introText, playgroundText, type StagePlaces } from '../../lib/render/rehearsal-intro.ts';
import type { Command } from '../command.ts';
import { parseOptions, wholeNumber } from '../options.ts';
import { awaitCalm, playActs, type Show, stayUp } from '../rehearsal/acts.ts';
import { Chronicle } from '../rehearsal/chronicle.ts';
import { type Rehearsal, raiseCurtain, SHORTENED } from '../rehearsal/curtain.ts';
import { withTemporaryFolder } from '../temporary-folder.ts';
import { openTerminal, SILENT } from '../terminal.ts';

export const rehearse: Command = {
  usage: 'npm start -- [--json] [--keep] [--dns-port PORT] [--state-dir FOLDER]',
  summary: 'rehearse a bad day on this machine, with no AWS account',
  run: (args, { signal }) => {
    const options = parse(args);
    if (options.stateDir !== null) return openStage(options, options.stateDir, signal);
    return withTemporaryFolder((folder) => openStage(options, folder, signal));
  },
};

type Options = {
  readonly json: boolean;
  readonly keep: boolean;
  readonly dnsPort: number;
  readonly stateDir: string | null;
};

function parse(args: readonly string[]): Options {
  const { values } = parseOptions({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      'dns-port': { type: 'string', default: '0' },
      'state-dir': { type: 'string' },
    },
  });
  return {
    json: values.json,
    keep: values.keep,
    dnsPort: wholeNumber('--dns-port', values['dns-port'], { from: 0, to: 65_535 }),
    stateDir: values['state-dir'] ?? null,
  };
}

/** Whatever becomes of the rehearsal, its stage is closed. */
async function openStage(options: Options, stateDir: string, signal: AbortSignal): Promise<number> {
  const terminal = options.json ? SILENT : openTerminal(process.stdout);
  const chronicle = new Chronicle(terminal);
  const rehearsal = await raiseCurtain({
    fallbackPage: await readFile(new URL('../../site/index.html', import.meta.url), 'utf8'),
    dnsPort: options.dnsPort,
    stateFile: join(stateDir, 'state.json'),
    onHappening: (happening, at) => chronicle.take(happening, at),
  });
  try {
    return await runRehearsal({ rehearsal, chronicle, terminal }, options, signal);
  } finally {
    terminal.close();
    await rehearsal.close();
  }
}

async function runRehearsal(
  show: Show,
  { json, keep }: Options,
  signal: AbortSignal,
): Promise<number> {
  const { rehearsal, terminal } = show;
  const ended = AbortSignal.any([signal, rehearsal.failed]);
  const places = placesOf(rehearsal);
  terminal.line(introText(places, SHORTENED, terminal.paint));
  await awaitCalm(show, ended);
  const report = await playActs(show, ended);
  terminal.status(null);
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else terminal.line(`\n${reportText(report, terminal.paint)}`);
  if (keep) {
    // Standard output holds the JSON and nothing else.
    if (json) process.stderr.write(`${playgroundText(places)}\n`);
    else terminal.line(`\n${playgroundText(places)}\n`);
    await stayUp(show, signal);
  }
  return report.ok ? 0 : 1;
}

const placesOf = ({ stage }: Rehearsal): StagePlaces => ({
  site: stage.site,
  ports: stage.ports,
  primaryAddress: STAGE_PLACES.primaryAddress,
  nameServers: STAGE_PLACES.nameServers.length,
});
