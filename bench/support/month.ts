import { type Noise, noisyTarget, type Outage } from './outages.ts';
import { policyEvery, type WatchPolicy, watchSimulated } from './simulated-watch.ts';
import { seededChance } from './statistics.ts';

/** What was seen in a month, and what was not. */
export type Month = {
  readonly probes: number;
  readonly outages: number;
  readonly falseAlarms: number;
  /** Outages that were over before the verdict. */
  readonly missed: number;
};

export const MONTH_MS = 30 * 24 * 3_600_000;

/** Of a healthy day: one probe in a hundred reset, one in a thousand late, a restart every ten minutes. */
export const NOISE: Noise = { resetShare: 0.01, lateShare: 0.001, restartEveryMs: 600_000 };

const OUTAGE_EVERY_MS = 12 * 3_600_000;
const OUTAGE_MS_MIN = 10_000;
const OUTAGE_MS_MAX = 120_000;
/** The verdict on an outage may come so much later than its end without being a false alarm. */
const AFTERMATH_MS = 10_000;

/** One outage in each half day, at a random moment, of either kind; one in three as short as can be. */
export function outagesOf(chance: () => number): readonly Outage[] {
  return Array.from({ length: MONTH_MS / OUTAGE_EVERY_MS }, (_, index) => {
    const startMs = (index + 0.1 + 0.8 * chance()) * OUTAGE_EVERY_MS;
    const spreadMs = index % 3 === 0 ? 0 : OUTAGE_MS_MAX - OUTAGE_MS_MIN;
    const lengthMs = OUTAGE_MS_MIN + chance() * spreadMs;
    const kind = chance() < 0.5 ? 'refused' : 'silent';
    return { kind, startMs, endMs: startMs + lengthMs };
  });
}

/** Windows change connections each minute from here, so that a restart falls into the middle of one. */
const START_MS = 32_000;

/** A month under our rules. */
export function ourMonth(everyMs: number, seed: number, change: Partial<WatchPolicy> = {}): Month {
  const chance = seededChance(seed);
  const outages = outagesOf(chance);
  const alarmsAt: number[] = [];
  const { probes } = watchSimulated({
    target: noisyTarget(outages, NOISE, chance),
    policy: { ...policyEvery(everyMs), ...change },
    startMs: START_MS,
    endMs: MONTH_MS,
    chance,
    onChange: (status, atMs) => {
      if (status === 'unhealthy') alarmsAt.push(atMs);
      return true;
    },
  });
  return { probes, ...judged(outages, alarmsAt) };
}

/** Sets the alarms beside the outages. */
export function judged(
  outages: readonly Outage[],
  alarmsAt: readonly number[],
): Omit<Month, 'probes'> {
  const isWithin = (atMs: number, { startMs, endMs }: Outage, graceMs: number) =>
    atMs >= startMs && atMs <= endMs + graceMs;
  return {
    outages: outages.length,
    falseAlarms: alarmsAt.filter(
      (atMs) => !outages.some((outage) => isWithin(atMs, outage, AFTERMATH_MS)),
    ).length,
    missed: outages.filter((outage) => !alarmsAt.some((atMs) => isWithin(atMs, outage, 0))).length,
  };
}
