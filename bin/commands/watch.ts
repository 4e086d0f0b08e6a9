import { parseArgs } from 'node:util';
import { probeAddress } from '../../lib/app/address-loop.ts';
import { type Health, observe, UNKNOWN_HEALTH } from '../../lib/core/health.ts';
import type { Endpoint, ProbeResult } from '../../lib/core/probe.ts';
import { elapsed, now, sleep } from '../../lib/io/clock.ts';
import { makeOpenProber } from '../../lib/io/probe/prober.ts';
import { probeLine } from '../../lib/render/probe-line.ts';
import { type WatchTally, watchSummary } from '../../lib/render/watch-summary.ts';
import { type Command, UsageError } from '../command.ts';
import { durationMs, wholeNumber } from '../options.ts';
import { endpointOf } from '../watch-endpoint.ts';

const THRESHOLDS = { failureThreshold: 3, successThreshold: 2 };
const FRESH_EVERY = 10;
const COUNT_MAX = 1_000_000;

export const watch: Command = {
  usage:
    'npm start -- watch URL... [--host NAME] [--interval 2s] [--within 2s] [--contains TEXT]\n' +
    '      [--count N] [--json]',
  summary: 'probe real endpoints with the same engine and rules; no AWS needed',
  run: async (args, { signal }) => {
    const { targets, intervalMs, count, json } = parse(args);
    const prober = makeOpenProber({ now })();
    const policy = { intervalMs, freshEvery: FRESH_EVERY };
    const prefix = Math.max(...targets.map(({ url }) => url.length));
    try {
      await Promise.all(
        targets.map((target) => {
          const over = new AbortController();
          return probeAddress(
            { now, elapsed, sleep, probe: prober.probe },
            {
              endpoint: target.endpoint,
              policy,
              health: undefined,
              signal: AbortSignal.any([signal, over.signal]),
              onResult: (result) => {
                target.take(result);
                const url = targets.length > 1 ? `${target.url.padEnd(prefix)}  ` : '';
                process.stdout.write(
                  json ? `${target.json(result)}\n` : `${url}${probeLine(result, target.health)}\n`,
                );
                if (target.tally.probes === count) over.abort();
                return target.health;
              },
            },
          );
        }),
      );
    } finally {
      await prober.close();
    }
    if (!json)
      process.stdout.write(`\n${targets.map(({ tally }) => watchSummary(tally)).join('\n')}\n`);
    return exitCode(targets);
  },
};

function parse(args: readonly string[]) {
  const { values, positionals } = parseArgs({
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
  const withinMs = durationMs('--within', values.within, { from: 10, to: 60_000 });
  const contains = values.contains ?? null;
  const { host } = values;
  return {
    json: values.json,
    intervalMs: durationMs('--interval', values.interval, { from: 100, to: 3_600_000 }),
    count:
      values.count === undefined
        ? Number.POSITIVE_INFINITY
        : wholeNumber('--count', values.count, { from: 1, to: COUNT_MAX }),
    targets: positionals.map(
      (url) => new Target(url, endpointOf(url, host ?? null, contains, withinMs)),
    ),
  };
}

/** One URL that is watched, and what is known of it. */
class Target {
  readonly url: string;
  readonly endpoint: Endpoint;
  readonly tally: WatchTally;
  health: Health = UNKNOWN_HEALTH;
  latest: ProbeResult | null = null;

  constructor(url: string, endpoint: Endpoint) {
    this.url = url;
    this.endpoint = endpoint;
    this.tally = { url, probes: 0, healthy: 0, inconclusive: 0, totalsMs: [] };
  }

  take(result: ProbeResult): void {
    this.latest = result;
    this.health = observe(this.health, result, THRESHOLDS);
    this.tally.probes += 1;
    if (result.verdict === 'healthy') this.tally.healthy += 1;
    if (result.verdict === 'inconclusive') this.tally.inconclusive += 1;
    this.tally.totalsMs.push(result.phasesMs.total);
  }

  json({ address, fresh, verdict, cause, status, phasesMs, detail }: ProbeResult): string {
    const health = this.health.status;
    return JSON.stringify({
      url: this.url,
      address,
      fresh,
      verdict,
      cause,
      status,
      phasesMs,
      health,
      detail,
    });
  }
}

/** Too few probes for a health still say something: then the latest run of verdicts speaks. */
function exitCode(targets: readonly Target[]): number {
  const ends = targets.map(({ health }) =>
    health.status === 'unknown' ? (health.run?.verdict ?? 'unknown') : health.status,
  );
  if (ends.includes('unhealthy')) return 1;
  return ends.includes('unknown') ? 2 : 0;
}
