import { freeText, oneOrMore, text } from './fields.ts';
import { nearest } from './nearest.ts';
import { show } from './show.ts';
import { siteName } from './texts.ts';
import { emptyStretch, WEEK_STRETCH_PATTERN } from './week-stretch.ts';
import { inText } from './wording.ts';

const SITES_MAX = 100;
const MINUTE =
  /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[ T]([01][0-9]|2[0-3]):[0-5][0-9]$/;

/** Whether the calendar has it: `Date.parse` takes 30 February for 2 March. */
const isDate = (day: string): boolean => {
  const at = new Date(`${day}T00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
};

/** A date and a time without a zone, which stands in a field of its own. */
const wallTime = (example: string) =>
  text(
    MINUTE,
    {
      what: 'a date and a time of the zone, to the minute',
      example,
      mistake: inText((value) =>
        /(Z|[+-][0-9]{2}:?[0-9]{2})$/.test(value)
          ? {
              message: `${show(value)} names a zone, which is told by timeZone`,
              instead: `write for example ${example}`,
            }
          : null,
      ),
    },
    (value) =>
      isDate(value.slice(0, 10))
        ? null
        : { message: `there is no ${value.slice(0, 10)}`, instead: `write for example ${example}` },
  );

/** What the runtime's own database of time zones knows, old names too. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const timeZone = text(
  /^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/,
  { what: 'the name of a time zone', example: 'Europe/Berlin' },
  (name) => {
    if (isTimeZone(name)) return null;
    const meant = nearest(name, Intl.supportedValuesOf('timeZone'));
    return {
      message: `${show(name)} is not the name of a time zone`,
      instead: `write ${meant ?? 'for example Europe/Berlin'}`,
    };
  },
);

/** A stretch of time in which nothing is flipped and nobody is told; `every`, or `from` with `to`. */
export const maintenanceShape = {
  every: text(
    WEEK_STRETCH_PATTERN,
    { what: 'a time of the week like Sun 02:00-04:00', example: 'Sun 02:00-04:00' },
    emptyStretch,
  )
    .optional()
    .describe('Each week, such as Sun 02:00-04:00, or each day, such as 02:00-04:00.'),
  from: wallTime('2026-12-01 22:00')
    .optional()
    .describe('Once: when it begins. It needs an end, too.'),
  to: wallTime('2026-12-02 02:00').optional().describe('Once: when it ends.'),
  timeZone: timeZone
    .prefault('UTC')
    .describe('The zone whose clock is meant, such as Europe/Berlin; summer time is observed.'),
  sites: oneOrMore(siteName, {
    what: 'the name of a site',
    example: 'www.example.com',
    max: SITES_MAX,
  })
    .optional()
    .describe('The sites that are meant; all when left out.'),
  reason: freeText('patching the database')
    .prefault('planned maintenance')
    .describe('Why, for those who ask what is going on.'),
};
