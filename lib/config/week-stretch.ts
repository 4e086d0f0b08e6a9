/** A stretch of the week by the clock on the wall: minutes of the day, over midnight where `from` is after `to`. */
export type WeekStretch = {
  /** 0 is Sunday; empty means every day. */
  readonly days: readonly number[];
  readonly fromMinute: number;
  readonly toMinute: number;
};

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const DAY = DAYS.join('|');
const TIME = '(?:[01][0-9]|2[0-3]):[0-5][0-9]';

/** `Sun 03:00-05:00`, `Tue,Thu 22:00-02:00` or, every day, `03:00-05:00`. */
export const WEEK_STRETCH_PATTERN = new RegExp(`^(?:(?:${DAY})(?:,(?:${DAY}))* )?${TIME}-${TIME}$`);

/** Reads a text that matches the pattern. */
export function weekStretch(value: string): WeekStretch {
  const names = value.includes(' ') ? (value.split(' ')[0] ?? '').split(',') : [];
  const days = DAYS.flatMap((name, day) => (names.includes(name) ? [day] : []));
  const [from = '', to = ''] = (value.split(' ').at(-1) ?? '').split('-');
  return { days, fromMinute: minuteOf(from), toMinute: minuteOf(to) };
}

/** Why a stretch is none, or null. */
export const emptyStretch = (value: string) =>
  weekStretch(value).fromMinute === weekStretch(value).toMinute
    ? { message: `${value} is empty`, instead: 'let it end later than it begins' }
    : null;

const minuteOf = (time: string): number => {
  const [hours = '', minutes = ''] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
};
