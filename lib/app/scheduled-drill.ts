import { isDrillDue } from '../core/drill-window.ts';
import type { Site } from '../core/site.ts';
import { type DrillAnswer, type DrillDeps, drillSite } from './drill.ts';

/** Days of trying to begin a drill that is blocked would fill the log: it is tried once an hour. */
const RETRY_AFTER_MS = 60 * 60_000;

/**
 * Begins a drill that the policy wants by now, in its window; null when there is nothing to do. One
 * that did not pass is tried again an hour later at the earliest.
 */
export async function drillIfDue(
  deps: DrillDeps,
  site: Site,
  budgetMs: number,
): Promise<DrillAnswer | null> {
  const { drill } = site.policy;
  if (drill.window === null || site.policy.mode === 'observe') return null;
  const stored = await deps.controllers.load(site.name);
  const state = stored?.value.failover ?? null;
  const lastDrill = state?.lastDrill ?? null;
  const now = deps.now();
  const isRecent = lastDrill !== null && now - lastDrill.endedAt < RETRY_AFTER_MS;
  if (state?.drill != null || isRecent || !isDrillDue(drill, lastDrill, now)) return null;
  const order = { by: 'schedule', reason: 'the scheduled drill', overrides: [], isDryRun: false };
  return drillSite(deps, site, order, budgetMs);
}
