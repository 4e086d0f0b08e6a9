import { median } from './statistics.ts';

/** A small country of resolvers, each with the old answer in its cache. */
const CACHES = 200;
/** The most that Route 53 recommends for a record with a health check (docs: best-practices-dns). */
export const TTL_MS = 60_000;

/** How long after the change of the answer the clients of each resolver move. */
export type Clients = { readonly medianMs: number; readonly lastMs: number };

/**
 * Each resolver asked at a random moment of the time to live before the change and keeps what it got until
 * that is over; its next question brings the new answer. Clients that keep it longer are not counted.
 */
export function clientsAfterChange(chance: () => number, caches = CACHES): Clients {
  const leftMs = Array.from({ length: caches }, () => (1 - chance()) * TTL_MS);
  return { medianMs: median(leftMs), lastMs: Math.max(...leftMs) };
}
