import type { Certificate } from './probe.ts';
import type { EpochMs } from './time.ts';

/**
 * People are warned so many days ahead. Certificates of 90 days are usually renewed with 30 days left,
 * so that less than 21 means that a renewal has failed.
 */
export const CERTIFICATE_WARN_DAYS = 21;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whole days until the certificate expires; negative once it has. */
export const daysLeft = ({ validTo }: Pick<Certificate, 'validTo'>, now: EpochMs): number =>
  Math.floor((validTo - now) / DAY_MS);
