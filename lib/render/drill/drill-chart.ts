import type { Moment } from './drill-moments.ts';
import type { Visitors } from './drill-spans.ts';

/** The timeline of a drill as boxes, in the units of its viewBox; what it looks like is the painter's. */
export type Chart = {
  readonly width: number;
  readonly height: number;
  /** Whom visitors get. */
  readonly bars: readonly { readonly box: Box; readonly who: Visitors }[];
  /** The line on which the moments stand. */
  readonly track: Line;
  /** While the switch stands. */
  readonly switched: Box | null;
  readonly dots: readonly { readonly at: Point; readonly key: Moment['key'] }[];
  /** From each dot to its label. */
  readonly leaders: readonly (readonly Point[])[];
  readonly axis: Line;
  readonly ticks: readonly Line[];
  /** Across the stretch that is drawn shorter than it was. */
  readonly breaks: readonly { readonly box: Box; readonly isAcross: boolean }[];
  readonly texts: readonly Text[];
};

export type Point = { readonly x: number; readonly y: number };
export type Line = { readonly from: Point; readonly to: Point };
export type Box = Point & { readonly width: number; readonly height: number };

export type Text = {
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly size: number;
  readonly look: 'strong' | 'quiet' | Visitors;
  /** On the baseline, where `anchor` says. */
  readonly at: Point;
  /** The room that is kept free for it. */
  readonly box: Box;
};

/** A text and the room that it takes in whatever font a browser has. */
export function textAt(
  text: string,
  at: Point,
  style: Pick<Text, 'anchor' | 'size' | 'look'>,
): Text {
  const width = textWidth(text, style.size);
  const x = at.x - { start: 0, middle: width / 2, end: width }[style.anchor];
  const box = { x, y: at.y - style.size * ASCENT, width, height: style.size * HEIGHT };
  return { text, at, box, ...style };
}

/** Wide enough for the semibold of wide fonts, such as DejaVu Sans. */
export const textWidth = (text: string, size: number): number =>
  [...text].reduce((sum, letter) => sum + letterWidth(letter), 0) * size;

const ASCENT = 0.95;
const HEIGHT = 1.2;

function letterWidth(letter: string): number {
  if (/[ .,:;ijlrft|']/.test(letter)) return 0.4;
  if (/[mwMW]/.test(letter)) return 1;
  return letter === letter.toLowerCase() ? 0.63 : 0.75;
}
