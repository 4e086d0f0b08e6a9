/** Mail clients and terminals show this many columns without wrapping by themselves. */
export const COLUMNS = 72;

/**
 * Wraps each line at spaces. A line's own indent is kept for what follows it, and a list's text
 * stays under its first word. Only a single word may be longer than `width`.
 */
export const wrap = (text: string, width: number = COLUMNS): string =>
  text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');

/** Printable ASCII on one line: accents go, everything else that SNS may refuse becomes `?`. */
export const ascii = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/[^ -~]/gu, '?');

/** At most `max` characters; a cut is shown. */
export const cut = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, Math.max(0, max - 3))}...`.slice(0, max);

/** SNS takes less than 100 characters: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const SUBJECT_CHARS_MAX = 99;
const NAME_CHARS_MAX = 48;

/** The subject of an alert: the site first, cut so that what happened is never cut off. */
export const subject = (site: string, rest: string): string =>
  cut(`${cut(ascii(site).trim(), NAME_CHARS_MAX)}${ascii(rest)}`, SUBJECT_CHARS_MAX);

/** Text from outside as one line without control characters, cut to a readable length. */
export const quoted = (text: string): string =>
  cut(text.replace(/[\p{Cc}\s]+/gu, ' ').trim(), QUOTE_CHARS_MAX);

const QUOTE_CHARS_MAX = 300;

/** A number stays with its unit: `(2` at the end of a line and `s ago)` on the next is hard to read. */
const BETWEEN_WORDS = /(?<!\d) +| +(?!(?:ms|s|min|h|days)\b)/;

function wrapLine(line: string, width: number): string {
  const [indent = ''] = /^ */.exec(line) ?? [];
  const [mark = ''] = /^(- |\d+\. )/.exec(line.slice(indent.length)) ?? [];
  const hanging = indent + ' '.repeat(mark.length);
  const lines: string[] = [];
  let current = indent + mark;
  let isEmpty = true;
  for (const word of line.slice(current.length).split(BETWEEN_WORDS).filter(Boolean)) {
    if (!isEmpty && current.length + 1 + word.length > width) {
      lines.push(current);
      current = hanging;
      isEmpty = true;
    }
    current += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, current].map((each) => each.trimEnd()).join('\n');
}
