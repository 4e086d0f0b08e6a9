import { judged, MONTH_MS, type Month, NOISE, outagesOf } from './month.ts';
import { route53 } from './other-rules.ts';
import { noisyTarget } from './outages.ts';
import { seededChance } from './statistics.ts';

/**
 * A month under the rule that most monitors have: a fresh probe on a fixed interval, and an alarm at
 * so many failures in a row (gatus: 3 every 60 s; uptime-kuma: the first, every 60 s).
 */
export function singleCheckerMonth({
  everyMs,
  threshold,
  seed,
}: {
  readonly everyMs: number;
  readonly threshold: number;
  readonly seed: number;
}): Month {
  const chance = seededChance(seed);
  const outages = outagesOf(chance);
  const target = noisyTarget(outages, NOISE, chance);
  const alarmsAt: number[] = [];
  let run = 0;
  for (let atMs = 0; atMs < MONTH_MS; atMs += everyMs) {
    const { isHealthy, tookMs } = target(atMs, null);
    run = isHealthy ? 0 : run + 1;
    if (run === threshold) alarmsAt.push(atMs + tookMs);
  }
  return { probes: Math.ceil(MONTH_MS / everyMs), ...judged(outages, alarmsAt) };
}

/**
 * A month of Route 53's fast checks. Fourteen of its sixteen checkers would have to be unlucky three
 * times each at once, which noise cannot do; an outage is missed when it is over before they agree.
 */
export function route53Month(seed: number): Month {
  const chance = seededChance(seed);
  const outages = outagesOf(chance);
  const rule = route53(10_000);
  const missed = outages.filter(({ kind, startMs, endMs }) => startMs + rule(kind, chance) > endMs);
  return { probes: Number.NaN, outages: outages.length, falseAlarms: 0, missed: missed.length };
}
