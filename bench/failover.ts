import { clientsAfterChange } from './support/clients.ts';
import type { Bench, Report } from './support/comparison.ts';
import { defaultPolicy } from './support/controller.ts';
import {
  route53Trial,
  type Setup,
  scriptTrial,
  type Trial,
  understudyMilestones,
  understudyTrial,
} from './support/failover-trials.ts';
import { calmDays, DAY_MS, expectedRuns } from './support/flaps.ts';
import { NOISE } from './support/month.ts';
import type { OutageKind } from './support/outages.ts';
import { percentile, seededChance } from './support/statistics.ts';

const OUTAGES = 1_000;
const SEED = 53;
const RATIO_MAX = 0.3;
/** Route 53 does not say how long it takes to tell its name servers of a check: assumed, the same for all. */
const ANNOUNCE_MS = 2_000;
const INTERVALS_MS = [5_000, 1_000];

/** From the death of the primary to the changed answer and to the last client; and flips without a reason. */
export const failover: Bench = {
  name: 'failover',
  what: `seconds from the death of the primary to the changed answer, ${OUTAGES} outages; flips in calm days`,
  run: async (report) => {
    for (const kind of ['refused', 'silent'] as const) {
      tellContestants(kind, report);
      for (const intervalMs of INTERVALS_MS) compareAll(kind, intervalMs, report);
      tellSettings(kind, report);
    }
    for (const intervalMs of INTERVALS_MS) tellCalm(intervalMs, report);
  },
};

const PEERS: Readonly<Record<string, Trial>> = {
  'route53-fast': route53Trial(10_000, ANNOUNCE_MS),
  'route53-standard': route53Trial(30_000, ANNOUNCE_MS),
  'cron-upsert': scriptTrial,
};

const SHARES = [
  ['P50', 0.5],
  ['P95', 0.95],
  ['P99', 0.99],
] as const;

function compareAll(kind: OutageKind, intervalMs: number, report: Report): void {
  const ours = sampled(understudyTrial({ intervalMs, announceMs: ANNOUNCE_MS }), kind);
  for (const [peer, trial] of Object.entries(PEERS)) {
    const theirs = sampled(trial, kind);
    const tell = (label: string, of: keyof Sample, share: number, goal: { ratioMax?: number }) =>
      report.compare({
        bench: 'failover',
        metric: `${kind}Every${intervalMs / 1_000}s${label}Seconds`,
        ours: percentile(ours[of], share) / 1_000,
        peer,
        theirs: percentile(theirs[of], share) / 1_000,
        ...goal,
      });
    for (const [label, share] of SHARES) {
      const hasGoal = label === 'P95' && peer === 'route53-fast';
      tell(label, 'changedMs', share, hasGoal ? { ratioMax: RATIO_MAX } : {});
    }
    for (const [label, share] of SHARES) tell(`LastClient${label}`, 'lastClientMs', share, {});
  }
}

type Sample = Readonly<Record<'changedMs' | 'medianClientMs' | 'lastClientMs', readonly number[]>>;

function sampled(trial: Trial, kind: OutageKind): Sample {
  const chance = seededChance(SEED);
  const outages = Array.from({ length: OUTAGES }, () => {
    const changedMs = trial(kind, chance);
    return { changedMs, clients: clientsAfterChange(chance) };
  });
  return {
    changedMs: outages.map(({ changedMs }) => changedMs),
    medianClientMs: outages.map(({ changedMs, clients }) => changedMs + clients.medianMs),
    lastClientMs: outages.map(({ changedMs, clients }) => changedMs + clients.lastMs),
  };
}

function tellContestants(kind: OutageKind, report: Report): void {
  report.note(`${kind}, p50 / p95 / p99 in seconds: changed answer, median client, last client`);
  const ours = INTERVALS_MS.map((intervalMs): readonly [string, Trial] => [
    `understudy, every ${intervalMs / 1_000} s`,
    understudyTrial({ intervalMs, announceMs: ANNOUNCE_MS }),
  ]);
  for (const [name, trial] of [...ours, ...Object.entries(PEERS)]) {
    const { changedMs, medianClientMs, lastClientMs } = sampled(trial, kind);
    const columns = [changedMs, medianClientMs, lastClientMs].map((values) => spread(values));
    report.note(`  ${name.padEnd(24)}${columns.map((column) => column.padStart(24)).join('')}`);
  }
  for (const intervalMs of INTERVALS_MS) report.note(`  ${whereTimeGoes(kind, intervalMs)}`);
}

const spread = (values: readonly number[]): string =>
  SHARES.map(([, share]) => (percentile(values, share) / 1_000).toFixed(1)).join(' / ');

