import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import type { Message } from '../../lib/core/world.ts';
import { makePublish } from '../../lib/io/sns.ts';
import { answerInTurn } from './aws-loopback.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:understudy';
const sns = mockClient(SNSClient);
const publish = makePublish(new SNSClient({ region: 'eu-west-1' }), TOPIC);
beforeEach(() => {
  sns.reset();
  sns.on(PublishCommand).resolves({ MessageId: 'id' });
});

const message = (change: Partial<Message> = {}): Message => ({
  subject: 'www.example.com is unhealthy',
  body: 'The primary does not answer.',
  attributes: { site: 'www.example.com', event: 'opened', severity: 'critical' },
  ...change,
});
const sent = () => sns.commandCalls(PublishCommand)[0]?.args[0].input;

test('an alert goes to the topic with attributes to filter by', async () => {
  await publish(message());
  expect(sent()).toEqual({
    TopicArn: TOPIC,
    Subject: 'www.example.com is unhealthy',
    Message: 'The primary does not answer.',
    MessageAttributes: {
      site: { DataType: 'String', StringValue: 'www.example.com' },
      event: { DataType: 'String', StringValue: 'opened' },
      severity: { DataType: 'String', StringValue: 'critical' },
    },
  });
});

test.each([
  ['an emoji', 'site \u{1f525} unhealthy', 'site ? unhealthy'],
  ['a line break', 'site\nunhealthy', 'site?unhealthy'],
  ['space at its beginning', '  site', 'site'],
  ['100 characters', 'x'.repeat(100), 'x'.repeat(99)],
  ['nothing', ' ', '(no text)'],
])('a subject with %s is made to fit', async (_name, subject, expected) => {
  await publish(message({ subject }));
  expect(sent()?.Subject).toBe(expected);
});

test.each([0, 1, 2, 3])('a long text is cut between two characters (offset %s)', async (offset) => {
  await publish(message({ body: 'x'.repeat(offset) + '\u{1f525}'.repeat(70_000) }));
  const text = sent()?.Message ?? '';
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(255 * 1024);
  expect(Buffer.byteLength(text)).toBeGreaterThan(255 * 1024 - 4);
  expect(text).toMatch(/\u{1f525}\n\[The rest was cut: SNS takes 256 KiB\.\]$/u);
});

test('an empty text is not refused', async () => {
  await publish(message({ body: '' }));
  expect(sent()?.Message).toBe('(no text)');
});

test('over a real connection a missing permission is named', async () => {
  sns.restore();
  const server = await answerInTurn([
    {
      status: 403,
      headers: { 'content-type': 'text/xml' },
      body: '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>User is not authorized to perform: SNS:Publish</Message></Error><RequestId>1</RequestId></ErrorResponse>',
    },
  ]);
  const answer = makePublish(new SNSClient(server.client), TOPIC)(message());
  await expect(answer).rejects.toThrow(`sns:Publish on ${TOPIC} was denied: grant it`);
  expect(server.requests[0]?.body).toContain('Subject=www.example.com%20is%20unhealthy');
  await server.close();
});
