import * as z from 'zod';
import type { DrillWindow } from '../core/site.ts';
import { text } from './fields.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const DAY = DAYS.join('|');
const TIME = '(?:[01][0-9]|2[0-3]):[0-5][0-9]';
const PATTERN = new RegExp(`^(?:(?:${DAY})(?:,(?:${DAY}))* )?${TIME}-${TIME}$`);

/** A weekly stretch of time in UTC: `Sun 03:00-05:00`, `Tue,Thu 22:00-02:00` or, every day, `03:00-05:00`. */
export const drillWindow = text(
  PATTERN,
  { what: 'a time of the week in UTC like Sun 03:00-05:00', example: 'Sun 03:00-05:00' },
  (value) =>
    minutesOf(value).fromMinute === minutesOf(value).toMinute
      ? { message: `${value} is empty`, instead: 'let it end later than it begins' }
      : null,
).pipe(z.transform(toWindow));

function toWindow(value: string): DrillWindow {
  const names = value.includes(' ') ? (value.split(' ')[0] ?? '').split(',') : [];
  const days = DAYS.flatMap((name, day) => (names.includes(name) ? [day] : []));
  return { days, ...minutesOf(value) };
}

function minutesOf(value: string): Omit<DrillWindow, 'days'> {
  const [from = '', to = ''] = (value.split(' ').at(-1) ?? '').split('-');
  return { fromMinute: minuteOf(from), toMinute: minuteOf(to) };
}

const minuteOf = (time: string): number => {
  const [hours = '', minutes = ''] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
};
