import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { alertDocument } from '../../lib/core/alerts/alert-document.ts';
import type { Message } from '../../lib/core/world.ts';
import { ALERT_DOCUMENT } from '../../lib/io/alert-schema.ts';
import { makePublish, makePublishAs } from '../../lib/io/sns.ts';
import { outageMessage } from '../fixtures/message.ts';
import { answerInTurn } from './aws-loopback.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:understudy';
const sns = mockClient(SNSClient);
const client = new SNSClient({ region: 'eu-west-1' });
const publish = makePublish(client, TOPIC);
beforeEach(() => {
  sns.reset();
  sns.on(PublishCommand).resolves({ MessageId: 'id' });
});

const MESSAGE = outageMessage();
const message = (change: Partial<Message>): Message => ({ ...MESSAGE, ...change });
const sent = () => sns.commandCalls(PublishCommand)[0]?.args[0].input;
const perProtocol = (): Record<string, string> => JSON.parse(sent()?.Message ?? '');

test('an alert goes to the topic with attributes to filter by', async () => {
  await publish(MESSAGE);
  expect(sent()).toMatchObject({
    TopicArn: TOPIC,
    Subject: 'www.example.com OUTAGE 11-22 03:04Z: visitors get errors (refused)',
    MessageStructure: 'json',
    MessageAttributes: {
      site: { DataType: 'String', StringValue: 'www.example.com' },
      event: { DataType: 'String', StringValue: 'outage-opened' },
      severity: { DataType: 'String', StringValue: 'critical' },
    },
  });
});

test('people get the text, telephones the subject, and programs the document', async () => {
  await publish(MESSAGE);
  const { default: text, sms, ...programs } = perProtocol();
  expect(text).toBe(MESSAGE.body);
  expect(sms).toBe(MESSAGE.subject);
  expect(Object.keys(programs).sort()).toEqual(
    ['email-json', 'firehose', 'http', 'https', 'lambda', 'sqs'].sort(),
  );
  for (const document of Object.values(programs))
    expect(JSON.parse(document)).toEqual(alertDocument(MESSAGE));
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

const ROOM = 256 * 1024 - 4 * 1024;

test.each([
  ['letters', 'x'],
  ['quotation marks, which grow when they are escaped twice', '"'],
  ['control characters, which grow most of all', '\u0001'],
  ['characters of two units, which a cut may go through', '\u{1f525}'],
])('a text of very many %s loses its end and nothing else', async (_name, character) => {
  const body = `x${character.repeat(200_000)}`;
  await publish(message({ body }));
  expect(Buffer.byteLength(sent()?.Message ?? '')).toBeLessThanOrEqual(ROOM);
  const { default: text = '', http = '' } = perProtocol();
  expect(text.startsWith(`x${character.repeat(1_000)}`)).toBe(true);
  expect(text).toMatch(/\n\[The rest was cut: SNS takes 256 KiB\.\]$/);
  expect(text.isWellFormed()).toBe(true);
  expect(JSON.parse(http)).toEqual({ ...alertDocument(MESSAGE), text, isCut: true });
});

test('facts without end are left out, and the text stays as long as it was', async () => {
  const facts = { seen: 'x'.repeat(100_000) };
  await publish(message({ data: { ...MESSAGE.data, facts } }));
  expect(Buffer.byteLength(sent()?.Message ?? '')).toBeLessThanOrEqual(ROOM);
  expect(perProtocol().default).toBe(MESSAGE.body);
  const document = JSON.parse(perProtocol().sqs ?? '');
  expect(document).toEqual({ ...alertDocument(MESSAGE), facts: {}, isCut: true });
  expect(ALERT_DOCUMENT.parse(document)).toEqual(document);
});

test('an empty text is not refused, and an empty attribute is not sent', async () => {
  await publish(message({ body: '', attributes: { ...MESSAGE.attributes, site: '' } }));
  expect(perProtocol().default).toBe('(no text)');
  expect(Object.keys(sent()?.MessageAttributes ?? {})).toEqual(['event', 'severity']);
});

test('a topic of one kind of subscriber gets what is made for it, as it is', async () => {
  const render = ({ subject }: Message) => ({ title: subject });
  await makePublishAs(client, TOPIC, render)(MESSAGE);
  expect(sent()).toEqual({ TopicArn: TOPIC, Message: JSON.stringify(render(MESSAGE)) });
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
  const answer = makePublish(new SNSClient(server.client), TOPIC)(MESSAGE);
  await expect(answer).rejects.toThrow(`sns:Publish on ${TOPIC} was denied: grant it`);
  expect(server.requests[0]?.body).toContain('Subject=www.example.com%20OUTAGE%2011-22');
  await server.close();
});
