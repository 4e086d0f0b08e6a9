import fc from 'fast-check';
import type { DrillReport } from '../../../lib/core/drill.ts';
import { drillPage } from '../../../lib/render/drill/drill-page.ts';
import { DARK, LIGHT } from '../../../lib/render/drill/drill-style.ts';
import {
  anyReport,
  BECAME_FAILOVER,
  DNS_DID_NOT_MOVE,
  NASTY,
  NEVER_FLIPPED,
  NO_PAGE,
  PASSED,
  REPORTS,
} from './drill-reports.ts';

const VOID = new Set(['meta', 'br']);
const TAG = /<(\/?)([a-zA-Z][\w-]*)((?: [\w:-]+="[^"<]*")*)(\/?)>/y;

/** What is wrong with a page as a tree of elements; nothing when it is well-formed. */
function faults(page: string): string[] {
  const open: string[] = [];
  const found: string[] = [];
  let place = page.startsWith('<!doctype html>') ? '<!doctype html>'.length : 0;
  while (place < page.length) {
    const next = page.indexOf('<', place);
    if (next === -1) break;
    TAG.lastIndex = next;
    const match = TAG.exec(page);
    if (match === null) return [...found, `no tag at: ${page.slice(next, next + 60)}`];
    const [whole, closing, name = '', , alone] = match;
    place = next + whole.length;
    if (closing && open.pop() !== name) found.push(`</${name}> closes something else`);
    if (!closing && !alone && !VOID.has(name)) open.push(name);
    if (name === 'style' && !closing) place = page.indexOf('</style>', place);
  }
  return [...found, ...open.map((name) => `<${name}> is not closed`)];
}

const idsOf = (page: string) => [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? '');
const textOf = (page: string) =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\s\u00a0]+/g, ' ');

test('the judge of pages finds what is wrong', () => {
  expect(faults('<p>a</p>')).toEqual([]);
  expect(faults('<p><b>a</p>')).toEqual(['</p> closes something else', '<p> is not closed']);
  expect(faults('<p class=x>')).toEqual(['no tag at: <p class=x>']);
});

test.each(Object.entries(REPORTS))('the page of %s is well-formed', (_name, report) => {
  expect(faults(drillPage(report))).toEqual([]);
});

test('every report gives a well-formed page in which no number is missing', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const page = drillPage(report);
      expect(faults(page)).toEqual([]);
      expect(page).not.toMatch(/NaN|undefined|Infinity|\bnull\b|\[object/);
      const ids = idsOf(page);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [, list = ''] of page.matchAll(/aria-labelledby="([^"]+)"/g))
        expect(ids).toEqual(expect.arrayContaining(list.split(' ')));
    }),
  );
});

test('a text from outside is never markup', () => {
  const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.constant(NASTY));
  fc.assert(
    fc.property(anyText, anyText, anyText, anyText, (site, by, reason, id) => {
      expect(faults(drillPage({ ...PASSED, site, by, reason, id }))).toEqual([]);
    }),
  );
  const page = drillPage({ ...PASSED, site: NASTY, by: NASTY, reason: NASTY, id: NASTY });
  for (const trick of ['<script', '<img', '\u0000', '\u202e']) expect(page).not.toContain(trick);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&quot;alert');
});

test('the page allows nothing but its own style, and names no other place', () => {
  const page = drillPage(PASSED);
  expect(page).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
  );
  expect(page).not.toMatch(/https?:|<script|<link|@import|\bsrc=|\bhref=|url\((?!#)/);
});

test('the page can be read by a phone and by those who cannot see it', () => {
  const page = drillPage(PASSED);
  expect(page).toContain('<html lang="en">');
  expect(page).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
  expect(page.match(/<h1/g)).toHaveLength(1);
  expect(page.match(/<svg [^>]*role="img" aria-labelledby/g)).toHaveLength(4);
  expect(page).toContain(
    'What visitors get: primary before the drill; moving for 9.8 s; secondary for 60.1 s; moving for 12.1 s; then primary.',
  );
  expect(page.match(/<th scope="col"/g)).toHaveLength(6);
});

test.each<[string, DrillReport, string[]]>([
  [
    'a drill that passed',
    PASSED,
    [
      'Drill of www.example.com on 2026-11-22',
      'The drill passed Visitors got the secondary 9.8 s after the flip, and the primary again 12.1 s after the restore.',
      'Secondary served 9.8 s after the flip; expected 10.0 s',
      'Primary again 12.1 s after the restore',
      'Recovery time 97.8 s on a bad day; expected 98.0 s',
      'restored all answered with the primary 82.0 s 18:06:31',
      'sum 98.0 s 97.8 s',
      'By maria Reason quarterly rehearsal Started 2026-11-22 18:05:08 UTC',
    ],
  ],
  [
    'a drill that failed',
    DNS_DID_NOT_MOVE,
    [
      'The drill failed The name servers did not answer with the secondary in time. Visitors get the primary again.',
      'What it means On a bad day the switch would not have moved visitors.',
      'page the secondary&#39;s page came not observed',
      'Not observed, and so not drawn: name servers, page.',
      'caches 60.0 s This drill not observed',
    ],
  ],
  ['a secondary without its page', NO_PAGE, ['Secondary served not observed', 'no page 30.0 s']],
  ['a drill that became a failover', BECAME_FAILOVER, ['visitors stay on the secondary.']],
  ['a drill that never flipped', NEVER_FLIPPED, ['there is nothing to draw']],
])('the page of %s says', (_name, report, sentences) => {
  const text = textOf(drillPage(report)).replace(/ +/g, ' ');
  for (const sentence of sentences) expect(text).toContain(sentence);
});

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

type Colour = keyof typeof LIGHT;
const TEXTS: [Colour, Colour][] = [
  ['ink', 'ground'],
  ['ink', 'card'],
  ['soft', 'ground'],
  ['soft', 'card'],
  ['bad', 'card'],
  ['on-primary', 'primary'],
  ['on-secondary', 'secondary'],
  ['on-moving', 'moving'],
  ['on-moving', 'stripe'],
  ['on-broken', 'broken'],
];
const SHAPES: [Colour, Colour][] = [
  ['primary', 'card'],
  ['secondary', 'card'],
  ['broken', 'card'],
  ['detect', 'card'],
  ['caches', 'card'],
  ['good', 'ground'],
  ['warn', 'ground'],
  ['bad', 'ground'],
];

test.each([
  ['light', LIGHT],
  ['dark', DARK],
] as const)('%s colours can be told apart (WCAG AA)', (_name, colours) => {
  const faint = (pairs: [Colour, Colour][], least: number) =>
    pairs.filter(([a, b]) => contrast(colours[a], colours[b]) < least);
  expect(faint(TEXTS, 4.5)).toEqual([]);
  expect(faint(SHAPES, 3)).toEqual([]);
});
