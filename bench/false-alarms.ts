import type { Bench, Report } from './support/comparison.ts';
import { type Month, ourMonth } from './support/month.ts';
import type { WatchPolicy } from './support/simulated-watch.ts';
import { route53Month, singleCheckerMonth } from './support/single-checker.ts';

/** Enough months for one false alarm in a year or two to show. */
const RUNS: readonly {
  readonly label: string;
  readonly everyMs: number;
  readonly months: number;
  readonly change: Partial<WatchPolicy>;
}[] = [
  { label: 'every5s', everyMs: 5_000, months: 24, change: {} },
  { label: 'every1s', everyMs: 1_000, months: 12, change: {} },
  { label: 'every5sThreshold3', everyMs: 5_000, months: 12, change: { failureThreshold: 3 } },
  { label: 'every1sThreshold3', everyMs: 1_000, months: 6, change: { failureThreshold: 3 } },
];

const PEER_SEEDS = Array.from({ length: 24 }, (_, index) => index + 1);

/** Months of a healthy but noisy target, with real outages in them; the numbers are per month. */
export const falseAlarms: Bench = {
  name: 'false-alarms',
  what: 'a month of a noisy target (1 % resets, 0.1 % late, restarts) with 60 outages of 10 s and more',
  run: async (report) => {
    const peers = {
      'route53-fast': meanOf(PEER_SEEDS.map(route53Month)),
      'gatus-default': monthOf(3),
      'uptime-kuma-default': monthOf(1),
    };
    for (const { label, everyMs, months, change } of RUNS) {
      const ours: Month[] = [];
      for (let seed = 1; seed <= months; seed++) ours.push(ourMonth(everyMs, seed, change));
      const isDefault = Object.keys(change).length === 0;
      if (isDefault) tell(report, label, meanOf(ours), peers, { ratioMax: 0 });
      else tell(report, label, meanOf(ours), {}, {});
    }
  },
};

/** Both look once a minute; gatus alerts at the third failure, uptime-kuma at the first. */
const monthOf = (threshold: number): Month =>
  meanOf(PEER_SEEDS.map((seed) => singleCheckerMonth({ everyMs: 60_000, threshold, seed })));

const NOTHING = { falseAlarms: 0, missed: 0 };

function tell(
  report: Report,
  label: string,
  ours: Month,
  peers: Readonly<Record<string, Month>>,
  goal: { readonly ratioMax?: number },
): void {
  for (const [peer, theirs] of Object.entries({ goal: NOTHING, ...peers })) {
    for (const what of ['falseAlarms', 'missed'] as const)
      report.compare({
        bench: 'false-alarms',
        metric: `${label}${what === 'missed' ? 'MissedOutages' : 'FalseAlarms'}`,
        ours: ours[what],
        peer,
        theirs: theirs[what],
        ...(peer === 'goal' ? goal : {}),
      });
  }
}

/** Of several months with other chances, per month. */
function meanOf(months: readonly Month[]): Month {
  const mean = (of: (month: Month) => number) =>
    months.reduce((sum, month) => sum + of(month), 0) / months.length;
  return {
    probes: mean(({ probes }) => probes),
    falseAlarms: mean((month) => month.falseAlarms),
    missed: mean(({ missed }) => missed),
    outages: mean(({ outages }) => outages),
  };
}
