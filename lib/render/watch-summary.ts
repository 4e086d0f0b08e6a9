import { type Health, UNKNOWN_HEALTH } from '../core/probing/health.ts';
import type { Cause, ProbeResult } from '../core/probing/probe.ts';
import { healthSoFar } from '../core/watch.ts';
import { CAUSE_TEXT } from './causes.ts';
import { quoted } from './text.ts';

/** What was counted of one URL. */
export type WatchTally = {
  readonly url: string;
  readonly probes: number;
  readonly healthy: number;
  readonly inconclusive: number;
  /** Of the healthy probes, in the order in which they came, at most TOTALS_KEPT_MAX of them. */
  readonly totalsMs: readonly number[];
  readonly health: Health;
  /** The latest probe that was not healthy. */
  readonly complaint: Pick<ProbeResult, 'cause' | 'detail'> | null;
};

export const emptyTally = (url: string): WatchTally => ({
  url,
  probes: 0,
  healthy: 0,
  inconclusive: 0,
  totalsMs: [],
  health: UNKNOWN_HEALTH,
  complaint: null,
});

/** Counts one probe and the health that follows from it. */
export function tallied(tally: WatchTally, result: ProbeResult, health: Health): WatchTally {
  const isHealthy = result.verdict === 'healthy';
  return {
    ...tally,
    probes: tally.probes + 1,
    healthy: tally.healthy + (isHealthy ? 1 : 0),
    inconclusive: tally.inconclusive + (result.verdict === 'inconclusive' ? 1 : 0),
    totalsMs: isHealthy
      ? [...tally.totalsMs, result.phasesMs.total].slice(-TOTALS_KEPT_MAX)
      : tally.totalsMs,
    health,
    complaint: isHealthy ? tally.complaint : { cause: result.cause, detail: result.detail },
  };
}

/** One line about each URL: its health at the end, how many probes, how fast the healthy ones were. */
export function watchSummary(tallies: readonly WatchTally[]): string {
  const columns = Math.max(...tallies.map(({ url }) => url.length));
  return tallies.map((tally) => `${tally.url.padEnd(columns)}  ${countsText(tally)}`).join('\n');
}

/** Why a URL did not end healthy and what to look at first; null when it did. */
export function watchComplaint({ url, health, complaint }: WatchTally): string | null {
  const end = healthSoFar(health);
  if (end === 'healthy') return null;
  if (complaint === null || complaint.cause === null) return `${url} was not probed`;
  const { cause, detail } = complaint;
  // The texts of our own causes begin with "not looked at".
  const what = end === 'unhealthy' ? 'is unhealthy:' : 'was';
  return `${url} ${what} ${CAUSE_TEXT[cause]} (${quoted(detail)}); ${adviceOn(cause)}`;
}

/** Enough for a percentile, and a limit for a watch that lasts a month. */
export const TOTALS_KEPT_MAX = 1_000;

function countsText({ probes, healthy, inconclusive, totalsMs, health }: WatchTally): string {
  if (probes === 0) return 'not probed';
  const blind = inconclusive === 0 ? '' : `, ${inconclusive} inconclusive`;
  const sorted = [...totalsMs].sort((a, b) => a - b);
  const speed =
    sorted.length === 0
      ? ''
      : `; p50 ${percentile(sorted, 0.5)}, p95 ${percentile(sorted, 0.95)}, max ${percentile(sorted, 1)}`;
  return (
    `${healthSoFar(health).padEnd('unhealthy'.length)}  ` +
    `${probes} ${probes === 1 ? 'probe' : 'probes'}, ${healthy} healthy${blind}${speed}`
  );
}

const percentile = (sorted: readonly number[], share: number): string => {
  const index = Math.max(0, Math.ceil(sorted.length * share) - 1);
  return `${(sorted[index] ?? 0).toFixed(1)} ms`;
};

function adviceOn(cause: Cause): string {
  if (cause.startsWith('tls-')) return 'see the certificate with openssl s_client';
  return ADVICE[cause] ?? "see the server's log";
}

const ADVICE: Partial<Readonly<Record<Cause, string>>> = {
  dns: 'check the spelling, or ask for an address in place of the name',
  refused: 'check that the server runs and that the port is right',
  unreachable: 'check the address and the firewalls',
  'connect-timeout': 'check the address and the firewalls',
  'bad-body': 'check the page, or the text after --contains',
  'bad-status': "check the path and --host, or see the server's log",
  protocol: 'check that this port speaks the protocol of the URL',
  'ours-no-sockets': 'raise the limit of open files with ulimit -n',
  'ours-no-route': "check this machine's network",
  'ours-resolver': "check this machine's name servers",
};