function whereTimeGoes(kind: OutageKind, intervalMs: number): string {
  const chance = seededChance(SEED);
  const setup = { intervalMs, announceMs: ANNOUNCE_MS };
  const trials = Array.from({ length: OUTAGES }, () => understudyMilestones(setup, kind, chance));
  const verdict = spread(trials.map(({ foundMs }) => foundMs));
  const put = spread(trials.map(({ foundMs, putMs }) => putMs - foundMs));
  const seen = spread(trials.map(({ putMs, changedMs }) => changedMs - putMs - ANNOUNCE_MS));
  return `of it every ${intervalMs / 1_000} s: verdict ${verdict}, switch ${put}, checkers ${seen}, name servers ${ANNOUNCE_MS / 1_000}`;
}

/** Which settings reach the goal, and how much hangs on what Route 53 keeps to itself. */
const SETTINGS: readonly (readonly [string, Omit<Setup, 'announceMs'>])[] = [
  ['every 5 s', { intervalMs: 5_000 }],
  ['every 3 s', { intervalMs: 3_000 }],
  ['every 2 s', { intervalMs: 2_000 }],
  ['every 1 s', { intervalMs: 1_000 }],
  ['every 1 s, failure threshold 5', { intervalMs: 1_000, failureThreshold: 5 }],
  ['every 1 s, function cold', { intervalMs: 1_000, isCold: true }],
  ['every 5 s, function cold', { intervalMs: 5_000, isCold: true }],
  ['every 1 s, 3 switch checks', { intervalMs: 1_000, switchChecks: 3 }],
  ['every 2 s, 3 switch checks', { intervalMs: 2_000, switchChecks: 3 }],
  ['every 5 s, 3 switch checks', { intervalMs: 5_000, switchChecks: 3 }],
];
const ANNOUNCEMENTS_MS = [0, ANNOUNCE_MS, 5_000];

function tellSettings(kind: OutageKind, report: Report): void {
  const times = ANNOUNCEMENTS_MS.map((ms) => `${ms / 1_000} s`).join(', ');
  report.note(`${kind}: p95 / route53-fast's p95 when the name servers are told within ${times}`);
  for (const [label, setting] of SETTINGS) {
    const ratios = ANNOUNCEMENTS_MS.map((announceMs) => {
      const p95 = (trial: Trial) => percentile(sampled(trial, kind).changedMs, 0.95);
      return (
        p95(understudyTrial({ ...setting, announceMs })) / p95(route53Trial(10_000, announceMs))
      );
    });
    report.note(`  ${label.padEnd(36)}${ratios.map((ratio) => ratio.toFixed(2)).join('  ')}`);
  }
}

/** Flips are told for so many days, and counted over more of them. */
const TOLD_DAYS = 10_000;
const CALM_DAYS = 30_000;

function tellCalm(intervalMs: number, report: Report): void {
  const label = `every${intervalMs / 1_000}s`;
  const calm = calmDays({ intervalMs }, CALM_DAYS, SEED);
  for (const [peer, theirs] of Object.entries({ goal: 0, ...PEER_FLIPS }))
    report.compare({
      bench: 'failover',
      metric: `${label}FlipsIn${TOLD_DAYS}Days`,
      ours: (calm.flips * TOLD_DAYS) / CALM_DAYS,
      peer,
      theirs,
      ...(peer === 'goal' ? { ratioMax: 0 } : {}),
    });
  const runs = calm.runs.map((count, index) => `${count} of ${index + 1}`).join(', ');
  const threshold = defaultPolicy(intervalMs).failureThreshold;
  const expected = (length: number) => expectedRuns(calm.runs, length).toPrecision(2);
  report.note(
    `  in ${CALM_DAYS} days and ${(calm.probes / 1e6).toFixed(0)} M probes: runs of fresh failures ${runs}; ${calm.alarms} alarms, ${calm.flips} flips`,
  );
  report.note(
    `  alarms to be expected by the shorter runs: ${expected(threshold)}; with a failure threshold of ${threshold + 1}: ${expected(threshold + 1)}`,
  );
}

/** Computed: fourteen of sixteen checkers, three times each, do not fail at once; a script's three runs do. */
const FAILED_SHARE = 1 - (1 - NOISE.resetShare) * (1 - NOISE.lateShare);
const PEER_FLIPS = {
  'route53-fast': 0,
  'cron-upsert': (TOLD_DAYS * DAY_MS * (1 - FAILED_SHARE) * FAILED_SHARE ** 3) / 60_000,
};
