import fc from 'fast-check';
import {
  holdInForce,
  isQuiet,
  type MaintenanceWindow,
  plannedMaintenance,
} from '../../lib/core/maintenance.ts';
import { epochMs } from '../../lib/core/time.ts';
import { HOLD } from '../fixtures/records.ts';

const at = (iso: string) => epochMs(Date.parse(iso));
const iso = (moment: number) => new Date(moment).toISOString().slice(0, 16);
const once = (timeZone: string, from: string, to: string): MaintenanceWindow => ({
  kind: 'once',
  reason: 'a move',
  timeZone,
  from,
  to,
});
const weekly = (
  timeZone: string,
  days: readonly number[],
  from: string,
  to: string,
): MaintenanceWindow => ({
  kind: 'weekly',
  reason: 'patches',
  timeZone,
  days,
  fromMinute: minuteOf(from),
  toMinute: minuteOf(to),
});
const minuteOf = (time: string): number => {
  const [hours = '', minutes = ''] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
};

/** What is planned at a moment, as its stretch in UTC. */
const stretch = (window: MaintenanceWindow, moment: string): string | null => {
  const found = plannedMaintenance([window], at(moment));
  return found === null || found.until === null
    ? null
    : `${iso(found.since)} to ${iso(found.until)}`;
};

const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';
const LORD_HOWE = 'Australia/Lord_Howe';

/* Clocks change in 2026: Berlin 29 March and 25 October at 01:00 UTC, New York 8 March at 07:00 UTC and
 * 1 November at 06:00 UTC, Lord Howe 4 April at 15:00 UTC (back) and 3 October at 15:30 UTC (by half an hour). */
test.each([
  [
    'in winter',
    once(BERLIN, '2026-12-01T22:00', '2026-12-02T02:00'),
    '2026-12-01T21:00 to 2026-12-02T01:00',
  ],
  [
    'in summer',
    once(BERLIN, '2026-07-01T22:00', '2026-07-02T02:00'),
    '2026-07-01T20:00 to 2026-07-02T00:00',
  ],
  [
    'over the leap into summer',
    once(BERLIN, '2026-03-29T01:00', '2026-03-29T04:00'),
    '2026-03-29T00:00 to 2026-03-29T02:00',
  ],
  [
    'over the leap back',
    once(BERLIN, '2026-10-25T01:00', '2026-10-25T04:00'),
    '2026-10-24T23:00 to 2026-10-25T03:00',
  ],
  [
    'from an hour that comes twice: the first',
    once(BERLIN, '2026-10-25T02:30', '2026-10-25T04:00'),
    '2026-10-25T00:30 to 2026-10-25T03:00',
  ],
  [
    'from an hour that is left out: the leap',
    once(BERLIN, '2026-03-29T02:30', '2026-03-29T04:00'),
    '2026-03-29T01:00 to 2026-03-29T02:00',
  ],
  [
    'behind UTC',
    once(NEW_YORK, '2026-03-08T01:30', '2026-03-08T03:30'),
    '2026-03-08T06:30 to 2026-03-08T07:30',
  ],
  [
    'behind UTC, the first of two',
    once(NEW_YORK, '2026-11-01T01:30', '2026-11-01T02:30'),
    '2026-11-01T05:30 to 2026-11-01T07:30',
  ],
  [
    'where half an hour comes twice',
    once(LORD_HOWE, '2026-04-05T01:45', '2026-04-05T03:00'),
    '2026-04-04T14:45 to 2026-04-04T16:30',
  ],
  [
    'where half an hour is left out',
    once(LORD_HOWE, '2026-10-04T02:10', '2026-10-04T03:00'),
    '2026-10-03T15:30 to 2026-10-03T16:00',
  ],
  [
    'on the last day of February',
    once('UTC', '2028-02-29T23:00', '2028-03-01T01:00'),
    '2028-02-29T23:00 to 2028-03-01T01:00',
  ],
])('once, %s', (_name, window, expected) => {
  const [since = '', until = ''] = expected.split(' to ');
  expect(stretch(window, `${since}:00Z`)).toBe(expected);
  expect(stretch(window, new Date(Date.parse(`${until}:00Z`) - 1).toISOString())).toBe(expected);
  expect(stretch(window, new Date(Date.parse(`${since}:00Z`) - 1).toISOString())).toBeNull();
  expect(stretch(window, `${until}:00Z`)).toBeNull();
});

const SUNDAYS = weekly(BERLIN, [0], '02:00', '04:00');
const NIGHTS = weekly(BERLIN, [5], '22:00', '02:00');
const EACH_DAY = weekly(LORD_HOWE, [], '23:30', '00:30');

