import type { Alerts } from '../core/site.ts';
import { functionId } from './functions.ts';
import { logicalId } from './logical-id.ts';
import { alertTopicName, THIS_STACK } from './names.ts';
import { attribute, type Resource, type Resources, ref, text, type Value } from './template.ts';

const ALERT_TOPIC = 'AlertTopic';

/**
 * The topic that people subscribe to. It is not encrypted: CloudWatch alarms cannot publish to a topic
 * under the key `alias/aws/sns`, whose policy cannot be changed, a key of one's own costs a dollar a
 * month, and an alert holds nothing that DNS does not tell everybody
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html).
 */
export const topic = (alerts: Alerts): Resources => ({
  ...(alerts.topicArn === null ? ownTopic(alerts) : {}),
  ...(alerts.slackWebhookParameter === null ? {} : slackSubscription(alertTopic(alerts))),
});

/** Where alerts go: the ARN of the topic that sites.yml names, or else that of the stack's own. */
export const alertTopic = ({ topicArn }: Alerts): Value => topicArn ?? ref(ALERT_TOPIC);

/** A topic that was there before keeps its policy and its subscribers: they are not ours to write. */
const ownTopic = (alerts: Alerts): Resources => ({
  [ALERT_TOPIC]: {
    Type: 'AWS::SNS::Topic',
    Properties: { TopicName: text(alertTopicName(THIS_STACK)), DisplayName: 'Understudy' },
  },
  AlertTopicPolicy: alarmsMayPublish(),
  ...Object.fromEntries(alerts.email.map(emailSubscription)),
});

/** The functions publish by their own roles; alarms have none, so the topic lets this account's in. */
const alarmsMayPublish = (): Resource => ({
  Type: 'AWS::SNS::TopicPolicy',
  Properties: {
    Topics: [ref(ALERT_TOPIC)],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AlarmsOfThisAccount',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: ref(ALERT_TOPIC),
          Condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } },
        },
      ],
    },
  },
});

const emailSubscription = (address: string): readonly [string, Resource] => [
  logicalId('EmailSubscription', address),
  {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: ref(ALERT_TOPIC), Protocol: 'email', Endpoint: address },
  },
];

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
