import type { EpochMs } from '../core/time.ts';

/** A duration as people say it: the two largest units, rounded down so that it never claims too much. */
export function duration(ms: number): string {
  const whole = Math.max(0, Math.floor(ms));
  if (whole < SECOND) return `${whole} ms`;
  if (whole < MINUTE) return `${Math.floor(whole / 100) / 10} s`;
  if (whole < HOUR) return two(whole, MINUTE, 'min', SECOND, 's');
  if (whole < 2 * DAY) return two(whole, HOUR, 'h', MINUTE, 'min');
  return `${Math.floor(whole / DAY)} days`;
}

/** How long ago a moment was. */
export const ago = (at: EpochMs, now: EpochMs): string =>
  now - at < SECOND ? 'just now' : `${duration(now - at)} ago`;

/** A moment for people in every time zone: `2026-11-22 18:05:09 UTC`. */
export const utc = (at: EpochMs): string =>
  `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** The time of day alone: `18:05:09`. */
export const timeOfDay = (at: EpochMs): string => new Date(at).toISOString().slice(11, 19);

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function two(ms: number, large: number, largeName: string, small: number, smallName: string) {
  const rest = Math.floor((ms % large) / small);
  const first = `${Math.floor(ms / large)} ${largeName}`;
  return rest === 0 ? first : `${first} ${rest} ${smallName}`;
}
