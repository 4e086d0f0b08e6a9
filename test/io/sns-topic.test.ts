import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { makeReadTopic } from '../../lib/io/sns-topic.ts';
import { answerInTurn } from './aws-loopback.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:understudy';
const sns = mockClient(SNSClient);
const readTopic = makeReadTopic(new SNSClient({ region: 'eu-west-1' }), TOPIC);
beforeEach(() => sns.reset());

const subscription = (endpoint: string, arn = `${TOPIC}:5be8c0e2`) => ({
  SubscriptionArn: arn,
  Protocol: 'email',
  Endpoint: endpoint,
  Owner: '123456789012',
  TopicArn: TOPIC,
});

test.each([
  ['has an ARN is confirmed', `${TOPIC}:5be8c0e2`, [{ isConfirmed: true }]],
  ['waits for its confirmation is not', 'PendingConfirmation', [{ isConfirmed: false }]],
  ['is gone is left out', 'Deleted', []],
])('a subscription that %s', async (_name, arn, expected) => {
  sns.on(ListSubscriptionsByTopicCommand).resolves({
    Subscriptions: [subscription('ops@example.com', arn)],
  });
  expect(await readTopic()).toEqual({
    subscriptions: expected.map((part) => ({
      protocol: 'email',
      endpoint: 'ops@example.com',
      ...part,
    })),
  });
});

test('every page is read, and an empty token ends them', async () => {
  sns
    .on(ListSubscriptionsByTopicCommand)
    .resolvesOnce({ Subscriptions: [subscription('a@example.com')], NextToken: 'second' })
    .resolvesOnce({ Subscriptions: [subscription('b@example.com')], NextToken: '' });
  const topic = await readTopic();
  expect(topic?.subscriptions.map(({ endpoint }) => endpoint)).toEqual([
    'a@example.com',
    'b@example.com',
  ]);
  expect(
    sns.commandCalls(ListSubscriptionsByTopicCommand).map(({ args }) => args[0].input.NextToken),
  ).toEqual([undefined, 'second']);
});

test('pages that never end are an error', async () => {
  sns.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: [], NextToken: 'again' });
  await expect(readTopic()).rejects.toThrow('more than 20 pages of subscriptions');
  expect(sns.commandCalls(ListSubscriptionsByTopicCommand)).toHaveLength(20);
});

const refusal = (code: string) =>
  `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>text of AWS</Message></Error><RequestId>1</RequestId></ErrorResponse>`;

const overTheWire = async (status: number, code: string) => {
  sns.restore();
  const headers = { 'content-type': 'text/xml' };
  const server = await answerInTurn([{ status, headers, body: refusal(code) }]);
  return { read: makeReadTopic(new SNSClient(server.client), TOPIC), close: server.close };
};

test('over a real connection a topic that does not exist is null', async () => {
  const { read, close } = await overTheWire(404, 'NotFound');
  expect(await read()).toBeNull();
  await close();
});

test('over a real connection a missing permission is named', async () => {
  const { read, close } = await overTheWire(403, 'AuthorizationError');
  await expect(read()).rejects.toThrow(
    `sns:ListSubscriptionsByTopic on ${TOPIC} was denied: grant it`,
  );
  await close();
});
