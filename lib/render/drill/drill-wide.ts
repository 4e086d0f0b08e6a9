import type { DrillReport } from '../../core/drill.ts';
import { type Box, type Chart, type Text, textAt, textWidth } from './drill-chart.ts';
import { amount, originName } from './drill-moments.ts';
import { type Plot, plotOf, type SeenMoment } from './drill-plot.ts';
import { ticksOf, unitOf } from './drill-scale.ts';
import { type Span, VISITORS_NAME } from './drill-spans.ts';
import { spread } from './drill-spread.ts';

/** The timeline from left to right, for a screen and for paper. */
export function wideChart(report: DrillReport): Chart {
  const plot = plotOf(report, { from: GUTTER + PAD, to: WIDTH - PAD });
  const labels = momentLabels(plot.moments);
  const bars = barsOf(plot);
  const { inside, below } = barTexts(plot);
  const axisY = BARS_Y + BARS_HEIGHT + (below.length === 0 ? 18 : 40);
  const ticks = ticksOf(plot.scale, plot.course.fromMs, plot.course.toMs, (text) =>
    textWidth(text, SMALL),
  );
  return {
    width: WIDTH,
    height: axisY + 26,
    bars,
    track: { from: { x: GUTTER, y: TRACK_Y }, to: { x: WIDTH, y: TRACK_Y } },
    switched: switchedBox(plot),
    dots: plot.moments.map(({ key, at }) => ({ key, at: { x: at, y: TRACK_Y } })),
    leaders: labels.leaders,
    axis: { from: { x: GUTTER, y: axisY }, to: { x: WIDTH, y: axisY } },
    ticks: ticks.map(({ at }) => ({ from: { x: at, y: axisY }, to: { x: at, y: axisY + 6 } })),
    breaks: breaksOf(plot, axisY),
    texts: [
      ...labels.texts,
      ...inside,
      ...below,
      ...ticks.map(({ at, text }) => tickLabel(text, at, axisY + 20)),
      ...laneTexts(report, plot, axisY),
    ],
  };
}

const WIDTH = 900;
/** The names of the lanes stand here. */
const GUTTER = 116;
/** Room before the first moment and after the last, for what visitors got then and get now. */
const PAD = 92;
const TRACK_Y = 84;
const BARS_Y = 112;
const BARS_HEIGHT = 46;
const SIZE = 14;
const SMALL = 13;

function momentLabels(moments: readonly SeenMoment[]): Pick<Chart, 'texts' | 'leaders'> {
  const rows = moments.map((moment) => ({ ...moment, time: amount(moment.afterMs) }));
  const centres = spread(
    rows.map(({ at, name, time }) => ({
      at,
      size: Math.max(textWidth(name, SIZE), textWidth(time, SMALL)),
    })),
    { from: GUTTER, to: WIDTH, gap: 12 },
  );
  const placed = rows.map((each, index) => ({ ...each, x: centres[index] ?? each.at }));
  return {
    texts: placed.flatMap(({ name, time, x }) => [
      textAt(name, { x, y: 15 }, { anchor: 'middle', size: SIZE, look: 'strong' }),
      textAt(time, { x, y: 34 }, { anchor: 'middle', size: SMALL, look: 'quiet' }),
    ]),
    leaders: placed.map(({ at, x }) => [
      { x, y: 42 },
      { x, y: 48 },
      { x: at, y: 66 },
      { x: at, y: TRACK_Y },
    ]),
  };
}

const barsOf = ({ bands }: Plot): Chart['bars'] =>
  bands(GUTTER, WIDTH).map(({ who, from, to }) => ({
    who,
    box: { x: from, y: BARS_Y, width: Math.max(1, to - from), height: BARS_HEIGHT },
  }));

/** In the bar where there is room for it, else in a row of labels below. */
function barTexts(plot: Plot): { inside: readonly Text[]; below: readonly Text[] } {
  const ends = plot.bands(GUTTER, WIDTH).filter(({ span }) => span === null);
  const rows = plot.bands(GUTTER, WIDTH).flatMap(({ span, from, to }) => {
    if (span === null) return [];
    const until = plot.breakAt !== null && plot.breakAt > from && plot.breakAt < to;
    return [{ span, from, to: until ? (plot.breakAt ?? to) - BREAK / 2 : to }];
  });
  const fits = ({ span, from, to }: (typeof rows)[number]) => to - from >= spanWidth(span) + 12;
  const outside = rows.filter((each) => !fits(each));
  const centres = spread(
    outside.map(({ span, from, to }) => ({ at: (from + to) / 2, size: oneLineWidth(span) })),
    { from: GUTTER, to: WIDTH, gap: 14 },
  );
  return {
    inside: [
      ...ends.map(({ who, from, to }) =>
        textAt(
          VISITORS_NAME[who],
          { x: (from + to) / 2, y: BARS_Y + 28 },
          { anchor: 'middle', size: SIZE, look: who },
        ),
      ),
      ...rows.filter(fits).flatMap(({ span, from, to }) => insideTexts(span, (from + to) / 2)),
    ],
    below: outside.map(({ span }, index) =>
      textAt(
        oneLine(span),
        { x: centres[index] ?? 0, y: BARS_Y + BARS_HEIGHT + 19 },
        { anchor: 'middle', size: SMALL, look: 'quiet' },
      ),
    ),
  };
}

const insideTexts = ({ who, fromMs, toMs }: Span, x: number): readonly Text[] => [
  textAt(VISITORS_NAME[who], { x, y: BARS_Y + 20 }, { anchor: 'middle', size: SIZE, look: who }),
  textAt(
    amount(toMs - fromMs),
    { x, y: BARS_Y + 37 },
    { anchor: 'middle', size: SMALL, look: who },
  ),
];

const oneLine = ({ who, fromMs, toMs }: Span): string =>
  `${VISITORS_NAME[who]} ${amount(toMs - fromMs)}`;
const oneLineWidth = (span: Span): number => textWidth(oneLine(span), SMALL);
const spanWidth = ({ who, fromMs, toMs }: Span): number =>
  Math.max(textWidth(VISITORS_NAME[who], SIZE), textWidth(amount(toMs - fromMs), SMALL));

const switchedBox = ({ switched }: Plot): Box | null =>
  switched && {
    x: switched.from,
    y: TRACK_Y - 4,
    width: Math.max(1, (switched.to ?? WIDTH) - switched.from),
    height: 8,
  };

const BREAK = 16;

const breaksOf = ({ breakAt }: Plot, axisY: number): Chart['breaks'] =>
  breakAt === null
    ? []
    : [
        { y: TRACK_Y - 9, height: 18 },
        { y: BARS_Y - 3, height: BARS_HEIGHT + 6 },
        { y: axisY - 6, height: 12 },
      ].map(({ y, height }) => ({
        isAcross: false,
        box: { x: breakAt - BREAK / 2, y, width: BREAK, height },
      }));

const tickLabel = (text: string, x: number, y: number): Text =>
  textAt(text, { x, y }, { anchor: 'middle', size: SMALL, look: 'quiet' });

const laneTexts = (report: DrillReport, { course }: Plot, axisY: number): readonly Text[] =>
  [
    { text: 'Understudy,', y: TRACK_Y - 4 },
    { text: 'Route 53', y: TRACK_Y + 13 },
    { text: 'Visitors get', y: BARS_Y + 28 },
    {
      text: `${unitOf(course)} after the ${originName(report)}`,
      y: axisY + 20,
    },
  ].map(({ text, y }) =>
    textAt(text, { x: 0, y }, { anchor: 'start', size: SMALL, look: 'quiet' }),
  );
