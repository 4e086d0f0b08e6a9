import type { Context } from 'aws-lambda';
import { runWindow, type WindowDeps, type WindowSummary } from '../../lib/app/window.ts';
import type { Site } from '../../lib/core/site.ts';
import { parseProbeEvent } from './events.ts';

/** Left over after a window to save what it found. */
const ENDING_MS = 10_000;

export type ProbeWorld = { readonly deps: WindowDeps; readonly sites: readonly Site[] };

/** One probing window of a shard, as long as the event says and the function's time allows. */
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
