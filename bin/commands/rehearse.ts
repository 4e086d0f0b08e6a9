import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Served } from '../../lib/core/failover.ts';
import { type RehearsalStep, reportOf } from '../../lib/core/rehearsal.ts';
import type { Message } from '../../lib/core/world.ts';
import { playBadDay, until } from '../../lib/local/rehearsal.ts';
import { mailText, reportText, stepLine } from '../../lib/render/rehearsal.ts';
import type { Command } from '../command.ts';
import { wholeNumber } from '../options.ts';
import { type Rehearsal, raiseCurtain, SHORTENED } from '../rehearsal/curtain.ts';
import { introText, playgroundText, progressText } from '../rehearsal/texts.ts';
import { openTerminal, type Terminal } from '../terminal.ts';

const STEP_MS_MAX = 20_000;
/** Longer than the cooldown, so that the failback is not what waits for it. */
const OUTAGE_MS = 6_000;

export const rehearse: Command = {
  usage: 'npm start -- [--json] [--keep] [--dns-port PORT] [--state-dir DIR]',
  summary: 'rehearse a bad day on this machine, with no AWS account',
  run: async (args, { signal }) => {
    const options = parse(args);
    const stateDir = options.stateDir ?? (await mkdtemp(join(tmpdir(), 'understudy-')));
    try {
      return await runRehearsal(options, stateDir, signal);
    } finally {
      if (options.stateDir === null) await rm(stateDir, { recursive: true, force: true });
    }
  },
};

type Options = {
  readonly json: boolean;
  readonly keep: boolean;
  readonly dnsPort: number;
  readonly stateDir: string | null;
};

function parse(args: readonly string[]): Options {
  const { values } = parseArgs({
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

async function runRehearsal(
  options: Options,
  stateDir: string,
  signal: AbortSignal,
): Promise<number> {
  const terminal = options.json ? SILENT : openTerminal(process.stdout);
  const reported = new Map<RehearsalStep, { atMs: number; message: Message | null }>();
  const fallbackPage = await readFile(new URL('../../site/index.html', import.meta.url), 'utf8');
  const rehearsal = await raiseCurtain({
    fallbackPage,
    dnsPort: options.dnsPort,
    stateFile: join(stateDir, 'state.json'),
    onReport: (step, atMs, message) => {
      if (!reported.has(step)) reported.set(step, { atMs, message });
    },
  });
  try {
    terminal.line(introText(rehearsal.stage, SHORTENED));
    await awaitCalm(rehearsal, terminal, signal);
    const seen = await play(rehearsal, terminal, reported, signal);
    const report = reportOf(seen, SHORTENED.intervalMs);
    terminal.status(() => '');
    if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    else terminal.line(`\n${reportText(report)}`);
    if (options.keep) await keepUp(rehearsal, terminal, signal);
    return report.ok ? 0 : 1;
  } finally {
    terminal.close();
    await rehearsal.close();
  }
}

/** A bad day means nothing unless everything was well before it. */
async function awaitCalm(
  rehearsal: Rehearsal,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  terminal.status(() => 'waiting until all is healthy');
  const limits = { stepMsMax: STEP_MS_MAX, signal };
  const isCalm = await until(rehearsal, limits, async () => {
    if ((await rehearsal.served()) !== 'primary') return false;
    const { statuses } = await rehearsal.status();
    return statuses.every(({ evidence }) => evidence.primary === 'healthy');
  });
  const verification = await rehearsal.verify();
  if (!isCalm || !verification.ok)
    throw new Error(`the stage did not get healthy before the bad day\n${verification.text}`);
  terminal.line(verification.text);
  const page = await rehearsal.fetchThroughDns();
  terminal.line(`\nAll is well: DNS answers ${page.address}, the page is the primary's.\n`);
}

function play(
  rehearsal: Rehearsal,
  terminal: Terminal,
  reported: ReadonlyMap<RehearsalStep, { atMs: number; message: Message | null }>,
  signal: AbortSignal,
): Promise<ReadonlyMap<RehearsalStep, number>> {
  const beganAt = rehearsal.elapsed();
  let served: Served = 'primary';
  terminal.status(() => progressText(rehearsal.elapsed() - beganAt, served));
  return playBadDay(
    {
      ...rehearsal,
      served: async () => {
        served = await rehearsal.served();
        return served;
      },
      reported: (step) => reported.get(step)?.atMs ?? null,
      onSeen: (step, atMs, page) => {
        terminal.line(stepLine(step, atMs, page === null ? '' : `, at ${page.address}`));
        const message = reported.get(step)?.message ?? null;
        if (message !== null) terminal.line(mailText(message));
      },
    },
    {
      secondaryMarker: rehearsal.secondaryMarker,
      stepMsMax: STEP_MS_MAX,
      outageMs: OUTAGE_MS,
      signal,
    },
  );
}

async function keepUp(
  rehearsal: Rehearsal,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  terminal.line(playgroundText(rehearsal.stage));
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

const SILENT: Terminal = { line: () => {}, status: () => {}, isLive: false, close: () => {} };
