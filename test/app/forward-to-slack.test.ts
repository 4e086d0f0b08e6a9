import { forwardToSlack, toMessage } from '../../lib/app/forward-to-slack.ts';
import { parseSnsEvent, type SnsRecord } from '../../lib/app/parse-sns-event.ts';

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
const RECORD: SnsRecord = {
  messageId: 'm-1',
  subject: 'www.example.com: secondary is served',
  message: 'Visitors get the secondary.',
  attributes: { site: 'www.example.com', event: 'on-secondary', severity: 'critical' },
};

describe('an SNS event', () => {
  test('is read field by field', () => {
    expect(parseSnsEvent(eventOf(SNS))).toEqual([RECORD]);
  });

  test('may lack a subject and attributes', () => {
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
  ])('is refused by name: %s', (text, event) => {
    expect(() => parseSnsEvent(event)).toThrow(`SNS event: ${text}`);
  });
});

/** A fake world that remembers what was done, in order. */
function world(options: { refuse?: string } = {}) {
  const done: string[] = [];
  const deps = {
    readSecret: async (name: string) => {
      done.push(`read ${name}`);
      return 'https://hooks.slack.com/s3cr3t\n';
    },
    postToSlack: async (url: string, payload: object) => {
      const { text } = payload as { text: string };
      done.push(`post ${text} to ${url}`);
      if (text === options.refuse) throw new Error(`refused ${text}`);
    },
    log: ({ message, ...line }: { readonly message: string }) => {
      done.push(`log ${message} ${JSON.stringify(line)}`);
    },
  };
  return { deps, done };
}

const record = (subject: string): SnsRecord => ({ ...RECORD, messageId: subject, subject });

test('each record is posted to the webhook that the parameter names', async () => {
  const { deps, done } = world();
  expect(await forwardToSlack(deps, '/understudy/slack', [record('a'), record('b')])).toEqual({
    forwarded: 2,
  });
  expect(done).toEqual([
    'read /understudy/slack',
    'post a to https://hooks.slack.com/s3cr3t',
    'log forwarded {"id":"a","event":"on-secondary"}',
    'post b to https://hooks.slack.com/s3cr3t',
    'log forwarded {"id":"b","event":"on-secondary"}',
  ]);
});

test('a message that Slack refuses keeps none of the others back, and is an error in the end', async () => {
  const { deps, done } = world({ refuse: 'a' });
  await expect(forwardToSlack(deps, '/p', [record('a'), record('b')])).rejects.toThrow('refused a');
  expect(done.filter((line) => line.startsWith('post'))).toHaveLength(2);
  expect(done).toContain('log not forwarded {"id":"a","error":"Error: refused a"}');
});

test('an alert stays what it is', () => {
  expect(toMessage(RECORD)).toEqual({
    subject: 'www.example.com: secondary is served',
    body: 'Visitors get the secondary.',
    attributes: { site: 'www.example.com', event: 'on-secondary', severity: 'critical' },
  });
});

test('what somebody else published gets its first line as subject', () => {
  expect(toMessage({ ...RECORD, subject: null, message: 'Hello\nyou', attributes: {} })).toEqual({
    subject: 'Hello',
    body: 'Hello\nyou',
    attributes: { site: '', event: '', severity: 'warning' },
  });
});

test('an alarm of CloudWatch is told in words', () => {
  const message = JSON.stringify({
    AlarmName: 'understudy-prod-monitor-silent',
    AlarmDescription: null,
    NewStateValue: 'ALARM',
    NewStateReason: 'Threshold Crossed',
    StateChangeTime: '2026-11-22T18:05:09.000+0000',
  });
  const alarm = toMessage({ ...RECORD, subject: 'ALARM: "x" in EU', message, attributes: {} });
  expect(alarm.subject).toBe('CloudWatch alarm understudy-prod-monitor-silent: ALARM');
  expect(alarm.body).toContain('Threshold Crossed');
  expect(alarm.attributes.severity).toBe('critical');
});

test.each(['{"AlarmName":"x"}', '[]', 'null', '"text"', '7'])(
  'JSON that is no alarm stays as it is: %s',
  (message) => {
    expect(toMessage({ ...RECORD, message }).body).toBe(message);
  },
);
