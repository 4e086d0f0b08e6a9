import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { type AlertTopics, makeTelling } from '../../functions/aws/telling.ts';
import { outageMessage } from '../fixtures/message.ts';

const sns = mockClient(SNSClient);
beforeEach(() => {
  sns.reset();
  sns.on(PublishCommand).resolves({ MessageId: 'id' });
});
afterAll(() => sns.restore());

const telling = (topics: Partial<AlertTopics>) =>
  makeTelling(
    new SNSClient({ region: 'eu-west-1' }),
    {
      topicArn: 'alerts',
      chatTopicArn: null,
      escalationTopicArn: null,
      dashboardUrl: null,
      ...topics,
    },
    () => {},
  );
/** Which topic got which kind of message. */
const told = () =>
  sns
    .commandCalls(PublishCommand)
    .map(({ args }) => args[0].input)
    .map(({ TopicArn, Message = '' }) => {
      const { source = 'understudy' } = JSON.parse(Message);
      return `${TopicArn} ${source}`;
    })
    .sort();

test('with one topic an alert goes there, and nobody is left to escalate to', async () => {
  const { publish, escalate } = telling({});
  await publish(outageMessage());
  expect(told()).toEqual(['alerts understudy']);
  expect(escalate).toBeNull();
});

test('the chat gets every alert in the form that it shows', async () => {
  await telling({ chatTopicArn: 'chat' }).publish(outageMessage());
  expect(told()).toEqual(['alerts understudy', 'chat custom']);
});

test('an escalation goes to the others, and those who were told before see it', async () => {
  const { publish, escalate } = telling({ chatTopicArn: 'chat', escalationTopicArn: 'bosses' });
  await escalate?.(outageMessage({ event: 'escalated' }));
  expect(told()).toEqual(['alerts understudy', 'bosses understudy', 'chat custom']);
  sns.resetHistory();
  await publish(outageMessage());
  expect(told()).not.toContain('bosses understudy');
});

test('whether an escalation was told is decided by the others alone', async () => {
  const { escalate } = telling({ escalationTopicArn: 'bosses' });
  sns.on(PublishCommand, { TopicArn: 'alerts' }).rejects(new Error('busy'));
  await escalate?.(outageMessage());
  sns.on(PublishCommand, { TopicArn: 'bosses' }).rejects(new Error('busy'));
  await expect(escalate?.(outageMessage())).rejects.toThrow('busy');
});

test('every alert that people read leads to the dashboard', async () => {
  const dashboardUrl = 'https://dashboard.example.com/';
  const { escalate } = telling({ escalationTopicArn: 'bosses', dashboardUrl });
  await escalate?.(outageMessage());
  const texts = sns.commandCalls(PublishCommand).map(({ args }) => args[0].input.Message ?? '');
  expect(texts).toHaveLength(2);
  for (const text of texts) expect(text.split(dashboardUrl).length).toBeGreaterThan(1);
});

test('one topic for both is told once', async () => {
  await telling({ escalationTopicArn: 'alerts' }).escalate?.(outageMessage());
  expect(told()).toEqual(['alerts understudy']);
});
