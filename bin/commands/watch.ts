import { probeAddress } from '../../lib/app/window/address-loop.ts';
import { observe } from '../../lib/core/probing/health.ts';
import type { Endpoint, ProbeResult } from '../../lib/core/probing/probe.ts';
import { watchExitCode } from '../../lib/core/watch.ts';
import type { Probe } from '../../lib/core/world.ts';
import { elapsed, now, sleep } from '../../lib/io/clock.ts';
import { makeOpenProber } from '../../lib/io/probe/prober.ts';
import { duration } from '../../lib/render/duration.ts';
import { watchHeader, watchJson, watchLine } from '../../lib/render/watch-line.ts';
import {
  emptyTally,
  tallied,
  type WatchTally,
  watchComplaint,
  watchSummary,
} from '../../lib/render/watch-summary.ts';
import { type Command, UsageError } from '../command.ts';
import { durationMs, parseOptions, wholeNumber } from '../options.ts';
import { openTerminal, SILENT, type Terminal } from '../terminal.ts';
import { endpointOf } from '../watch-endpoint.ts';

const THRESHOLDS = { failureThreshold: 4, successThreshold: 2 };
const FRESH_EVERY = 10;
const COUNT_MAX = 1_000_000;

export const watch: Command = {
  usage:
    'npm start -- watch URL... [--host NAME] [--interval 2s] [--within 2s] [--contains TEXT]\n' +
    '      [--count N] [--json]',
  summary: 'probe real endpoints with the same engine and rules; no AWS needed',
  run: async (args, { signal }) => {
    const options = parse(args);
    const { targets, json } = options;
    const prober = makeOpenProber({ now })();
    const terminal = json ? SILENT : openTerminal(process.stdout);
    const columns = targets.length === 1 ? 0 : Math.max(...targets.map(({ url }) => url.length));
    terminal.line(introText(options));
    terminal.line(watchHeader(columns, terminal.paint));
    terminal.status(() => statusText(targets));
    const show = (target: Target, result: ProbeResult) => {
      const { url, tally } = target;
      if (json) process.stdout.write(`${watchJson(url, result, tally.health)}\n`);
      terminal.line(watchLine({ url, columns }, result, tally.health, terminal.paint));
    };
    try {
      await Promise.all(targets.map((each) => follow(each, prober.probe, options, signal, show)));
    } finally {
      await prober.close();
      terminal.close();
    }
    return conclude(targets, terminal, signal);
  },
};

type Options = ReturnType<typeof parse>;
type Target = { readonly url: string; readonly endpoint: Endpoint; tally: WatchTally };

function parse(args: readonly string[]) {
  const { values, positionals } = parseOptions({
    args: [...args],
    allowPositionals: true,
    options: {
      host: { type: 'string' },
      interval: { type: 'string', default: '2s' },
      within: { type: 'string', default: '2s' },
      contains: { type: 'string' },
      count: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0)
    throw new UsageError('watch needs a URL, for example: npm start -- watch http://203.0.113.10/');
  const { host = null, contains = null } = values;
  if (host !== null && !/^[!-~]+$/.test(host))
    throw new UsageError(`--host must be a host name like www.example.com, got ${host}`);
  const withinMs = durationMs('--within', values.within, { from: 10, to: 60_000 });
  return {
    json: values.json,
    intervalMs: durationMs('--interval', values.interval, { from: 100, to: 3_600_000 }),
    count:
      values.count === undefined
        ? Number.POSITIVE_INFINITY
        : wholeNumber('--count', values.count, { from: 1, to: COUNT_MAX }),
    targets: positionals.map((url): Target => {
      const endpoint = endpointOf(url, { host, contains, withinMs });
      return { url, endpoint, tally: emptyTally(url) };
    }),
  };
}

/** Probes one URL until it has been counted often enough or somebody ends it. */
async function follow(
  target: Target,
  probe: Probe,
  { intervalMs, count }: Options,
  signal: AbortSignal,
  show: (target: Target, result: ProbeResult) => void,
): Promise<void> {
  const over = new AbortController();
  await probeAddress(
    { now, elapsed, sleep, probe },
    {
      endpoint: target.endpoint,
      policy: { intervalMs, freshEvery: FRESH_EVERY, ...THRESHOLDS },
      health: undefined,
      signal: AbortSignal.any([signal, over.signal]),
      onResult: (result) => {
        const health = observe(target.tally.health, result, THRESHOLDS);
        target.tally = tallied(target.tally, result, health);
        show(target, result);
        if (target.tally.probes === count) over.abort();
        return health;
      },
    },
  );
}

/** The summary, and on standard error why the exit code is not 0, unless somebody had enough of it. */
function conclude(targets: readonly Target[], terminal: Terminal, signal: AbortSignal): number {
  const tallies = targets.map(({ tally }) => tally);
  terminal.line(`\n${watchSummary(tallies)}`);
  for (const complaint of tallies.map(watchComplaint))
    if (complaint !== null && !signal.aborted) process.stderr.write(`understudy: ${complaint}\n`);
  return watchExitCode(tallies.map(({ health }) => health));
}

const introText = ({ targets, intervalMs, count }: Options): string => {
  const what = targets.length === 1 ? targets[0]?.url : `${targets.length} URLs`;
  const end = Number.isFinite(count) ? `${count} times` : 'until Ctrl-C';
  return `Probing ${what} every ${duration(intervalMs)}, ${end}; a doubt is probed again sooner.\n`;
};

const statusText = (targets: readonly Target[]): string =>
  targets
    .map(({ url, tally }) => `${url} ${tally.health.status}, ${tally.probes} probes`)
    .join('  ');
