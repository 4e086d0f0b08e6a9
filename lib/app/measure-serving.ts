import { METRIC } from '../core/metric-names.ts';
import type { EpochMs } from '../core/time.ts';
import type { Metric } from '../core/world.ts';
import type { Evaluation } from './evaluate.ts';

/**
 * Which sites' visitors are sent to the secondary, all of them or some, as evaluations by the clock saw
 * it. On a good day there is nothing to write.
 */
export const servingMetrics = (
  stack: string,
  evaluations: readonly Pick<Evaluation, 'site' | 'evidence'>[],
  at: EpochMs,
): readonly Metric[] =>
  evaluations
    .filter(({ evidence }) => evidence?.served === 'secondary' || evidence?.served === 'mixed')
    .flatMap(({ site }) =>
      [{ Site: site }, { Stack: stack }].map((dimensions) => ({
        name: METRIC.secondaryServed,
        unit: 'Count' as const,
        dimensions,
        at,
        values: [1],
      })),
    );
