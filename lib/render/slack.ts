import type { Message } from '../core/world.ts';
import { cut } from './text.ts';

/**
 * The alert as a Slack message: https://docs.slack.dev/reference/block-kit/blocks. The limits are
 * Slack's, which refuses a whole message for one character too many. Only an attachment has a
 * colour; `text` is for notifications, where blocks are not shown.
 */
export function slackBlocks(message: Message): object {
  const sections = paragraphs(message.body).flatMap(inChunks);
  const kept = sections.slice(0, BLOCKS_MAX - 2);
  return {
    text: escaped(header(message.subject)),
    blocks: [{ type: 'header', text: { type: 'plain_text', text: header(message.subject) } }],
    attachments: [
      {
        color: COLORS[message.attributes.severity],
        fallback: escaped(header(message.subject)),
        blocks: [
          ...kept.map(section),
          ...(kept.length < sections.length ? [section('The rest was cut.')] : []),
        ],
      },
    ],
  };
}

/** A paragraph of prose, or of commands that are to be pasted. */
type Paragraph = { readonly text: string; readonly isCode: boolean };

/** Slack's own limits: blocks in a message, characters in a header and in a section. */
const BLOCKS_MAX = 50;
const HEADER_CHARS_MAX = 150;
const SECTION_CHARS_MAX = 3_000;
const FENCE = '```';

const COLORS: Record<Message['attributes']['severity'], string> = {
  critical: '#c4314b',
  warning: '#d98a00',
  info: '#2e7d4f',
};

/** Only these three are special to Slack: https://docs.slack.dev/messaging/formatting-message-text */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const section = (text: string) => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
});

/** A header is plain text and must not be empty. */
const header = (subject: string): string => {
  const text = cut(subject.trim(), HEADER_CHARS_MAX);
  return text === '' ? 'Understudy' : text;
};

/** Indented lines are commands, unless they go on with a list item above them. */
const paragraphs = (body: string): Paragraph[] => body.split(/\n\s*\n/).flatMap(proseAndCode);

function proseAndCode(block: string): Paragraph[] {
  const found: { lines: string[]; isCode: boolean }[] = [];
  let isInList = false;
  for (const line of block.split('\n').filter((each) => each.trim() !== '')) {
    const isIndented = line.startsWith('  ');
    isInList = LIST_ITEM.test(line) || (isInList && isIndented);
    const isCode = isIndented && !isInList;
    const latest = found.at(-1);
    const text = isCode ? line.trim() : line;
    if (latest?.isCode === isCode) latest.lines.push(text);
    else found.push({ lines: [text], isCode });
  }
  return found.map(({ lines, isCode }) => ({ isCode, text: lines.join('\n') }));
}

const LIST_ITEM = /^\s*(-|\d+\.) /;

/** Escaped text in pieces that fit a section, never cut inside a character or its escape. */
function inChunks({ text, isCode }: Paragraph): string[] {
  const room = SECTION_CHARS_MAX - (isCode ? 2 * FENCE.length + 2 : 0);
  const chunks: string[] = [''];
  for (const character of isCode ? text.replaceAll(FENCE, "'''") : text) {
    const piece = escaped(character);
    if ((chunks.at(-1) ?? '').length + piece.length > room) chunks.push('');
    chunks[chunks.length - 1] += piece;
  }
  return chunks.map((chunk) => (isCode ? `${FENCE}\n${chunk}\n${FENCE}` : chunk));
}
