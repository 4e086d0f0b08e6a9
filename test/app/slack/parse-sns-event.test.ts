import { parseSnsEvent } from '../../../lib/app/slack/parse-sns-event.ts';

const SNS = {
  MessageId: 'm-1',
  Subject: 'www.example.com: secondary is served',
  Message: 'Visitors get the secondary.',
  MessageAttributes: {
    site: { Type: 'String', Value: 'www.example.com' },
    event: { Type: 'String', Value: 'on-secondary' },
    severity: { Type: 'String', Value: 'critical' },
  },
};
const eventOf = (...notifications: readonly object[]) => ({
  Records: notifications.map((notification) => ({ EventSource: 'aws:sns', Sns: notification })),
});

test('an SNS event is read field by field', () => {
  expect(parseSnsEvent(eventOf(SNS))).toEqual([
    {
      messageId: 'm-1',
      subject: 'www.example.com: secondary is served',
      message: 'Visitors get the secondary.',
      attributes: { site: 'www.example.com', event: 'on-secondary', severity: 'critical' },
    },
  ]);
});

test('it may lack a subject and attributes', () => {
  const { MessageId, Message } = SNS;
  expect(parseSnsEvent(eventOf({ MessageId, Message, Subject: null }))).toEqual([
    { messageId: 'm-1', subject: null, message: SNS.Message, attributes: {} },
  ]);
});

test.each<[string, unknown]>([
  ['Records must be a list', undefined],
  ['Records must be a list', { Records: {} }],
  ['Records[0].Sns must be an object', { Records: [{}] }],
  ['Records[0].Sns.MessageId must be text', eventOf({ ...SNS, MessageId: undefined })],
  ['Records[1].Sns.Message must be text', eventOf(SNS, { ...SNS, Message: 7 })],
  ['Records[0].Sns.Subject must be text or absent', eventOf({ ...SNS, Subject: 7 })],
  [
    'Records[0].Sns.MessageAttributes must be an object',
    eventOf({ ...SNS, MessageAttributes: 'none' }),
  ],
  [
    'Records[0].Sns.MessageAttributes.site.Value must be text',
    eventOf({ ...SNS, MessageAttributes: { site: { Type: 'Binary' } } }),
  ],
])('it is refused by name: %s', (text, event) => {
  expect(() => parseSnsEvent(event)).toThrow(`SNS event: ${text}`);
});
