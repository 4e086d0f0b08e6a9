import { type Check, fail, pass, unknown } from '../check.ts';
import { DEPLOY_COMMAND } from '../mends.ts';
import { type AlertsView, topicOf } from './view.ts';

const parameter: Check<AlertsView> = {
  id: 'alerts.slack-parameter',
  severity: 'fail',
  rule: 'Where sites.yml names a parameter for the Slack webhook, it exists and is a SecureString. What it holds is not looked at.',
  sources: [
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-securestring.html',
  ],
  why: 'Without the webhook nothing arrives in Slack, and whoever can read it can write there in our name.',
  judge: ({ alerting: { slackParameter: look }, alerts: { slackWebhookParameter: name } }) => {
    if (look === null || name === null) return null;
    const put = `aws ssm put-parameter --name ${name} --type SecureString --value WEBHOOK-URL`;
    if (!look.ok)
      return unknown(
        `parameter ${name} could not be read: ${look.why}`,
        `Allow ssm:GetParameter on ${name} to whoever verifies; the functions get it when they are deployed.`,
      );
    if (look.value === null) return fail(`there is no parameter ${name}`, put);
    return look.value.isSecret
      ? pass(`parameter ${name} is a SecureString`)
      : fail(
          `parameter ${name} is not a SecureString`,
          `Make a new webhook in Slack, since this one was stored in the clear, then: aws ssm delete-parameter --name ${name} && ${put}`,
        );
  },
};

const subscription: Check<AlertsView> = {
  id: 'alerts.slack-subscription',
  severity: 'fail',
  rule: 'Where sites.yml names a parameter for the Slack webhook, the function that writes to Slack is subscribed to the topic.',
  sources: ['https://docs.aws.amazon.com/sns/latest/dg/sns-lambda-as-subscriber.html'],
  why: 'Nothing arrives in Slack of the outage.',
  judge: (view) => {
    const topic = topicOf(view);
    if (topic === null || view.alerts.slackWebhookParameter === null) return null;
    const isThere = topic.subscriptions.some(
      ({ protocol, endpoint, isConfirmed }) =>
        protocol === 'lambda' && isConfirmed && SLACK_FUNCTION.test(endpoint),
    );
    return isThere
      ? pass('the slack function is subscribed')
      : fail(
          'the slack function is not subscribed',
          `Deploy: ${DEPLOY_COMMAND}. If it was subscribed once and somebody took that away, a deployment does not notice: take alerts.slack out of sites.yml, deploy, put it back, and deploy.`,
        );
  },
};

export const ALERT_SLACK_CHECKS: readonly Check<AlertsView>[] = [parameter, subscription];

/** The ARN ends in the function's name, service-stage-slack; a version or alias may follow. */
const SLACK_FUNCTION = /:function:[\w-]+-slack(:[\w$-]+)?$/;
