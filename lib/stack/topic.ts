import type { Alerts } from '../core/alerts/alerts.ts';
import { functionId } from './functions.ts';
import { logicalId } from './logical-id.ts';
import {
  alertTopicName,
  chatTopicName,
  escalationTopicName,
  type StackPlace,
  THIS_STACK,
} from './names.ts';
import { attribute, type Resource, type Resources, ref, text, type Value } from './template.ts';

const ALERT_TOPIC = 'AlertTopic';
const CHAT_TOPIC = 'ChatTopic';
const ESCALATION_TOPIC = 'EscalationTopic';

/**
 * The topics that people subscribe to. They are not encrypted: CloudWatch alarms cannot publish to a topic
 * under the key `alias/aws/sns`, whose policy cannot be changed, a key of one's own costs a dollar a
 * month, and an alert holds nothing that DNS does not tell everybody
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html).
 */
export const topic = (alerts: Alerts): Resources => ({
  ...(alerts.topicArn === null ? ownTopic(alerts) : {}),
  ...(alerts.slack === null ? {} : slackSubscription(alertTopic(alerts))),
  ...(alerts.amazonQ ? forChat() : {}),
  ...forEscalation(alerts),
});

/** Where alerts go: the ARN of the topic that sites.yml names, or else that of the stack's own. */
export const alertTopic = ({ topicArn }: Alerts): Value => topicArn ?? ref(ALERT_TOPIC);

/** The topic in the schema of Amazon Q; null without one. */
export const chatTopic = ({ amazonQ }: Alerts): Value | null => (amazonQ ? ref(CHAT_TOPIC) : null);

/** The topic of those who are told when nobody acknowledges; null without one. */
export const escalationTopic = ({ escalation }: Alerts): Value | null =>
  escalation === null ? null : (escalation.topicArn ?? ref(ESCALATION_TOPIC));

/** All that the functions publish to. */
export const toldTopics = (alerts: Alerts): readonly Value[] =>
  [alertTopic(alerts), chatTopic(alerts), escalationTopic(alerts)].filter((one) => one !== null);

/** What an alarm tells: people, and the chat, which shows alarms as CloudWatch writes them. */
export const alarmTopics = (alerts: Alerts): readonly Value[] =>
  [alertTopic(alerts), chatTopic(alerts)].filter((one) => one !== null);

/** A topic that was there before keeps its policy and its subscribers: they are not ours to write. */
const ownTopic = (alerts: Alerts): Resources => ({
  ...topicNamed(ALERT_TOPIC, alertTopicName),
  AlertTopicPolicy: alarmsMayPublish(ALERT_TOPIC),
  ...emailSubscriptions('EmailSubscription', ALERT_TOPIC, alerts.email),
});

/** Whoever adds it to a channel in Amazon Q subscribes it thereby. */
const forChat = (): Resources => ({
  ...topicNamed(CHAT_TOPIC, chatTopicName),
  ChatTopicPolicy: alarmsMayPublish(CHAT_TOPIC),
});

/** Alarms do not escalate, so only the functions publish there, by their own roles. */
const forEscalation = ({ escalation }: Alerts): Resources =>
  escalation === null || escalation.topicArn !== null
    ? {}
    : {
        ...topicNamed(ESCALATION_TOPIC, escalationTopicName),
        ...emailSubscriptions('EscalationSubscription', ESCALATION_TOPIC, escalation.email),
      };

const topicNamed = (id: string, nameIn: (place: StackPlace) => string): Resources => ({
  [id]: {
    Type: 'AWS::SNS::Topic',
    Properties: { TopicName: text(nameIn(THIS_STACK)), DisplayName: 'Understudy' },
  },
});

/** The functions publish by their own roles; alarms have none, so the topic lets this account's in. */
export const alarmsMayPublish = (topicId: string): Resource => ({
  Type: 'AWS::SNS::TopicPolicy',
  Properties: {
    Topics: [ref(topicId)],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AlarmsOfThisAccount',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: ref(topicId),
          Condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } },
        },
      ],
    },
  },
});

/** Each address gets a mail of SNS, and nothing else until it has confirmed. */
export const emailSubscriptions = (
  kind: string,
  topicId: string,
  addresses: readonly string[],
): Resources =>
  Object.fromEntries(
    addresses.map((address): readonly [string, Resource] => [
      logicalId(kind, address),
      {
        Type: 'AWS::SNS::Subscription',
        Properties: { TopicArn: ref(topicId), Protocol: 'email', Endpoint: address },
      },
    ]),
  );

const slackSubscription = (topicArn: Value): Resources => ({
  SlackSubscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: topicArn,
      Protocol: 'lambda',
      Endpoint: attribute(functionId('slack'), 'Arn'),
    },
  },
  SlackPermission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: attribute(functionId('slack'), 'Arn'),
      Action: 'lambda:InvokeFunction',
      Principal: 'sns.amazonaws.com',
      SourceArn: topicArn,
    },
  },
});
