import type { Log, Metric, PutMetrics } from '../core/world.ts';

export type MeasureDeps = { readonly log: Log; readonly putMetrics: PutMetrics };

/** Writes metrics if there are any. One that cannot be written never stops anything. */
export async function measure(
  { log, putMetrics }: MeasureDeps,
  metrics: readonly Metric[],
): Promise<void> {
  if (metrics.length === 0) return;
  try {
    await putMetrics(metrics);
  } catch (error) {
    log({ message: 'metrics not written', error: `${error}` });
  }
}

/**
 * The same dependencies, but metrics wait for `write`, which makes one request of them: CloudWatch
 * bills by the request, and a request of its own for each of a hundred sites would be most of the bill.
 */
export function gatherMetrics<Deps extends MeasureDeps>(
  given: Deps,
): { readonly deps: Deps; readonly write: () => Promise<void> } {
  const gathered: Metric[] = [];
  return {
    deps: {
      ...given,
      putMetrics: async (metrics) => {
        gathered.push(...metrics);
      },
    },
    write: () => measure(given, gathered.splice(0)),
  };
}
