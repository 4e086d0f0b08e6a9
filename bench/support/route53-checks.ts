import { type Ask, checkersFrom, type WatchingCheck } from './checker-fleet.ts';
import type { OutageKind } from './outages.ts';

/** The site's checks as lib/stack makes them: three failures for the endpoint, one sighting for the switch. */
export const ENDPOINT_THRESHOLD = 3;
export const SWITCH_THRESHOLD = 1;
export const OUR_INTERVAL_MS = 10_000;

/** A connection must come within 4 s (docs: dns-failover-determining-health-of-endpoints). */
const CONNECT_MS_MAX = 4_000;
/** A connection and a request. */
const HTTP_ROUND_TRIPS = 2;
/** A connection, TLS 1.2 and a request; and what S3 itself takes for an answer. */
const HTTPS_ROUND_TRIPS = 4;
const S3_MS = 100;

/** Watches a primary that was healthy and is gone from a moment on. */
export const endpointCheck = (
  diedAtMs: number,
  kind: OutageKind,
  intervalMs: number,
  chance: () => number,
): WatchingCheck => {
  const answerMs = (roundTripMs: number) => HTTP_ROUND_TRIPS * roundTripMs;
  const ask: Ask = (sentAtMs, roundTripMs) => {
    if (sentAtMs < diedAtMs) return { isHealthy: true, tookMs: answerMs(roundTripMs) };
    return { isHealthy: false, tookMs: kind === 'refused' ? roundTripMs : CONNECT_MS_MAX };
  };
  return {
    id: 'endpoint',
    intervalMs,
    threshold: ENDPOINT_THRESHOLD,
    inverted: false,
    settledAs: 'healthy',
    checkers: checkersFrom(diedAtMs, intervalMs, answerMs, chance),
    ask,
  };
};

/** Watches a switch whose object is not there, until it is put. */
export function switchCheck(id: string, fromMs: number, chance: () => number): SwitchCheck {
  const answerMs = (roundTripMs: number) => HTTPS_ROUND_TRIPS * roundTripMs + S3_MS;
  const checkers = checkersFrom(fromMs, OUR_INTERVAL_MS, answerMs, chance);
  return (putAtMs) => ({
    id,
    intervalMs: OUR_INTERVAL_MS,
    threshold: SWITCH_THRESHOLD,
    inverted: true,
    settledAs: 'unhealthy',
    checkers,
    // Who asks a moment too early would often still see it, since S3 looks later: that is not counted.
    ask: (sentAtMs, roundTripMs) => ({
      isHealthy: sentAtMs >= putAtMs,
      tookMs: answerMs(roundTripMs),
    }),
  });
}

/** The same checkers, given when the object is put. */
export type SwitchCheck = (putAtMs: number) => WatchingCheck;
