import fc from 'fast-check';
import type { DrillReport } from '../../../lib/core/drill.ts';
import type { Box, Chart } from '../../../lib/render/drill/drill-chart.ts';
import { timeScale } from '../../../lib/render/drill/drill-scale.ts';
import { courseOf } from '../../../lib/render/drill/drill-spans.ts';
import { spread } from '../../../lib/render/drill/drill-spread.ts';
import { tallChart } from '../../../lib/render/drill/drill-tall.ts';
import { wideChart } from '../../../lib/render/drill/drill-wide.ts';
import {
  anyReport,
  BECAME_FAILOVER,
  DNS_DID_NOT_MOVE,
  LONG_STAY,
  NEVER_FLIPPED,
  NO_PAGE,
  PASSED,
  REPORTS,
  STUCK,
} from './drill-reports.ts';

const CHARTS = { wide: wideChart, tall: tallChart } as const;
const EACH = Object.entries(CHARTS);

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const collisions = ({ texts, breaks }: Chart): string[] => [
  ...texts.flatMap((a, index) =>
    texts
      .slice(index + 1)
      .filter((b) => overlap(a.box, b.box))
      .map((b) => `"${a.text}" on "${b.text}"`),
  ),
  ...texts
    .filter((text) => breaks.some(({ box }) => overlap(box, text.box)))
    .map(({ text }) => `"${text}" on a break`),
];

const ROUNDING = 0.01;
const outsiders = ({ width, height, texts }: Chart): string[] =>
  texts
    .filter(
      ({ box }) =>
        box.x < -ROUNDING ||
        box.y < -ROUNDING ||
        box.x + box.width > width + ROUNDING ||
        box.y + box.height > height + ROUNDING,
    )
    .map(({ text, box }) => `"${text}" at ${JSON.stringify(box)}`);

describe.each(EACH)('the %s chart', (kind, chartOf) => {
  const isWide = kind === 'wide';
  const start = ({ x, y }: Box) => (isWide ? x : y);
  const end = ({ x, y, width, height }: Box) => (isWide ? x + width : y + height);

  test.each(Object.entries(REPORTS))('of %s keeps its texts apart', (_name, report) => {
    expect(collisions(chartOf(report))).toEqual([]);
    expect(outsiders(chartOf(report))).toEqual([]);
  });

  test('keeps its texts apart and inside, whatever was observed', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const chart = chartOf(report);
        expect(collisions(chart)).toEqual([]);
        expect(outsiders(chart)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('leaves no gap between what visitors got, and goes one way only', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const { bars, dots } = chartOf(report);
        bars.slice(1).forEach(({ box }, index) => {
          // A bar is at least one unit, so it may reach a little into the next one.
          const before = bars[index]?.box ?? box;
          expect(start(box)).toBeGreaterThanOrEqual(start(before));
          expect(Math.abs(end(before) - start(box))).toBeLessThanOrEqual(1);
        });
        const places = dots.map(({ at }) => (isWide ? at.x : at.y));
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }),
    );
  });

  test('names every moment that was observed, and no other', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const { dots, leaders, texts } = chartOf(report);
        const seen = Object.values(report.marks).filter((at) => at !== null).length;
        expect(dots).toHaveLength(seen);
        expect(leaders).toHaveLength(seen);
        const names = texts.filter(({ look }) => look === 'strong');
        expect(names).toHaveLength(seen);
      }),
    );
  });

  test('is to scale while nothing is cut, and marks where it is', () => {
    expect(chartOf(PASSED).breaks).toEqual([]);
    expect(chartOf(LONG_STAY).breaks).toHaveLength(3);
    const names = chartOf(PASSED).bars.map(({ who }) => who);
    expect(names).toEqual(['primary', 'moving', 'secondary', 'moving-back', 'primary']);
  });
});

test('ticks of a long drill are in minutes and seconds, and none stands in the cut', () => {
  const texts = wideChart(LONG_STAY).texts.map(({ text }) => text);
  expect(texts).toEqual(expect.arrayContaining(['0:00', '0:05', '30:10', '30:20']));
  expect(texts).toContain('min after the flip');
  expect(texts).not.toContain('15:00');
});

test.each<[string, DrillReport, string[], string]>([
  ['a drill that passed', PASSED, ['moving', 'secondary', 'moving-back'], 'primary'],
  ['DNS that did not move', DNS_DID_NOT_MOVE, ['moving', 'moving-back'], 'primary'],
  ['DNS that did not go back', STUCK, ['moving', 'secondary', 'moving-back'], 'unknown'],
  ['a secondary without its page', NO_PAGE, ['moving', 'broken', 'moving-back'], 'primary'],
  ['a drill that became a failover', BECAME_FAILOVER, ['moving', 'secondary'], 'secondary'],
  ['a drill that never flipped', NEVER_FLIPPED, ['primary'], 'primary'],
  [
    'a failover on the way back',
    { ...STUCK, outcome: 'became-failover' },
    ['moving', 'secondary', 'moving-back'],
    'secondary',
  ],
])('what visitors got in %s', (_name, report, spans, after) => {
  const course = courseOf(report);
  expect(course.spans.map(({ who }) => who)).toEqual(spans);
  expect(course.after).toBe(after);
});

test('a wait that fills the axis is drawn on two fifths of it, and the rest to scale', () => {
  const { at, gap } = timeScale([0, 10, 1_000, 1_010], 0, 100);
  expect(gap).toEqual({ fromMs: 10, toMs: 1_000, from: 30, to: 70 });
  expect([0, 5, 10, 505, 1_000, 1_010].map(at)).toEqual([0, 15, 30, 50, 70, 100]);
});

test.each<[string, number[], number[]]>([
  ['apart, they stand where they want to', [10, 50, 90], [10, 50, 90]],
  ['on one place, they share the way', [50, 50, 50], [28, 50, 72]],
  ['at the edge, they stay inside', [0, 0, 100], [10, 32, 90]],
  ['without room, they keep apart all the same', [100, 100, 100, 100, 100], [10, 32, 54, 76, 98]],
])('labels: %s', (_name, wishes, centres) => {
  const placed = spread(
    wishes.map((at) => ({ at, size: 20 })),
    { from: 0, to: 100, gap: 2 },
  );
  expect(placed.map(Math.round)).toEqual(centres);
});
