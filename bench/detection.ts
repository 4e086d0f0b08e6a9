import type { Bench, Report } from './support/comparison.ts';
import { gatusDefault, type Rule, route53 } from './support/other-rules.ts';
import { noisyTarget, type OutageKind, QUIET } from './support/outages.ts';
import { rehearsedDetection } from './support/rehearsed-detection.ts';
import { policyEvery, watchSimulated } from './support/simulated-watch.ts';
import { percentile, seededChance } from './support/statistics.ts';

const TRIALS = 200;
const SEED = 53;
const KILL_FROM_MS = 90_000;
const KILL_SPREAD_MS = 60_000;
const PATIENCE_MS = 300_000;

const PEERS: readonly { readonly name: string; readonly rule: Rule }[] = [
  { name: 'route53-fast', rule: route53(10_000) },
  { name: 'route53-standard', rule: route53(30_000) },
  { name: 'gatus-default', rule: gatusDefault },
];

/** From the death of the primary to the verdict. */
export const detection: Bench = {
  name: 'detection',
  what: 'seconds from the death of the primary to the verdict, 200 trials, by the rules',
  run: async (report) => {
    for (const kind of ['refused', 'silent'] as const)
      for (const everyMs of [5_000, 1_000]) compareRules(kind, everyMs, report);
    await rehearsedDetection(report);
  },
};

function compareRules(kind: OutageKind, everyMs: number, report: Report): void {
  const chance = seededChance(SEED);
  const ours: number[] = [];
  for (let trial = 0; trial < TRIALS; trial++) ours.push(ourTrial(kind, everyMs, chance));
  for (const { name, rule } of PEERS) {
    const theirs = Array.from({ length: TRIALS }, () => rule(kind, chance));
    for (const [label, share] of [
      ['P50', 0.5],
      ['P95', 0.95],
    ] as const)
      report.compare({
        bench: 'detection',
        metric: `${kind}Every${everyMs / 1_000}s${label}Seconds`,
        ours: percentile(ours, share) / 1_000,
        peer: name,
        theirs: percentile(theirs, share) / 1_000,
        ratioMax: 1,
      });
  }
}

function ourTrial(kind: OutageKind, everyMs: number, chance: () => number): number {
  const killMs = KILL_FROM_MS + chance() * KILL_SPREAD_MS;
  const outage = { kind, startMs: killMs, endMs: Number.POSITIVE_INFINITY };
  let foundMs = Number.NaN;
  watchSimulated({
    target: noisyTarget([outage], QUIET, chance),
    policy: policyEvery(everyMs),
    startMs: 0,
    endMs: killMs + PATIENCE_MS,
    chance,
    onChange: (status, atMs) => {
      if (status === 'unhealthy') foundMs = atMs;
      return status !== 'unhealthy';
    },
  });
  if (Number.isNaN(foundMs)) throw new Error(`an outage (${kind}) was not found at all`);
  return foundMs - killMs;
}
