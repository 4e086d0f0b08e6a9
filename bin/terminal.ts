import { stripVTControlCharacters, styleText } from 'node:util';
import type { Paint, Style } from '../lib/render/paint.ts';

/** Where a command writes: lines that stay, and on a terminal one line below that keeps changing. */
export type Terminal = {
  readonly line: (text: string) => void;
  /** Shows the text behind a spinner until the next call; null shows nothing, and so does a pipe. */
  readonly status: (text: (() => string) | null) => void;
  /** Colours on a terminal, unless NO_COLOR is set; none elsewhere. */
  readonly paint: Paint;
  readonly isLive: boolean;
  readonly close: () => void;
};

/** What a terminal needs of a stream. */
export type Screen = Pick<NodeJS.WriteStream, 'write'> &
  Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>>;

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
const CLEAR_LINE = '\r\u001b[2K';
const COLUMNS_DEFAULT = 80;
/** Where the terminal itself writes `^C`; pushed over the edge it would leave the line behind. */
const ECHO_COLUMNS = 2;

/** Plain lines in a pipe or a log; a living status line where somebody watches. */
export function openTerminal(stream: Screen): Terminal {
  const isLive = stream.isTTY === true && process.env.TERM !== 'dumb';
  let text: (() => string) | null = null;
  let frame = 0;
  const living = () =>
    text === null ? '' : cutTo(`${FRAMES[frame]} ${text()}`, stream.columns || COLUMNS_DEFAULT);
  const draw = () => {
    frame = (frame + 1) % FRAMES.length;
    if (text !== null) stream.write(CLEAR_LINE + living());
  };
  const timer = isLive ? setInterval(draw, FRAME_MS) : null;
  timer?.unref();
  return {
    isLive,
    paint: painter(stream),
    line: (line) => {
      stream.write(isLive ? `${CLEAR_LINE}${line}\n${living()}` : `${line}\n`);
    },
    status: (next) => {
      text = next;
      if (isLive) stream.write(CLEAR_LINE + living());
    },
    close: () => {
      if (timer !== null) clearInterval(timer);
      if (isLive && text !== null) stream.write(CLEAR_LINE);
      text = null;
    },
  };
}

/** Takes everything and shows nothing. */
export const SILENT: Terminal = {
  line: () => undefined,
  status: () => undefined,
  paint: (_style, text) => text,
  isLive: false,
  close: () => undefined,
};

const FORMATS: Readonly<Record<Style, Parameters<typeof styleText>[0]>> = {
  strong: 'bold',
  quiet: 'dim',
  good: 'green',
  bad: 'red',
  warn: 'yellow',
};

/** Each line by itself, so that a pager or a cut line never carries a colour on. */
export const painter =
  (stream: Screen): Paint =>
  (style, text) =>
    text
      .split('\n')
      .map((line) => styleText(FORMATS[style], line, { stream: stream as NodeJS.WriteStream }))
      .join('\n');

/** A status that wraps would leave its first half behind at every frame. */
const cutTo = (line: string, columns: number): string => {
  const plain = stripVTControlCharacters(line).replaceAll('\n', ' ');
  const room = Math.max(1, columns - ECHO_COLUMNS - 1);
  return plain.length <= room ? line : `${plain.slice(0, room - 1)}…`;
};
