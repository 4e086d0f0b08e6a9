import { endingPresence } from '../probing/certificate.ts';
import type { Certificate } from '../probing/probe.ts';
import type { MonitorState } from '../records.ts';
import type { Protocol } from '../site.ts';
import type { EpochMs } from '../time.ts';
import { type Answers, degradedPresence } from './degraded.ts';
import { follow } from './incident.ts';

/** What a window has seen, of which no outage is made. */
export type WindowSeen = {
  readonly answers: Answers | null;
  /** Of the certificates that were shown the one that ends first; null when none was. */
  readonly certificate: Certificate | null;
};

/**
 * What is no outage, followed once a window, since people hear of it in minutes at the earliest. A certificate that
 * this window was not shown is still known; where no TLS is spoken none can end.
 */
export function followQuieter(
  state: MonitorState,
  protocol: Protocol,
  seen: WindowSeen,
  now: EpochMs,
): MonitorState {
  const isTls = protocol === 'https';
  const certificate = isTls ? (seen.certificate ?? state.certificate) : null;
  const degraded = degradedPresence(Object.values(state.health), seen.answers);
  const ending = isTls ? endingPresence(certificate, now) : 'absent';
  const { incidents } = state;
  return {
    ...state,
    answers: seen.answers,
    certificate,
    incidents: {
      ...incidents,
      degraded: follow(incidents.degraded, degraded, now),
      certificate: follow(incidents.certificate, ending, now),
    },
  };
}
