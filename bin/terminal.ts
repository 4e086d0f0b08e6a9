import { stripVTControlCharacters } from 'node:util';

/** Where a command writes: lines that stay, and on a terminal one line below that keeps changing. */
export type Terminal = {
  readonly line: (text: string) => void;
  /** Shows the text behind a spinner until the next call; on anything but a terminal it shows nothing. */
  readonly status: (text: () => string) => void;
  readonly isLive: boolean;
  readonly close: () => void;
};

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
const CLEAR_LINE = '\r\u001b[2K';

/** Plain lines in a pipe or a log; a living status line where somebody watches. */
export function openTerminal(stream: NodeJS.WriteStream): Terminal {
  const isLive = stream.isTTY === true && process.env.TERM !== 'dumb';
  let text: (() => string) | null = null;
  let frame = 0;
  const draw = () => {
    if (text === null) return;
    frame = (frame + 1) % FRAMES.length;
    stream.write(`${CLEAR_LINE}${cutTo(`${FRAMES[frame]} ${text()}`, stream.columns ?? 80)}`);
  };
  const timer = isLive ? setInterval(draw, FRAME_MS) : null;
  timer?.unref();
  return {
    isLive,
    line: (line) => {
      stream.write(isLive ? `${CLEAR_LINE}${line}\n` : `${line}\n`);
      if (isLive) draw();
    },
    status: (next) => {
      text = next;
      if (isLive) draw();
    },
    close: () => {
      if (timer !== null) clearInterval(timer);
      if (isLive && text !== null) stream.write(CLEAR_LINE);
      text = null;
    },
  };
}

/** A status that wraps would leave its first half behind at every frame. */
const cutTo = (line: string, columns: number): string => {
  const plain = stripVTControlCharacters(line);
  return plain.length < columns ? line : `${plain.slice(0, Math.max(0, columns - 2))}…`;
};
