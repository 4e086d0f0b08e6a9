import { type Health, overall } from '../probing/health.ts';
import type { Presence } from './incident.ts';

/** How a target answered in a minute. */
export type Answers = {
  readonly probes: number;
  /** Those that took longer than the latency budget. */
  readonly slow: number;
  /** Half of the answers took longer than this. */
  readonly medianMs: number;
};

/** Answers older than this say nothing about now. */
export const ANSWERS_MS = 60_000;

/**
 * Whether visitors get the site, but not as they should: most answers are slow, or one of several addresses
 * is unhealthy. During an outage nobody can tell, and nobody asks.
 */
export function degradedPresence(healths: readonly Health[], answers: Answers | null): Presence {
  if (overall(healths) !== 'healthy') return 'unknown';
  if (healths.some(({ status }) => status === 'unhealthy')) return 'present';
  if (answers === null) return 'unknown';
  return isMostlySlow(answers) ? 'present' : 'absent';
}

/** More unhealthy addresses are graver; slow answers alone are the least. */
export const degradedGravity = (healths: readonly Health[]): number =>
  1 + healths.filter(({ status }) => status === 'unhealthy').length;

export const isMostlySlow = ({ probes, slow }: Answers): boolean => 2 * slow > probes;

type Timed = { readonly atMs: number; readonly tookMs: number; readonly isSlow: boolean };

/** What the answers that came since then add up to; null when there were none. */
export function answersSince(sinceMs: number, timed: readonly Timed[]): Answers | null {
  const recent = timed.filter(({ atMs }) => atMs >= sinceMs);
  const took = recent.map(({ tookMs }) => tookMs).toSorted((one, other) => one - other);
  const medianMs = took[Math.floor((took.length - 1) / 2)];
  if (medianMs === undefined) return null;
  return { probes: recent.length, slow: recent.filter(({ isSlow }) => isSlow).length, medianMs };
}
