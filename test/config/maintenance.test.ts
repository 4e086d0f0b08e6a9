import { parseConfig } from '../../lib/config/parse.ts';
import type { MaintenanceWindow } from '../../lib/core/maintenance.ts';
import { BASE, problemsOf } from './base.ts';

const SHOP = BASE.slice(BASE.indexOf('  - name:')).replaceAll(
  'www.example.com',
  'shop.example.com',
);
/** Two sites, and a maintenance on the last line. */
const withMaintenance = (fields: string): string =>
  `${BASE}${SHOP}maintenance:\n  - { ${fields} }\n`;
const LINE = withMaintenance('').split('\n').length - 1;

function windowsOf(text: string): Readonly<Record<string, readonly MaintenanceWindow[]>> {
  const parsed = parseConfig(text, 'sites.yml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return Object.fromEntries(
    parsed.config.sites.map(({ name, policy }) => [name, policy.maintenance]),
  );
}

test.each<[string, MaintenanceWindow]>([
  [
    'every: Sun 02:00-04:00',
    {
      kind: 'weekly',
      reason: 'planned maintenance',
      timeZone: 'UTC',
      days: [0],
      fromMinute: 120,
      toMinute: 240,
    },
  ],
  [
    'every: "Mon,Fri 22:00-02:00", timeZone: Europe/Berlin, reason: patches',
    {
      kind: 'weekly',
      reason: 'patches',
      timeZone: 'Europe/Berlin',
      days: [1, 5],
      fromMinute: 1_320,
      toMinute: 120,
    },
  ],
  [
    'from: 2026-12-01 22:00, to: 2026-12-02 02:00',
    {
      kind: 'once',
      reason: 'planned maintenance',
      timeZone: 'UTC',
      from: '2026-12-01T22:00',
      to: '2026-12-02T02:00',
    },
  ],
  [
    'from: 2026-12-01T22:00, to: 2026-12-01 22:01, timeZone: America/New_York',
    {
      kind: 'once',
      reason: 'planned maintenance',
      timeZone: 'America/New_York',
      from: '2026-12-01T22:00',
      to: '2026-12-01T22:01',
    },
  ],
])('a maintenance { %s } means all sites', (fields, window) => {
  expect(windowsOf(withMaintenance(fields))).toEqual({
    'www.example.com': [window],
    'shop.example.com': [window],
  });
});

test('one that names its sites means only them', () => {
  const found = windowsOf(withMaintenance('every: 02:00-04:00, sites: [shop.example.com]'));
  expect(found['www.example.com']).toEqual([]);
  expect(found['shop.example.com']).toHaveLength(1);
});

test.each<[string, string, string, string, string]>([
  [
    'no time',
    'reason: patches',
    'maintenance[0]',
    'nothing says when it is',
    'write `every: Sun 02:00-04:00`, or `from` and `to`',
  ],
  [
    'no end',
    'from: 2026-12-01 22:00',
    'maintenance[0]',
    'it needs a beginning and an end',
    '`from` and `to`',
  ],
  [
    'no beginning',
    'to: 2026-12-01 22:00',
    'maintenance[0]',
    'it needs a beginning and an end',
    '`from` and `to`',
  ],
  [
    'two kinds of time',
    'every: 02:00-04:00, from: 2026-12-01 22:00',
    'maintenance[0]',
    'weekly and once at the same time',
    'keep `every`',
  ],
  [
    'an end before its beginning',
    'from: 2026-12-01 22:00, to: 2026-12-01T21:59',
    'maintenance[0].to',
    'it ends before it begins',
    'write a later time',
  ],
  [
    'an end at its beginning',
    'from: 2026-12-01 22:00, to: 2026-12-01T22:00',
    'maintenance[0].to',
    'it ends before it begins',
    'write a later time',
  ],
  [
    'an empty stretch',
    'every: Sun 02:00-02:00',
    'maintenance[0].every',
    'is empty',
    'let it end later than it begins',
  ],
  [
    'a day that nobody knows',
    'every: Son 02:00-04:00',
    'maintenance[0].every',
    'Son 02:00-04:00',
    'Sun 02:00-04:00',
  ],
  [
    'a time with a zone',
    'from: 2026-12-01T22:00Z, to: 2026-12-02 02:00',
    'maintenance[0].from',
    'names a zone, which is told by timeZone',
    '2026-12-01 22:00',
  ],
  [
    'a time with seconds',
    'from: "2026-12-01 22:00:00", to: 2026-12-02 02:00',
    'maintenance[0].from',
    '2026-12-01 22:00:00',
    '2026-12-01 22:00',
  ],
  [
    'a day that does not come',
    'from: 2026-02-30 22:00, to: 2026-12-02 02:00',
    'maintenance[0].from',
    'there is no 2026-02-30',
    '2026-12-01 22:00',
  ],
  [
    'a zone with a typing mistake',
    'every: 02:00-04:00, timeZone: Europe/Berln',
    'maintenance[0].timeZone',
    'is not the name of a time zone',
    'write Europe/Berlin',
  ],
  [
    'an offset for a zone',
    'every: 02:00-04:00, timeZone: "+02:00"',
    'maintenance[0].timeZone',
    'time zone',
    'Europe/Berlin',
  ],
  [
    'a site that is none',
    'every: 02:00-04:00, sites: [ww.example.com]',
    'maintenance[0].sites[0]',
    'ww.example.com is not one of the sites',
    'write one of www.example.com, shop.example.com',
  ],
  [
    'a field that nobody knows',
    'every: 02:00-04:00, zone: UTC',
    'maintenance[0].zone',
    'is not a key',
    '',
  ],
])(
  'a maintenance with %s is refused, with what to write',
  (_name, fields, path, message, instead) => {
    expect(problemsOf(withMaintenance(fields))).toMatchObject([
      {
        line: LINE,
        path,
        message: expect.stringContaining(message),
        instead: expect.stringContaining(instead),
      },
    ]);
  },
);
