import type { StatusRange } from '../core/site.ts';

/** One code or one range, or several with commas: `200`, `200-399`, `200,204,300-302`. */
export const STATUS_PATTERN =
  /^[1-5][0-9]{2}(-[1-5][0-9]{2})?( *, *[1-5][0-9]{2}(-[1-5][0-9]{2})?)*$/;

/** Ranges of a text that matches STATUS_PATTERN, or of one code. */
export const statusRanges = (value: string | number): StatusRange[] =>
  String(value)
    .split(',')
    .map((part) => {
      const [from = Number.NaN, to = from] = part.split('-').map(Number);
      return { from, to };
    });

/** The first range that is written from high to low, as text. */
export const backwardRange = (text: string): StatusRange | null =>
  statusRanges(text).find(({ from, to }) => from > to) ?? null;
