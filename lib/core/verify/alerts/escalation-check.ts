import { type Check, fail, pass, unknown, warn } from '../check.ts';
import { DEPLOY_COMMAND } from '../mends.ts';
import { judgeEmails, missingTopicMend, subscribeMend } from './subscribers.ts';
import type { AlertsView } from './view.ts';

const topic: Check<AlertsView> = {
  id: 'alerts.escalation',
  severity: 'fail',
  rule: 'Where sites.yml names somebody who is told when nobody acknowledges, the topic for it exists, and each of the addresses has confirmed its subscription; of a topic that was there before at least one has.',
  sources: ['https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html'],
  why: 'An outage that nobody acknowledges goes on unnoticed when the next ones are not told either.',
  judge: ({ alerting: { escalationTopic: look }, alerts: { escalation } }) => {
    if (look === null || escalation === null) return null;
    if (!look.ok)
      return unknown(
        `the topic of the escalation could not be read: ${look.why}`,
        'Allow sns:ListSubscriptionsByTopic to whoever verifies; the functions get it when they are deployed.',
      );
    const found = look.value;
    const { topicArn, email } = escalation;
    if (found === null)
      return fail('there is no topic for the escalation', missingTopicMend(topicArn, 'escalation'));
    if (topicArn === null) return judgeEmails(found, email, 'EscalationTopic');
    const confirmed = found.subscriptions.filter(({ isConfirmed }) => isConfirmed);
    return confirmed.length > 0
      ? pass(`${confirmed.length} confirmed`)
      : fail('no subscription of the topic is confirmed', subscribeMend(topicArn));
  },
};

const chat: Check<AlertsView> = {
  id: 'alerts.amazon-q',
  severity: 'warn',
  rule: 'Where sites.yml wants a topic for Amazon Q Developer in chat applications, the topic exists and is added to a channel there, which subscribes it.',
  sources: ['https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html'],
  why: 'Nothing arrives in the chat, and nobody notices, since no channel says that it gets nothing.',
  judge: ({ alerting: { chatTopic: look }, alerts: { amazonQ } }) => {
    if (look === null || !amazonQ) return null;
    if (!look.ok)
      return unknown(
        `the topic for Amazon Q could not be read: ${look.why}`,
        'Allow sns:ListSubscriptionsByTopic to whoever verifies; the functions get it when they are deployed.',
      );
    if (look.value === null)
      return warn(
        'there is no topic for Amazon Q',
        `Somebody deleted it, and a deployment does not notice: take alerts.amazonQ out of sites.yml, deploy (${DEPLOY_COMMAND}), put it back, and deploy.`,
      );
    const confirmed = look.value.subscriptions.filter(({ isConfirmed }) => isConfirmed);
    return confirmed.length > 0
      ? pass(`${confirmed.length} confirmed`)
      : warn(
          'no channel has the topic',
          "In the console of Amazon Q Developer in chat applications, configure a channel, and choose the topic that is ChatTopic among the stack's outputs.",
        );
  },
};

export const ALERT_ESCALATION_CHECKS: readonly Check<AlertsView>[] = [topic, chat];
