import type { Box, Chart, Line, Point, Text } from './drill-chart.ts';
import { type Html, html, NOTHING, tenths } from './drill-html.ts';

/** What a chart is called, and what it shows to those who cannot see it. */
export type ChartWords = { readonly id: string; readonly title: string; readonly desc: string };

/** A chart as inline SVG. Colours come from the style sheet, so that it follows the page. */
export const chartSvg = (chart: Chart, { id, title, desc }: ChartWords): Html => html`
<svg class="chart ${id}" viewBox="0 0 ${tenths(chart.width)} ${tenths(chart.height)}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${desc}</desc>
<defs><pattern id="${id}-stripes" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="stripe-ground" width="9" height="9"/><rect class="stripe" width="4" height="9"/></pattern></defs>
<g class="bars">${chart.bars.map(({ box, who }) => bar(box, who, id))}</g>
${line(chart.track, 'track')}
${chart.switched === null ? NOTHING : rect(chart.switched, 'switched', 4)}
${line(chart.axis, 'axis')}
<g class="ticks">${chart.ticks.map((tick) => line(tick, 'tick'))}</g>
${chart.breaks.map(({ box, isAcross }) => breakMark(box, isAcross))}
<g class="leaders">${chart.leaders.map((points) => html`<polyline points="${path(points)}"/>`)}</g>
<g class="dots">${chart.dots.map(({ at, key }) => html`<circle class="${key}" cx="${tenths(at.x)}" cy="${tenths(at.y)}" r="6"/>`)}</g>
<g>${chart.texts.map(written)}</g>
</svg>`;

const bar = (box: Box, who: string, id: string): Html =>
  who === 'moving' || who === 'moving-back'
    ? html`<rect fill="url(#${id}-stripes)" ${place(box)} rx="3"/>`
    : rect(box, who, 3);

const rect = (box: Box, look: string, radius: number): Html =>
  html`<rect class="${look}" ${place(box)} rx="${radius}"/>`;

const place = ({ x, y, width, height }: Box): Html =>
  html`x="${tenths(x)}" y="${tenths(y)}" width="${tenths(width)}" height="${tenths(height)}"`;

const line = ({ from, to }: Line, look: string): Html =>
  html`<line class="${look}" x1="${tenths(from.x)}" y1="${tenths(from.y)}" x2="${tenths(to.x)}" y2="${tenths(to.y)}"/>`;

const written = ({ text, at, anchor, size, look }: Text): Html =>
  html`<text class="on-${look}" x="${tenths(at.x)}" y="${tenths(at.y)}" font-size="${size}" text-anchor="${anchor}">${text}</text>`;

const path = (points: readonly Point[]): string =>
  points.map(({ x, y }) => `${tenths(x)},${tenths(y)}`).join(' ');

/** Two slanted strokes with nothing between them: here the axis is cut. */
function breakMark({ x, y, width, height }: Box, isAcross: boolean): Html {
  const right = x + width;
  const low = y + height;
  const [a, b, c, d] = isAcross
    ? [
        { x, y: y + SLANT },
        { x: right, y },
        { x: right, y: low - SLANT },
        { x, y: low },
      ]
    : [
        { x, y: low },
        { x: x + SLANT, y },
        { x: right, y },
        { x: right - SLANT, y: low },
      ];
  return html`<polygon class="break" points="${path([a, b, c, d])}"/><polyline class="break-edge" points="${path([a, b])}"/><polyline class="break-edge" points="${path(isAcross ? [d, c] : [d, c])}"/>`;
}

const SLANT = 6;
