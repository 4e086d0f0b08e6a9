import type { Context } from 'aws-lambda';
import { runWindow, type WindowDeps } from '../../lib/app/window/window.ts';
import type { WindowSummary } from '../../lib/app/window/window-report.ts';
import type { Site } from '../../lib/core/site.ts';
import { parseProbeEvent } from './events.ts';

/**
 * Left over after the hard stop: to save what was found, hand over and write the metrics. What is left
 * of the function's time before it (serverless.yml) reaches beyond the latest moment at which the next
 * window can come: fired at the end of the next minute, two minutes after this one.
 */
const ENDING_MS = 15_000;

export type ProbeWorld = { readonly deps: WindowDeps; readonly sites: readonly Site[] };

/** One probing window of a shard, until its successor comes or the function's time is nearly over. */
export const probeHandler =
  (world: () => ProbeWorld) =>
  async (
    event: unknown,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<WindowSummary> => {
    const window = parseProbeEvent(event);
    const { deps, sites } = world();
    const leftMs = context.getRemainingTimeInMillis() - ENDING_MS;
    return runWindow(deps, sites, { ...window, durationMs: Math.min(window.durationMs, leftMs) });
  };
