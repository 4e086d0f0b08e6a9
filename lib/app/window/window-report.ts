import { METRIC } from '../../core/metric-names.ts';
import type { HealthStatus } from '../../core/probing/health.ts';
import { StaleRecordError } from '../../core/records.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Metric } from '../../core/world.ts';
import type { SiteWatch } from './site-watch.ts';
import type { Tally } from './tally.ts';

/** What one window did; the line in the log and the answer of the function. */
export type WindowSummary = {
  readonly message: 'window';
  readonly shard: number;
  readonly of: number;
  /** Whether the next window took over; if not, the time of this one was over. */
  readonly isHandedOver: boolean;
  readonly blind: boolean;
  readonly probes: number;
  readonly unhealthyProbes: number;
  /** Probes that took longer than the latency budget: degraded. */
  readonly slowProbes: number;
  /** Pooled probes that died with their connection, where a fresh one found the target healthy. */
  readonly staleSockets: number;
  /** Other pooled failures that a fresh probe did not confirm. */
  readonly unconfirmed: number;
  /** Failures that say nothing of the target, because nothing else could be seen either. */
  readonly heldBack: number;
  /** Addresses that the window did not come to, or whose latest probe it cut short. */
  readonly notProbed: number;
  readonly sites: Readonly<Record<string, HealthStatus | 'superseded' | 'failed'>>;
};

/** How the watch of each site ended, in the order of the tallies; null when it never began. */
export type Endings = readonly PromiseSettledResult<SiteWatch | null>[];

export type WindowFacts = Pick<WindowSummary, 'shard' | 'of' | 'isHandedOver' | 'blind'>;

/** Adds up what the window counted of its sites. */
export function summarize(
  facts: WindowFacts,
  tallies: readonly Tally[],
  endings: Endings,
): WindowSummary {
  const total = (count: (tally: Tally) => number) =>
    tallies.reduce((sum, tally) => sum + count(tally), 0);
  return {
    message: 'window',
    ...facts,
    probes: total(({ probes }) => probes),
    unhealthyProbes: total(({ unhealthy }) => unhealthy),
    slowProbes: total(({ slow }) => slow),
    staleSockets: total(({ staleSockets }) => staleSockets),
    unconfirmed: total(({ unconfirmed }) => unconfirmed),
    heldBack: total(({ heldBack }) => heldBack),
    notProbed: total((tally) => tally.notProbed(facts.isHandedOver)),
    sites: Object.fromEntries(
      tallies.map((tally, index) => [tally.site.name, endingOf(tally, endings[index])]),
    ),
  };
}

/** What goes to CloudWatch once a window, so that the next comes to a full minute's values. */
export const metricsOf = (
  stack: string,
  summary: WindowSummary,
  tallies: readonly Tally[],
  at: EpochMs,
): readonly Metric[] => {
  const dimensions = { Stack: stack, Shard: `${summary.shard}` };
  const count = (name: string, value: number): Metric[] =>
    value === 0 ? [] : [{ name, unit: 'Count', dimensions, at, values: [value] }];
  return [
    ...count(METRIC.window, 1),
    ...count(METRIC.blind, summary.blind ? 1 : 0),
    ...count(METRIC.notProbed, summary.notProbed),
    ...tallies.flatMap((tally) => tally.metrics(at)),
  ];
};

/** Every failure of a site but that it was left to another window, which is none. */
export function throwFailures(endings: Endings): void {
  const failures = endings
    .filter((ending) => ending.status === 'rejected')
    .map(({ reason }) => reason)
    .filter((reason) => !(reason instanceof StaleRecordError));
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '));
}

function endingOf(tally: Tally, ending: Endings[number] | undefined) {
  if (ending?.status === 'fulfilled') return ending.value === null ? 'superseded' : tally.status;
  return ending?.reason instanceof StaleRecordError ? 'superseded' : 'failed';
}
