import type { Message } from '../../core/world.ts';
import { cut } from '../text.ts';
import { type Paragraph, paragraphs } from './paragraphs.ts';

/**
 * The alert as a Slack message: https://docs.slack.dev/reference/block-kit/blocks. The limits are
 * Slack's, which refuses a whole message for one character too many. Only an attachment has a
 * colour; `text` is for notifications, where blocks are not shown.
 */
export function slackBlocks(message: SlackMessage): object {
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

/** The first message of an incident, once that is over: it does not look like one that goes on. */
export const slackOver = ({ subject, body }: Pick<SlackMessage, 'subject' | 'body'>): object =>
  slackBlocks({ subject: `OVER: ${subject}`, body, attributes: { severity: 'info' } });

/** As much of a message as is shown. */
export type SlackMessage = Pick<Message, 'subject' | 'body'> & {
  readonly attributes: Pick<Message['attributes'], 'severity'>;
};

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
