import * as z from 'zod';
import type { DrillWindow } from '../core/site.ts';
import { text } from './fields.ts';
import { emptyStretch, WEEK_STRETCH_PATTERN, weekStretch } from './week-stretch.ts';

/** A weekly stretch of time in UTC: `Sun 03:00-05:00`, `Tue,Thu 22:00-02:00` or, every day, `03:00-05:00`. */
export const drillWindow = text(
  WEEK_STRETCH_PATTERN,
  { what: 'a time of the week in UTC like Sun 03:00-05:00', example: 'Sun 03:00-05:00' },
  emptyStretch,
).pipe(z.transform((value): DrillWindow => weekStretch(value)));
