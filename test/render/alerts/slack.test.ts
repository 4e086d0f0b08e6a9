import fc from 'fast-check';
import { type SlackMessage, slackBlocks, slackOver } from '../../../lib/render/alerts/slack.ts';

const MESSAGE: SlackMessage = {
  subject: 'www.example.com: a < b & c > d',
  body: 'Visitors <b> & co.\nSecond line.\n\nDO\nAsk:\n  dig +short www.example.com\n  curl -sS http://203.0.113.10:80/?a&b',
  attributes: { severity: 'critical' },
};

type Block = { type: string; text: { type: string; text: string; verbatim?: boolean } };
type Payload = {
  text: string;
  blocks: Block[];
  attachments: [{ color: string; fallback: string; blocks: Block[] }];
};
const payloadOf = (message: SlackMessage) => slackBlocks(message) as Payload;

test('an alert in blocks: the subject as header, prose as text, commands as code', () => {
  expect(slackBlocks(MESSAGE)).toEqual({
    text: 'www.example.com: a &lt; b &amp; c &gt; d',
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: 'www.example.com: a < b & c > d' } },
    ],
    attachments: [
      {
        color: '#c4314b',
        fallback: 'www.example.com: a &lt; b &amp; c &gt; d',
        blocks: [
          section('Visitors &lt;b&gt; &amp; co.\nSecond line.'),
          section('DO\nAsk:'),
          section('```\ndig +short www.example.com\ncurl -sS http://203.0.113.10:80/?a&amp;b\n```'),
        ],
      },
    ],
  });
});

const section = (text: string) => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
});

test.each([
  ['critical', '#c4314b'],
  ['warning', '#d98a00'],
  ['info', '#2e7d4f'],
] as const)('%s has a colour of its own', (severity, color) => {
  const message = { ...MESSAGE, attributes: { severity } };
  expect(payloadOf(message).attachments[0].color).toBe(color);
});

test('what is over says so first, and has lost its colour', () => {
  const { blocks, attachments } = slackOver(MESSAGE) as Payload;
  expect(blocks[0]?.text.text).toBe(`OVER: ${MESSAGE.subject}`);
  expect(attachments[0].color).toBe('#2e7d4f');
  expect(attachments[0].blocks).toEqual(payloadOf(MESSAGE).attachments[0].blocks);
});

test('what follows a list item stays with it, and is no code', () => {
  const body = '- one\n  and more\n- two';
  expect(payloadOf({ ...MESSAGE, body }).attachments[0].blocks).toEqual([
    section('- one\n  and more\n- two'),
  ]);
});

test('a message never breaks out of its code or into a mention', () => {
  const body = '  a ``` b <!channel>';
  expect(payloadOf({ ...MESSAGE, body }).attachments[0].blocks).toEqual([
    section("```\na ''' b &lt;!channel&gt;\n```"),
  ]);
});

test('a command too long for one section goes on in the next', () => {
  const body = `  ${'x'.repeat(5_000)}`;
  const texts = payloadOf({ ...MESSAGE, body }).attachments[0].blocks.map(({ text }) => text.text);
  expect(texts.map(({ length }) => length)).toEqual([3_000, 5_000 - 2_992 + 8]);
});

test("Slack's limits are never exceeded, and no escape is cut in two", () => {
  const piece = fc.constantFrom('&', '<', 'x', 'word ', '\n', '\n\n', '  ', '- ', '```', '😀');
  const body = fc
    .tuple(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 400 }))
    .map(([pieces, times]) => pieces.join('').repeat(times));
  let isCutSeen = false;
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), body, (subject, text) => {
      const {
        text: fallback,
        blocks,
        attachments,
      } = payloadOf({ ...MESSAGE, subject, body: text });
      const all = [...blocks, ...attachments[0].blocks];
      isCutSeen ||= all.length === 50;
      expect(all.length).toBeLessThanOrEqual(50);
      expect(blocks[0]?.text.text.length).toBeGreaterThan(0);
      expect(blocks[0]?.text.text.length).toBeLessThanOrEqual(150);
      for (const { text } of attachments[0].blocks) {
        expect(text.text.length).toBeGreaterThan(0);
        expect(text.text.length).toBeLessThanOrEqual(3_000);
        expect(text.text).not.toMatch(/&(?!amp;|lt;|gt;)|[<>]/);
        expect(text.text.isWellFormed()).toBe(true);
      }
      expect(fallback).not.toMatch(/[<>]/);
    }),
  );
  expect(isCutSeen).toBe(true);
});
