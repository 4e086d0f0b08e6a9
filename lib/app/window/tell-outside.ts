import type { EpochMs } from '../../core/time.ts';
import type { Log, Ping, PutMetrics } from '../../core/world.ts';
import type { Tally } from './tally.ts';
import { metricsOf, type WindowSummary } from './window-report.ts';

type OutsideDeps = {
  readonly now: () => EpochMs;
  readonly log: Log;
  readonly stack: string;
  readonly putMetrics: PutMetrics;
  readonly ping: Ping | null;
};

/** A call that is missed is heard of elsewhere, which is what it is for. */
export async function pingDeadMan({ ping, log }: Pick<OutsideDeps, 'ping' | 'log'>): Promise<void> {
  try {
    await ping?.();
  } catch (error) {
    log({ message: 'dead man not called', error: `${error}` });
  }
}

/** A metric that cannot be written never stops anything; its absence is an alarm by itself. */
export async function writeMetrics(
  deps: Omit<OutsideDeps, 'ping'>,
  tallies: readonly Tally[],
  summary: WindowSummary,
): Promise<void> {
  try {
    await deps.putMetrics(metricsOf(deps.stack, summary, tallies, deps.now()));
  } catch (error) {
    deps.log({ message: 'metrics not written', error: `${error}` });
  }
}
