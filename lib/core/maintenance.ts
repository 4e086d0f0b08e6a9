import { activeHold, type Hold } from './hold.ts';
import { type EpochMs, epochMs } from './time.ts';

/** A stretch of time, known beforehand, in which nothing is flipped and nobody is told; it always has an end. */
export type MaintenanceWindow = {
  readonly reason: string;
  /** Name of the IANA time zone that the clock below shows, such as Europe/Berlin. */
  readonly timeZone: string;
} & (
  | {
      readonly kind: 'once';
      /** Date and time of that zone, as 2026-12-01T22:00. */
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly kind: 'weekly';
      /** 0 is Sunday; empty means every day. */
      readonly days: readonly number[];
      /** Minutes of the day; `from` after `to` goes over midnight. */
      readonly fromMinute: number;
      readonly toMinute: number;
    }
);

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const DAY_MS = DAY_MINUTES * MINUTE_MS;
const DAYS = 7;

/** What keeps Understudy from flipping at this moment: what was ordered, or else what was planned. */
export const holdInForce = (
  ordered: Hold | null,
  windows: readonly MaintenanceWindow[],
  now: EpochMs,
): Hold | null => activeHold(ordered, now) ?? plannedMaintenance(windows, now);

/** Whether people are spared alerts at this moment. */
export const isQuiet = (
  ordered: Hold | null,
  windows: readonly MaintenanceWindow[],
  now: EpochMs,
): boolean => holdInForce(ordered, windows, now)?.kind === 'maintenance';

/** The planned maintenance that is in force, as if an operator had ordered it; null when there is none. */
export function plannedMaintenance(
  windows: readonly MaintenanceWindow[],
  now: EpochMs,
): Hold | null {
  for (const window of windows) {
    const stretch = stretchAt(window, now);
    if (stretch !== null)
      return { kind: 'maintenance', by: 'sites.yml', reason: window.reason, ...stretch };
  }
  return null;
}

type Stretch = { readonly since: EpochMs; readonly until: EpochMs };

/** What the clock on a wall shows, to the minute. */
type WallTime = { readonly text: string; readonly day: number; readonly minute: number };

type WallClock = (at: number) => WallTime;

function stretchAt(window: MaintenanceWindow, now: EpochMs): Stretch | null {
  const clock = clockOf(window.timeZone);
  if (window.kind === 'weekly') return weeklyAt(window, clock(now), now);
  const since = momentOf(window.from, clock);
  const until = momentOf(window.to, clock);
  return since <= now && now < until ? { since, until } : null;
}

/**
 * Whether it is in force, the clock on the wall says at each moment; so it is twice as long where an hour comes
 * twice in it, and an hour that is left out in spring takes it with it.
 */
function weeklyAt(
  { days, fromMinute, toMinute }: Extract<MaintenanceWindow, { readonly kind: 'weekly' }>,
  { minute, day }: WallTime,
  now: EpochMs,
): Stretch | null {
  const isDay = (which: number) => days.length === 0 || days.includes(which);
  const isOverMidnight = fromMinute >= toMinute;
  const hasBegun = minute >= fromMinute && (isOverMidnight || minute < toMinute) && isDay(day);
  const goesOn = isOverMidnight && minute < toMinute && isDay((day + DAYS - 1) % DAYS);
  if (!hasBegun && !goesOn) return null;
  const begunBefore = hasBegun ? minute - fromMinute : minute + DAY_MINUTES - fromMinute;
  const left = isOverMidnight && hasBegun ? toMinute + DAY_MINUTES - minute : toMinute - minute;
  const thisMinute = Math.floor(now / MINUTE_MS);
  return {
    since: epochMs((thisMinute - begunBefore) * MINUTE_MS),
    until: epochMs((thisMinute + left) * MINUTE_MS),
  };
}

/** The clock of a time zone, made once for all the moments that are looked at: making one is slow. */
function clockOf(timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (at) => {
    const parts = format.formatToParts(at).map(({ type, value }) => [type, value] as const);
    const { year, month, day, hour, minute, weekday } = Object.fromEntries(parts);
    return {
      text: `${year}-${month}-${day}T${hour}:${minute}`,
      day: WEEKDAYS.indexOf(weekday ?? ''),
      minute: Number(hour) * 60 + Number(minute),
    };
  };
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/**
 * The moment at which the clock shows the text: the first of two in autumn, and in spring, when it is left
 * out, the moment of the leap. No zone has changed its clock twice within two days.
 */
function momentOf(text: string, clock: WallClock): EpochMs {
  const asUtc = Date.parse(`${text}Z`);
  const aheadMs = (at: number) => Date.parse(`${clock(at).text}Z`) - at;
  const moments = [asUtc - DAY_MS, asUtc + DAY_MS]
    .map((at) => asUtc - aheadMs(at))
    .toSorted((one, other) => one - other);
  const [earliest = asUtc, latest = asUtc] = moments;
  const shown = moments.find((at) => clock(at).text === text);
  return epochMs(shown ?? leapBetween(earliest, latest, (at) => clock(at).text > text));
}

/** The first minute after the leap, which lies between the two. */
function leapBetween(before: number, after: number, hasLeapt: (at: number) => boolean): number {
  let earlier = before;
  let later = after;
  while (later - earlier > MINUTE_MS) {
    const middle = Math.floor((earlier + later) / 2 / MINUTE_MS) * MINUTE_MS;
    if (hasLeapt(middle)) later = middle;
    else earlier = middle;
  }
  return later;
}
