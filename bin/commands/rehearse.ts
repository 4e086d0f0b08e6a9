import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Script, usualMs } from '../../lib/core/rehearsal-script.ts';
import { calmMs, REAL, SHORTENED, type StagePace } from '../../lib/local/pace.ts';
import { scriptsAt } from '../../lib/local/scripts.ts';
import { STAGE_PLACES } from '../../lib/local/stage-site.ts';
import {
  introText,
  playgroundText,
  type StagePlaces,
} from '../../lib/render/rehearsal/rehearsal-intro.ts';
import { type Command, UsageError } from '../command.ts';
import { parseOptions, wholeNumber } from '../options.ts';
import { awaitCalm, playActs, type Show, stayUp } from '../rehearsal/acts.ts';
import { Chronicle } from '../rehearsal/chronicle.ts';
import { type Rehearsal, raiseCurtain } from '../rehearsal/curtain.ts';
import { Ledger } from '../rehearsal/ledger.ts';
import { refuseUnwritable } from '../rehearsal/page-file.ts';
import { tellEnding } from '../rehearsal/tell-ending.ts';
import { withTemporaryFolder } from '../temporary-folder.ts';
import { openTerminal, SILENT } from '../terminal.ts';

export const rehearse: Command = {
  usage:
    'npm start -- [--script NAME] [--real-time] [--html FILE] [--json] [--keep]\n' +
    '      [--dns-port PORT] [--state-dir FOLDER]',
  summary: [
    'rehearse a bad day on this machine, with no AWS account; the scripts are',
    ...scriptsAt(SHORTENED).map(({ name, summary }) => `  ${name.padEnd(16)}  ${summary}`),
  ].join('\n      '),
  run: async (args, { signal }) => {
    const options = parse(args);
    if (options.html !== null) await refuseUnwritable(options.html);
    if (options.stateDir !== null) return openStage(options, options.stateDir, signal);
    return withTemporaryFolder((folder) => openStage(options, folder, signal));
  },
};

type Options = {
  readonly script: Script;
  readonly pace: StagePace;
  readonly html: string | null;
  readonly json: boolean;
  readonly keep: boolean;
  readonly dnsPort: number;
  readonly stateDir: string | null;
};

function parse(args: readonly string[]): Options {
  const { values } = parseOptions({
    args: [...args],
    options: {
      script: { type: 'string', default: 'outage' },
      'real-time': { type: 'boolean', default: false },
      html: { type: 'string' },
      json: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      'dns-port': { type: 'string', default: '0' },
      'state-dir': { type: 'string' },
    },
  });
  const pace = values['real-time'] ? REAL : SHORTENED;
  const script = scriptNamed(values.script, pace);
  const html = values.html ?? null;
  if (html !== null && script.tally.drill === null)
    throw new UsageError(
      `--html keeps the report of a drill, and ${script.name} has none; try --script drill`,
    );
  return {
    script,
    pace,
    html,
    json: values.json,
    keep: values.keep,
    dnsPort: wholeNumber('--dns-port', values['dns-port'], { from: 0, to: 65_535 }),
    stateDir: values['state-dir'] ?? null,
  };
}

function scriptNamed(name: string, pace: StagePace): Script {
  const scripts = scriptsAt(pace);
  const script = scripts.find((one) => one.name === name);
  if (script !== undefined) return script;
  const names = scripts.map((one) => one.name).join(', ');
  throw new UsageError(`there is no script ${name}; there is ${names}`);
}

/** Whatever becomes of the rehearsal, its stage is closed. */
async function openStage(options: Options, stateDir: string, signal: AbortSignal): Promise<number> {
  const { script, pace, json, dnsPort } = options;
  const terminal = json ? SILENT : openTerminal(process.stdout);
  const chronicle = new Chronicle(terminal, script);
  const ledger = new Ledger();
  const rehearsal = await raiseCurtain({
    fallbackPage: await readFile(new URL('../../site/index.html', import.meta.url), 'utf8'),
    dnsPort,
    stateFile: join(stateDir, 'state.json'),
    pace,
    policy: script.policy,
    onHappening: (happening, at) => {
      ledger.take(happening, at);
      chronicle.take(happening, at);
    },
  });
  try {
    const show = { script, rehearsal, ledger, chronicle, terminal };
    return await runRehearsal(show, options, signal);
  } finally {
    terminal.close();
    await rehearsal.close();
  }
}

async function runRehearsal(
  show: Show,
  { json, keep, html }: Options,
  signal: AbortSignal,
): Promise<number> {
  const { script, rehearsal, terminal } = show;
  const { pace } = rehearsal;
  const ended = AbortSignal.any([signal, rehearsal.failed]);
  const places = placesOf(rehearsal);
  const takesMs = calmMs(pace) + usualMs(script.steps);
  // A script may want something else of the policy than its pace does.
  terminal.line(introText(script, places, { ...pace, ...script.policy }, takesMs, terminal.paint));
  await awaitCalm(show, ended);
  const ending = await playActs(show, ended);
  terminal.status(null);
  await tellEnding(ending, script, { terminal, html, json });
  if (keep) {
    // Standard output holds the JSON and nothing else.
    if (json) process.stderr.write(`${playgroundText(places)}\n`);
    else terminal.line(`\n${playgroundText(places)}\n`);
    await stayUp(show, signal);
  }
  return ending.report.ok ? 0 : 1;
}

const placesOf = ({ stage }: Rehearsal): StagePlaces => ({
  site: stage.site,
  ports: stage.ports,
  primaryAddress: STAGE_PLACES.primaryAddress,
  nameServers: STAGE_PLACES.nameServers.length,
});
