import { type Check, fail, pass } from '../check.ts';
import { DEPLOY_COMMAND } from '../mends.ts';
import { judgeSecret } from './secret.ts';
import { type AlertsView, topicOf } from './view.ts';

const parameter: Check<AlertsView> = {
  id: 'alerts.slack-parameter',
  severity: 'fail',
  rule: "Where sites.yml names a parameter for Slack's webhook or for the token of a bot, it exists and is a SecureString. What it holds is not looked at.",
  sources: [
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-securestring.html',
  ],
  why: 'Without the secret nothing arrives in Slack, and whoever can read it can write there in our name.',
  judge: ({ alerting: { slackParameter: look }, alerts: { slack } }) => {
    if (look === null || slack === null) return null;
    const { kind, parameter: name } = slack;
    return kind === 'webhook'
      ? judgeSecret(look, { name, what: 'a new webhook in Slack', placeholder: 'WEBHOOK-URL' })
      : judgeSecret(look, { name, what: 'a new token in Slack', placeholder: 'TOKEN' });
  },
};

const subscription: Check<AlertsView> = {
  id: 'alerts.slack-subscription',
  severity: 'fail',
  rule: 'Where sites.yml names a parameter for Slack, the function that writes to Slack is subscribed to the topic.',
  sources: ['https://docs.aws.amazon.com/sns/latest/dg/sns-lambda-as-subscriber.html'],
  why: 'Nothing arrives in Slack of the outage.',
  judge: (view) => {
    const topic = topicOf(view);
    if (topic === null || view.alerts.slack === null) return null;
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
