import { topicArn } from './arns.ts';
import { group, oneOrMore } from './fields.ts';
import { alertEmail, webhookParameter } from './texts.ts';

const EMAILS_MAX = 20;

/** Who is told. */
export const alertsShape = {
  topic: topicArn
    .optional()
    .describe(
      'ARN of an SNS topic that is there already, in the region of the secondaries, in place of one that the stack makes. Its policy (and its key, if it has one) must let CloudWatch and the functions publish. Whom to tell by e-mail is then subscribed by you.',
    ),
  email: oneOrMore(alertEmail, {
    what: 'an e-mail address',
    example: 'ops@example.com',
    max: EMAILS_MAX,
  })
    .optional()
    .describe(
      'Who gets alerts by e-mail: one address or a list. Each must confirm a subscription once.',
    ),
  slack: group({
    webhookParameter: webhookParameter.describe(
      'Name of the SSM SecureString that holds the Slack webhook URL. Never the URL itself.',
    ),
  })
    .optional()
    .describe('A Slack channel that gets alerts too.'),
};
