import { parseConfig } from '../../lib/config/parse.ts';
import { type Alerts, NOBODY_IS_TOLD } from '../../lib/core/alerts/alerts.ts';
import { BASE, problemsOf } from './base.ts';

/** BASE with other fields under alerts, all on the first line. */
const withAlerts = (fields: string): string =>
  BASE.replace(/^alerts:\n(?: {2}.*\n)+/, `alerts: { ${fields} }\n`);

function alertsOf(fields: string): Alerts {
  const parsed = parseConfig(withAlerts(fields), 'sites.yml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config.alerts;
}

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:on-call';
const MINUTE = 60_000;
const WITH_MAIL = { ...NOBODY_IS_TOLD, email: ['a@example.com'] };

test.each<[string, Partial<Alerts>]>([
  ['amazonQ: true', { amazonQ: true }],
  ['perHour: 10', { perHourMax: 10 }],
  ['remind: { critical: 5m }', { remind: { criticalMs: 5 * MINUTE, warningMs: 1_440 * MINUTE } }],
  [
    'remind: { critical: never, warning: never }',
    { remind: { criticalMs: null, warningMs: null } },
  ],
  ['remind: { warning: 30d }', { remind: { criticalMs: 30 * MINUTE, warningMs: 43_200 * MINUTE } }],
  [
    'escalation: { email: boss@example.com }',
    { escalation: { afterMs: 15 * MINUTE, topicArn: null, email: ['boss@example.com'] } },
  ],
  [
    `escalation: { after: 1m, topic: ${TOPIC} }`,
    { escalation: { afterMs: MINUTE, topicArn: TOPIC, email: [] } },
  ],
  ['deadMan: { urlParameter: /understudy/ping }', { deadManParameter: '/understudy/ping' }],
  [
    'slack: { tokenParameter: /understudy/token, channel: C0123456789 }',
    { slack: { kind: 'bot', parameter: '/understudy/token', channel: 'C0123456789' } },
  ],
])('alerts { %s }, the rest as by default', (fields, expected) => {
  expect(alertsOf(`email: a@example.com, ${fields}`)).toEqual({ ...WITH_MAIL, ...expected });
});

test.each<[string, string, string, string, string]>([
  ['reminders too often', 'remind: { critical: 4m }', 'alerts.remind.critical', '4m', '30m'],
  ['reminders too seldom', 'remind: { warning: 31d }', 'alerts.remind.warning', '31d', '1d'],
  [
    'reminders at no time',
    'remind: { critical: sometimes }',
    'alerts.remind.critical',
    'sometimes',
    '30m',
  ],
  [
    'too few an hour',
    'perHour: 9',
    'alerts.perHour',
    '9 is not a whole number from 10 to 1000',
    '60',
  ],
  [
    'an escalation to nobody',
    'escalation: { after: 5m }',
    'alerts.escalation',
    'nobody is told by it',
    'write `email`, or the ARN of a `topic`',
  ],
  [
    'an escalation to two places',
    `escalation: { email: a@example.com, topic: ${TOPIC} }`,
    'alerts.escalation',
    'the stack subscribes nobody to a topic that it did not make',
    'write `email`',
  ],
  [
    'an escalation elsewhere',
    `escalation: { topic: ${TOPIC.replace('eu-west-1', 'eu-north-1')} }`,
    'alerts.escalation.topic',
    'the topic is in eu-north-1',
    'write the ARN of a topic in eu-west-1',
  ],
  [
    'an escalation too soon',
    'escalation: { after: 30s, email: a@example.com }',
    'alerts.escalation.after',
    '30s',
    '15m',
  ],
  [
    'a bot without a channel',
    'slack: { tokenParameter: /understudy/token }',
    'alerts.slack',
    'a bot has to be told where to write',
    '`channel`',
  ],
  [
    'a channel by its name',
    'slack: { tokenParameter: /understudy/token, channel: alerts }',
    'alerts.slack.channel',
    'the ID of a Slack channel',
    'C0123456789',
  ],
  [
    'a webhook with a channel',
    'slack: { webhookParameter: /understudy/hook, channel: C0123456789 }',
    'alerts.slack',
    'a webhook has its channel built in',
    'keep `webhookParameter`',
  ],
  [
    'a Slack that nobody can write to',
    'slack: { channel: C0123456789 }',
    'alerts.slack',
    'nothing says how to write to Slack',
    'write `webhookParameter`',
  ],
  [
    'a dead man without a place',
    'deadMan: {}',
    'alerts.deadMan.urlParameter',
    '',
    '/understudy/dead-man-url',
  ],
  [
    'a URL in place of its name',
    'deadMan: { urlParameter: https://hc-ping.com/x }',
    'alerts.deadMan.urlParameter',
    '',
    '/understudy/dead-man-url',
  ],
  [
    'a token in place of its name',
    'slack: { tokenParameter: xoxb-1, channel: C0123456789 }',
    'alerts.slack.tokenParameter',
    '',
    '/understudy/slack-token',
  ],
  ['an answer that is neither yes nor no', 'amazonQ: sure', 'alerts.amazonQ', 'sure', 'true'],
])('%s is refused, with what to write', (_name, fields, path, message, instead) => {
  expect(problemsOf(withAlerts(`email: a@example.com, ${fields}`))).toMatchObject([
    {
      line: 1,
      path,
      message: expect.stringContaining(message),
      instead: expect.stringContaining(instead),
    },
  ]);
});
