import type { DrillReport } from './drill.ts';
import type { DrillPolicy, DrillWindow } from './site.ts';
import type { EpochMs } from './time.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const DAYS = 7;

/** Whether a moment is in the weekly stretch of time; without one every moment is. */
export function isInWindow(window: DrillWindow | null, now: EpochMs): boolean {
  if (window === null) return true;
  const minutes = Math.floor(now / MINUTE_MS);
  const minute = minutes % DAY_MINUTES;
  // 1 January 1970 was a Thursday.
  const day = (Math.floor(minutes / DAY_MINUTES) + 4) % DAYS;
  const { fromMinute, toMinute } = window;
  const isDay = (which: number) => window.days.length === 0 || window.days.includes(which);
  if (fromMinute < toMinute) return isDay(day) && minute >= fromMinute && minute < toMinute;
  // Over midnight: the part after it belongs to the day on which the stretch began.
  return minute >= fromMinute ? isDay(day) : minute < toMinute && isDay((day + DAYS - 1) % DAYS);
}

/** Whether the policy wants a drill: it is due once `everyMs` is over since the last one that passed. */
export function isDrillDue(
  { everyMs }: DrillPolicy,
  lastDrill: DrillReport | null,
  now: EpochMs,
): boolean {
  if (everyMs === null) return false;
  return lastDrill === null || lastDrill.outcome !== 'passed' || now - lastDrill.endedAt >= everyMs;
}
