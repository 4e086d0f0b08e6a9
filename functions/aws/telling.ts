import type { SNSClient } from '@aws-sdk/client-sns';
import { publishBeside } from '../../lib/app/telling/publish-beside.ts';
import type { Log, Publish } from '../../lib/core/world.ts';
import { makePublish, makePublishAs } from '../../lib/io/sns.ts';
import { chatNotification } from '../../lib/render/alerts/amazon-q.ts';
import { withDashboard } from '../../lib/render/alerts/dashboard-link.ts';
import { environment } from './environment.ts';

/** ARNs of the topics; null where sites.yml wants none. */
export type AlertTopics = {
  readonly topicArn: string;
  readonly chatTopicArn: string | null;
  readonly escalationTopicArn: string | null;
  /** Where a browser shows the stack's dashboard: every alert leads there. */
  readonly dashboardUrl: string | null;
};

/** As the deployment says; a variable that is empty says that there is none. */
export const deployedTopics = (): AlertTopics => ({
  topicArn: environment('TOPIC_ARN'),
  chatTopicArn: process.env.CHAT_TOPIC_ARN || null,
  escalationTopicArn: process.env.ESCALATION_TOPIC_ARN || null,
  dashboardUrl: process.env.DASHBOARD_URL || null,
});

export type Telling = { readonly publish: Publish; readonly escalate: Publish | null };

/** An escalation is shown to those who were told before, too: they see that nobody else has acknowledged. */
export function makeTelling(
  sns: SNSClient,
  { topicArn, chatTopicArn, escalationTopicArn, dashboardUrl }: AlertTopics,
  log: Log,
): Telling {
  const linked =
    (publish: Publish): Publish =>
    (message) =>
      publish(withDashboard(message, dashboardUrl));
  const chat = chatTopicArn === null ? null : makePublishAs(sns, chatTopicArn, chatNotification);
  const publish = linked(publishBeside(makePublish(sns, topicArn), chat, log));
  if (escalationTopicArn === null) return { publish, escalate: null };
  const others = linked(makePublish(sns, escalationTopicArn));
  return {
    publish,
    escalate: escalationTopicArn === topicArn ? publish : publishBeside(others, publish, log),
  };
}