test.each([
  ['in winter', SUNDAYS, '2026-11-22T01:00:00Z', '2026-11-22T01:00 to 2026-11-22T03:00'],
  ['in summer', SUNDAYS, '2026-07-05T01:59:59Z', '2026-07-05T00:00 to 2026-07-05T02:00'],
  ['before it begins', SUNDAYS, '2026-11-22T00:59:59Z', null],
  ['at its end', SUNDAYS, '2026-11-22T03:00:00Z', null],
  ['on another day', SUNDAYS, '2026-11-23T01:00:00Z', null],
  [
    'after the leap into summer, as if it had begun an hour earlier',
    SUNDAYS,
    '2026-03-29T01:30:00Z',
    '2026-03-29T00:00 to 2026-03-29T02:00',
  ],
  [
    'in the hour before the leap into summer it has not begun',
    SUNDAYS,
    '2026-03-29T00:59:59Z',
    null,
  ],
  [
    'in the first of two hours',
    SUNDAYS,
    '2026-10-25T00:30:00Z',
    '2026-10-25T00:00 to 2026-10-25T02:00',
  ],
  [
    'in the second of two hours',
    SUNDAYS,
    '2026-10-25T01:30:00Z',
    '2026-10-25T01:00 to 2026-10-25T03:00',
  ],
  ['before midnight', NIGHTS, '2026-11-20T22:59:00Z', '2026-11-20T21:00 to 2026-11-21T01:00'],
  ['after midnight', NIGHTS, '2026-11-21T00:59:00Z', '2026-11-20T21:00 to 2026-11-21T01:00'],
  ['after midnight of the day before', NIGHTS, '2026-11-20T00:30:00Z', null],
  [
    'each day, over midnight',
    EACH_DAY,
    '2026-11-24T13:00:00Z',
    '2026-11-24T12:30 to 2026-11-24T13:30',
  ],
])('weekly, %s', (_name, window, moment, expected) => {
  expect(stretch(window, moment)).toBe(expected);
});

test('of two that overlap the first in sites.yml speaks', () => {
  const other = { ...SUNDAYS, reason: 'backups' };
  const now = at('2026-11-22T02:00:00Z');
  expect(plannedMaintenance([other, SUNDAYS], now)).toMatchObject({ reason: 'backups' });
  expect(plannedMaintenance([], now)).toBeNull();
});

const IN_IT = at('2026-11-22T02:00:00Z');
const OUTSIDE = at('2026-11-22T05:00:00Z');
const MAINTENANCE = { ...HOLD, kind: 'maintenance', until: epochMs(OUTSIDE + 1) } as const;
test.each([
  ['the planned one, where nothing was ordered', null, IN_IT, 'sites.yml', true],
  ['an ordered hold before a planned maintenance', HOLD, IN_IT, HOLD.by, false],
  ['an ordered maintenance', MAINTENANCE, OUTSIDE, HOLD.by, true],
  [
    'the planned one, where what was ordered is over',
    { ...HOLD, until: IN_IT },
    IN_IT,
    'sites.yml',
    true,
  ],
  ['nothing, outside of it', null, OUTSIDE, undefined, false],
] as const)('in force is %s', (_name, ordered, now, by, quiet) => {
  expect(holdInForce(ordered, [SUNDAYS], now)?.by).toBe(by);
  expect(isQuiet(ordered, [SUNDAYS], now)).toBe(quiet);
});

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const zone = fc.constantFrom(BERLIN, NEW_YORK, LORD_HOWE, 'UTC', 'Asia/Kathmandu', 'Pacific/Apia');
const minute = fc.integer({ min: 0, max: 1_439 });
const moment = fc.integer({ min: at('2025-01-01'), max: at('2030-01-01') }).map(epochMs);

/** Whether a zone's clock is changed within a day of that moment. */
function isNearChange(timeZone: string, now: number): boolean {
  const hours = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' });
  const shown = [-1, 0, 1].map((days) => hours.format(now + days * DAY_MS));
  return new Set(shown).size > 1;
}

test('whatever is planned has begun and is not over, and is the same at every moment in it', () => {
  let [found, compared] = [0, 0];
  fc.assert(
    fc.property(
      zone,
      fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 7 }),
      minute,
      minute,
      moment,
      fc.nat(),
      (timeZone, days, fromMinute, toMinute, now, part) => {
        fc.pre(fromMinute !== toMinute);
        const window = {
          kind: 'weekly',
          reason: 'x',
          timeZone,
          days,
          fromMinute,
          toMinute,
        } as const;
        const planned = plannedMaintenance([window], now);
        if (planned === null || planned.until === null) return;
        found += 1;
        const { since, until } = planned;
        expect([since <= now, now < until, until - since <= DAY_MS]).toEqual([true, true, true]);
        if (isNearChange(timeZone, now)) return;
        compared += 1;
        const other = epochMs(since + (part % (until - since)));
        expect(plannedMaintenance([window], other)).toEqual(planned);
        expect(plannedMaintenance([window], until)?.since ?? until).toBe(until);
      },
    ),
    { numRuns: 2_000 },
  );
  expect([found > 400, compared > 300]).toEqual([true, true]);
});

test('once is in force from what the clock shows at its beginning to what it shows at its end', () => {
  let found = 0;
  fc.assert(
    fc.property(
      zone,
      moment.map((when) => epochMs(when - (when % 60_000))),
      fc.integer({ min: 1, max: 72 * 60 }),
      fc.nat(),
      (timeZone, begin, minutes, part) => {
        const clock = new Intl.DateTimeFormat('sv-SE', {
          timeZone,
          dateStyle: 'short',
          timeStyle: 'short',
        });
        const text = (when: number) => clock.format(when).replace(' ', 'T');
        const [from, to] = [text(begin), text(begin + minutes * 60_000)];
        const window = once(timeZone, from, to);
        const now = epochMs(begin + (part % (minutes * 60_000)));
        const planned = plannedMaintenance([window], now);
        if (planned === null || planned.until === null) {
          // Only where the clock shows an hour twice may the text have meant another moment.
          expect(isNearChange(timeZone, begin) || isNearChange(timeZone, now)).toBe(true);
          return;
        }
        found += 1;
        expect([text(planned.since), text(planned.until)]).toEqual([from, to]);
        expect([planned.since <= now, now < planned.until]).toEqual([true, true]);
        expect(Math.abs(planned.until - planned.since - minutes * 60_000)).toBeLessThanOrEqual(
          HOUR_MS,
        );
      },
    ),
    { numRuns: 500 },
  );
  expect(found).toBeGreaterThan(450);
});
