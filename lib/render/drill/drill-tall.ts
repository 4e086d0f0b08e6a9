import type { DrillReport } from '../../core/drill.ts';
import { type Box, type Chart, type Text, textAt } from './drill-chart.ts';
import { amount } from './drill-moments.ts';
import { type Band, type Plot, plotOf, type SeenMoment } from './drill-plot.ts';
import { ticksOf, unitOf } from './drill-scale.ts';
import { VISITORS_NAME } from './drill-spans.ts';
import { spread } from './drill-spread.ts';

/** The timeline from top to bottom, for a phone. */
export function tallChart(report: DrillReport): Chart {
  const plot = plotOf(report, { from: TOP + PAD, to: BOTTOM - PAD });
  const labels = momentLabels(plot.moments);
  const ticks = ticksOf(plot.scale, plot.course.fromMs, plot.course.toMs, () => SMALL);
  return {
    width: WIDTH,
    height: BOTTOM + 2,
    bars: plot.bands(TOP, BOTTOM).map(({ who, from, to }) => ({
      who,
      box: { x: BARS_X, y: from, width: BARS_WIDTH, height: Math.max(1, to - from) },
    })),
    track: { from: { x: TRACK_X, y: TOP }, to: { x: TRACK_X, y: BOTTOM } },
    switched: switchedBox(plot),
    dots: plot.moments.map(({ key, at }) => ({ key, at: { x: TRACK_X, y: at } })),
    leaders: labels.leaders,
    axis: { from: { x: AXIS_X, y: TOP }, to: { x: AXIS_X, y: BOTTOM } },
    ticks: ticks.map(({ at }) => ({ from: { x: AXIS_X - 5, y: at }, to: { x: AXIS_X, y: at } })),
    breaks: breaksOf(plot),
    texts: [
      ...laneTexts(plot),
      ...ticks.map(({ at, text }) => tickLabel(text, at)),
      ...plot.bands(TOP, BOTTOM).flatMap((band) => bandTexts(band, plot.breakAt)),
      ...labels.texts,
    ],
  };
}

const WIDTH = 320;
const TOP = 34;
const BOTTOM = 530;
const PAD = 40;
const AXIS_X = 56;
const BARS_X = 64;
const BARS_WIDTH = 88;
const TRACK_X = 170;
const LABELS_X = 198;
const SIZE = 14;
const SMALL = 13;
const LABEL_HEIGHT = 36;

function momentLabels(moments: readonly SeenMoment[]): Pick<Chart, 'texts' | 'leaders'> {
  const centres = spread(
    moments.map(({ at }) => ({ at, size: LABEL_HEIGHT })),
    { from: TOP, to: BOTTOM, gap: 4 },
  );
  const placed = moments.map((each, index) => ({ ...each, y: centres[index] ?? each.at }));
  return {
    texts: placed.flatMap(({ name, afterMs, y }) => [
      textAt(name, { x: LABELS_X, y: y - 2 }, { anchor: 'start', size: SIZE, look: 'strong' }),
      textAt(
        amount(afterMs),
        { x: LABELS_X, y: y + 15 },
        { anchor: 'start', size: SMALL, look: 'quiet' },
      ),
    ]),
    leaders: placed.map(({ at, y }) => [
      { x: TRACK_X, y: at },
      { x: TRACK_X + 8, y: at },
      { x: LABELS_X - 10, y },
      { x: LABELS_X - 5, y },
    ]),
  };
}

/** Its name and how long, or the name alone, or nothing: the moments beside it say it too. */
function bandTexts({ who, from, to, span }: Band, breakAt: number | null): readonly Text[] {
  const end = breakAt !== null && breakAt > from && breakAt < to ? breakAt - BREAK / 2 : to;
  const middle = (from + end) / 2;
  const x = BARS_X + BARS_WIDTH / 2;
  if (end - from < 20) return [];
  const name = (y: number) =>
    textAt(VISITORS_NAME[who], { x, y }, { anchor: 'middle', size: SIZE, look: who });
  if (span === null || end - from < 40) return [name(middle + 5)];
  const time = amount(span.toMs - span.fromMs);
  return [
    name(middle - 3),
    textAt(time, { x, y: middle + 14 }, { anchor: 'middle', size: SMALL, look: who }),
  ];
}

const switchedBox = ({ switched }: Plot): Box | null =>
  switched && {
    x: TRACK_X - 4,
    y: switched.from,
    width: 8,
    height: Math.max(1, (switched.to ?? BOTTOM) - switched.from),
  };

const BREAK = 14;

const breaksOf = ({ breakAt }: Plot): Chart['breaks'] =>
  breakAt === null
    ? []
    : [
        { x: AXIS_X - 6, width: 12 },
        { x: BARS_X - 3, width: BARS_WIDTH + 6 },
        { x: TRACK_X - 9, width: 18 },
      ].map(({ x, width }) => ({
        isAcross: true,
        box: { x, y: breakAt - BREAK / 2, width, height: BREAK },
      }));

const tickLabel = (text: string, y: number): Text =>
  textAt(text, { x: AXIS_X - 9, y: y + 4 }, { anchor: 'end', size: SMALL, look: 'quiet' });

const laneTexts = ({ course }: Plot): readonly Text[] => [
  textAt(unitOf(course), { x: AXIS_X - 9, y: 16 }, { anchor: 'end', size: SMALL, look: 'quiet' }),
  textAt(
    'Visitors get',
    { x: BARS_X + BARS_WIDTH / 2, y: 16 },
    { anchor: 'middle', size: SMALL, look: 'quiet' },
  ),
  textAt('Moments', { x: LABELS_X, y: 16 }, { anchor: 'start', size: SMALL, look: 'quiet' }),
];
