import type { Presence } from '../alerts/incident.ts';
import type { EpochMs } from '../time.ts';
import type { Certificate } from './probe.ts';

/**
 * People are warned so many days ahead. Certificates of 90 days are usually renewed with 30 days left,
 * so that less than 21 means that a renewal has failed.
 */
export const CERTIFICATE_WARN_DAYS = 21;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whole days until the certificate expires; negative once it has. */
export const daysLeft = ({ validTo }: Pick<Certificate, 'validTo'>, now: EpochMs): number =>
  Math.floor((validTo - now) / DAY_MS);

/** Within so many days people are told, and then again each time the next of these is reached. */
const ALERT_DAYS = [14, 7, 2] as const;

/** Whether the certificate ends so soon that somebody has to renew it; unknown where none was seen. */
export function endingPresence(certificate: Certificate | null, now: EpochMs): Presence {
  if (certificate === null) return 'unknown';
  return endingGravity(certificate, now) > 0 ? 'present' : 'absent';
}

/** The fewer days are left the graver it is. */
export const endingGravity = (certificate: Certificate | null, now: EpochMs): number =>
  certificate === null ? 0 : ALERT_DAYS.filter((days) => daysLeft(certificate, now) <= days).length;
