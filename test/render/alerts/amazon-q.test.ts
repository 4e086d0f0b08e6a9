import fc from 'fast-check';
import * as z from 'zod';
import { chatNotification } from '../../../lib/render/alerts/amazon-q.ts';
import { allSamples } from '../../../lib/render/alerts/samples/alert-samples.ts';
import { EXAMPLE } from '../../../lib/render/alerts/samples/example.ts';
import { outageMessage } from '../../fixtures/message.ts';

/**
 * The event schema of https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html, and nothing
 * else: what is not of it is dropped, and nobody is told. It names no lengths; these are Slack's for a
 * header and for one block of text.
 */
const TEXT = z.string().min(1);
const NOTIFICATION = z.strictObject({
  version: z.literal('1.0'),
  source: z.literal('custom'),
  id: TEXT.optional(),
  content: z.strictObject({
    textType: z.literal('client-markdown'),
    title: TEXT.max(150).optional(),
    description: TEXT.max(3_000),
    nextSteps: z.array(TEXT.max(3_000)).min(1).optional(),
    keywords: z.array(TEXT).min(1).optional(),
  }),
  metadata: z.strictObject({
    threadId: TEXT.optional(),
    summary: TEXT.optional(),
    eventType: TEXT.optional(),
    relatedResources: z.array(TEXT).min(1).optional(),
    additionalContext: z.record(TEXT, z.string()).optional(),
  }),
});

test('an alert of an outage', () => {
  expect(chatNotification(outageMessage())).toEqual({
    version: '1.0',
    source: 'custom',
    id: 'www.example.com/outage/2026-11-22T03:04:05.000Z/opened',
    content: {
      textType: 'client-markdown',
      title: 'www.example.com OUTAGE 11-22 03:04Z: visitors get errors (refused)',
      description: [
        'Visitors get errors: the primary refuses connections.',
        '*SINCE WHEN AND HOW SURE*\n4 probes in a row failed.',
        '*WHAT UNDERSTUDY DOES*\nA failover is under way.',
        '*WHERE TO LOOK*\ndocs/runbook.md#outage',
      ].join('\n\n'),
      nextSteps: ['Ask it: `curl -sS http://203.0.113.10:80/health`'],
      keywords: ['critical', 'outage'],
    },
    metadata: {
      threadId: 'www.example.com/outage/2026-11-22T03:04:05.000Z',
      summary: 'www.example.com OUTAGE 11-22 03:04Z: visitors get errors (refused)',
      eventType: 'outage-opened',
      relatedResources: ['www.example.com'],
      additionalContext: {
        site: 'www.example.com',
        severity: 'critical',
        isDrill: 'false',
        isTest: 'false',
      },
    },
  });
});

test.each(allSamples(EXAMPLE).map(({ message }) => [message.data.id, message] as const))(
  'Amazon Q drops no %s: it is of the schema',
  (_id, message) => {
    const notification = chatNotification(message);
    expect(NOTIFICATION.parse(JSON.parse(JSON.stringify(notification)))).toEqual(notification);
  },
);

test('all messages of one incident are one thread', () => {
  const [opened, resolved] = ['opened', 'resolved'].map((event) =>
    chatNotification(outageMessage({ event })),
  );
  expect(opened?.metadata.threadId).toBe(resolved?.metadata.threadId);
  expect(opened?.id).not.toBe(resolved?.id);
});

test('a drill and a test say so among the keywords', () => {
  const drill = outageMessage({ isDrill: true });
  const tested = { ...drill, data: { ...drill.data, isTest: true } };
  expect(chatNotification(tested).content.keywords).toEqual([
    'critical',
    'outage',
    'drill',
    'test',
  ]);
});

test('each sentence is a step with the commands below it', () => {
  const can = [
    { command: 'first' },
    'A sentence that is so long that a mail has to wrap it at its seventy-second column.',
    { command: "aws sns publish --message '<`x`>'" },
    { command: 'third' },
    '- one\n  and more',
  ];
  expect(chatNotification(outageMessage({ can })).content.nextSteps).toEqual([
    '`first`',
    "A sentence that is so long that a mail has to wrap it at its seventy-second column. `aws sns publish --message '('x')'` `third`",
    '- one and more',
  ]);
});

test('whatever stands in an alert, it is of the schema, and calls nobody', () => {
  const words = fc
    .tuple(
      fc.array(fc.constantFrom('<!here>', '`', 'x', ' ', '\n', '\n\n', '  ', '- '), {
        maxLength: 40,
      }),
      fc.integer({ min: 1, max: 400 }),
    )
    .map(([pieces, times]) => pieces.join('').repeat(times));
  const parts = fc.record({
    visitors: words,
    headline: words,
    sure: fc.array(words, { maxLength: 3 }),
    can: fc.array(
      fc.oneof(
        words,
        words.map((command) => ({ command })),
      ),
      { maxLength: 30 },
    ),
    sites: fc.array(fc.domain(), { maxLength: 30 }),
  });
  let cuts = 0;
  fc.assert(
    fc.property(parts, (change) => {
      const notification = chatNotification(outageMessage(change));
      expect(NOTIFICATION.parse(notification)).toEqual(notification);
      expect(JSON.stringify(notification)).not.toContain('<');
      if (notification.content.description.endsWith('...')) cuts += 1;
    }),
  );
  expect(cuts).toBeGreaterThan(0);
});
