import type { Site } from '../../site.ts';
import { type Check, fail, judgeAll, pass, unknown, warn } from '../check.ts';
import { few } from '../few.ts';
import type { Finding } from '../finding.ts';
import { DEPLOY_COMMAND } from '../mends.ts';
import type { Snapshot } from '../snapshot.ts';
import { DEAD_MAN_CHECK } from './dead-man-check.ts';
import { ALERT_ESCALATION_CHECKS } from './escalation-check.ts';
import { ALERT_SLACK_CHECKS } from './slack-check.ts';
import { isFor, judgeEmails, missingTopicMend, subscribeMend } from './subscribers.ts';
import { type AlertsView, topicOf } from './view.ts';

/** Whether people would be told; nothing is said where nobody looked. */
export const verifyAlerts = (_site: Site, { alerting, expected }: Snapshot): Finding[] =>
  alerting === null ? [] : judgeAll(ALERT_CHECKS, { alerting, alerts: expected.alerts });

const topic: Check<AlertsView> = {
  id: 'alerts.topic',
  severity: 'fail',
  rule: 'The topic that every alert is published to exists.',
  sources: ['https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html'],
  why: 'Without the topic nobody is told of an outage, nor of a failover.',
  judge: ({ alerting, alerts }) => {
    if (!alerting.topic.ok)
      return unknown(
        `the topic could not be read: ${alerting.topic.why}`,
        'Allow sns:ListSubscriptionsByTopic to whoever verifies; the functions get it when they are deployed.',
      );
    return alerting.topic.value === null
      ? fail('there is no alert topic', missingTopicMend(alerts.topicArn, 'alerts'))
      : pass('the topic exists');
  },
};

const email: Check<AlertsView> = {
  id: 'alerts.email',
  severity: 'fail',
  rule: 'Each address of alerts.email is subscribed to the topic and has confirmed. A subscription that waits for confirmation gets nothing, and is gone after some days.',
  sources: ['https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html'],
  why: 'Who is not subscribed, or has not confirmed, is not told of the outage.',
  judge: (view) => {
    const found = topicOf(view);
    const addresses = view.alerts.email;
    if (found === null || addresses.length === 0) return null;
    return judgeEmails(found, addresses, 'AlertTopic');
  },
};

const somebody: Check<AlertsView> = {
  id: 'alerts.somebody',
  severity: 'fail',
  rule: 'At least one subscription of the topic is confirmed, whether sites.yml names it or not, and none that sites.yml does not name waits for confirmation.',
  sources: [
    'https://docs.aws.amazon.com/sns/latest/dg/sns-create-subscribe-endpoint-to-topic.html',
  ],
  why: 'An outage that nobody is told of lasts until a visitor complains.',
  judge: (view) => {
    const found = topicOf(view);
    if (found === null) return null;
    const confirmed = found.subscriptions.filter(({ isConfirmed }) => isConfirmed);
    if (confirmed.length === 0)
      return fail('no subscription is confirmed', somebodyMend(view.alerts.topicArn));
    // Who subscribes to a topic that others use, too, is not sites.yml's concern.
    const extra = found.subscriptions.filter(
      (one) =>
        view.alerts.topicArn === null &&
        !one.isConfirmed &&
        !view.alerts.email.some((address) => isFor(address)(one)),
    );
    return extra.length === 0
      ? pass(`${confirmed.length} confirmed`)
      : warn(
          `waiting for confirmation, and not in sites.yml: ${few(extra.map(({ endpoint }) => endpoint))}`,
          'Let them follow the link in the mail of SNS; SNS drops what is not confirmed after some days.',
          'Who has not confirmed is not told of the outage.',
        );
  },
};

const heartbeat: Check<AlertsView> = {
  id: 'alerts.heartbeat',
  severity: 'fail',
  rule: 'The alarm that fires when no window ends any more exists, tells somebody, and is quiet.',
  sources: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html',
  ],
  why: 'The monitor cannot tell that it has stopped: without this alarm nobody watches, and nobody knows.',
  judge: ({ alerting: { heartbeat: look } }) => {
    if (!look.ok)
      return unknown(
        `the heartbeat alarm could not be read: ${look.why}`,
        'Allow cloudwatch:DescribeAlarms to whoever verifies; the functions get it when they are deployed.',
      );
    if (look.value === null)
      return fail('there is no heartbeat alarm', `Deploy: ${DEPLOY_COMMAND}`);
    if (!look.value.hasActions)
      return fail(
        'the heartbeat alarm tells nobody',
        'Enable its actions: aws cloudwatch enable-alarm-actions --alarm-names NAME, which ends in -monitor-silent, and deploy if it has none.',
      );
    return look.value.state === 'alarm'
      ? warn(
          'the heartbeat alarm is firing: no window ended for three minutes',
          'Look at the log of the probe function: npx sls logs -f probe',
          'Nobody watches the site at this moment; Route 53 goes on failing over by itself.',
        )
      : pass(`the heartbeat alarm is there, ${STATE_WORDS[look.value.state]}`);
  },
};

export const ALERT_CHECKS: readonly Check<AlertsView>[] = [
  topic,
  email,
  somebody,
  ...ALERT_SLACK_CHECKS,
  ...ALERT_ESCALATION_CHECKS,
  DEAD_MAN_CHECK,
  heartbeat,
];

const STATE_WORDS = { ok: 'and quiet', 'insufficient-data': 'and has seen nothing yet' } as const;

const somebodyMend = (topicArn: string | null): string =>
  topicArn === null
    ? `Put your address under alerts.email in sites.yml, deploy (${DEPLOY_COMMAND}), and follow the link in the mail.`
    : subscribeMend(topicArn);
