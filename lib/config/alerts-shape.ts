import { PER_HOUR_DEFAULT } from '../core/alerts/alerts.ts';
import { topicArn } from './arns.ts';
import { duration, durationOrNever, group, oneOrMore, text, whole, yesNo } from './fields.ts';
import { alertEmail, secretUrlParameter, tokenParameter, webhookParameter } from './texts.ts';

const EMAILS_MAX = 20;

const emails = oneOrMore(alertEmail, {
  what: 'an e-mail address',
  example: 'ops@example.com',
  max: EMAILS_MAX,
});

/** A channel by its ID, since its name can change: https://docs.slack.dev/reference/methods/chat.postMessage */
const channelId = text(/^[CGD][A-Z0-9]{6,20}$/, {
  what: "the ID of a Slack channel, which Slack shows at the end of the channel's details",
  example: 'C0123456789',
});

/** How Slack is written to; exactly one of webhookParameter and tokenParameter, and the token needs a channel. */
export const slackShape = {
  webhookParameter: webhookParameter
    .optional()
    .describe(
      'Name of the SSM SecureString that holds the Slack webhook URL. Never the URL itself.',
    ),
  tokenParameter: tokenParameter
    .optional()
    .describe(
      'In place of a webhook: name of the SSM SecureString that holds the token of a Slack bot with chat:write. With it the messages of one incident are one thread.',
    ),
  channel: channelId.optional().describe('ID of the channel that the bot writes to.'),
};

/** How often an incident that goes on is told again. */
export const remindShape = {
  critical: durationOrNever({ min: '5m', max: '7d', example: '30m' })
    .prefault('30m')
    .describe('How long a critical incident, such as an outage, goes on until it is told again.'),
  warning: durationOrNever({ min: '5m', max: '30d', example: '1d' })
    .prefault('1d')
    .describe('The same for what can wait, such as a secondary that is not ready.'),
};

/** Who is told when nobody acknowledges. */
export const escalationShape = {
  after: duration({ min: '1m', max: '1d', example: '15m' })
    .prefault('15m')
    .describe('How long a critical incident stays unacknowledged until the others are told.'),
  email: emails
    .optional()
    .describe('Who is told then by e-mail. Each must confirm a subscription once.'),
  topic: topicArn
    .optional()
    .describe(
      'ARN of an SNS topic that is there already, in place of one that the stack makes for these addresses.',
    ),
};

/** Who is told. */
export const alertsShape = {
  topic: topicArn
    .optional()
    .describe(
      'ARN of an SNS topic that is there already, in the region of the secondaries, in place of one that the stack makes. Its policy (and its key, if it has one) must let CloudWatch and the functions publish. Whom to tell by e-mail is then subscribed by you.',
    ),
  email: emails
    .optional()
    .describe(
      'Who gets alerts by e-mail: one address or a list. Each must confirm a subscription once.',
    ),
  slack: group(slackShape).optional().describe('A Slack channel that gets alerts too.'),
  amazonQ: yesNo('true')
    .prefault(false)
    .describe(
      'Whether the stack makes a second topic in the schema of Amazon Q Developer in chat applications, which shows it in Slack or Microsoft Teams once you have added the topic to a channel there.',
    ),
  route53: yesNo('true')
    .prefault(false)
    .describe(
      "Whether there is an alarm for each site on Route 53's own metric, which tells that visitors are sent to the secondary even when the region of the stack is dead. Metric, alarms and their topic are in us-east-1: each address of `email` confirms a second subscription, and each site costs an alarm more.",
    ),
  remind: group(remindShape)
    .prefault({})
    .describe('How often an incident that goes on is told again.'),
  escalation: group(escalationShape)
    .optional()
    .describe('Who else is told of a critical incident that nobody acknowledges.'),
  perHour: whole({ min: 10, max: 1_000, example: PER_HOUR_DEFAULT })
    .prefault(PER_HOUR_DEFAULT)
    .describe(
      'Most messages in an hour. When there would be more, one message says so, and warnings wait.',
    ),
  deadMan: group({
    urlParameter: secretUrlParameter.describe(
      'Name of the SSM SecureString that holds the URL, since whoever knows it can keep the alarm from sounding.',
    ),
  })
    .optional()
    .describe(
      'A URL that each window calls that ended without failures, such as one of healthchecks.io: when the calls stop, that service tells you, even if all of AWS is silent.',
    ),
};
