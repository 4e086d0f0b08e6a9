import type { Alerts } from '../core/alerts/alerts.ts';
import { SLACK_KEYS } from '../core/alerts/slack-channel.ts';
import { arn } from './arn.ts';
import { heartbeatAlarmName, THIS_STACK } from './names.ts';
import { allow, type Statement } from './role.ts';
import { STATE_TABLE } from './state-table.ts';
import { attribute, text, type Value } from './template.ts';
import { toldTopics } from './topic.ts';

/** Publishes alerts, in each topic that they go to. */
export const tell = (alerts: Alerts): readonly Statement[] => [
  allow('Tell', ['sns:Publish'], toldTopics(alerts)),
  ...seal('SealAlerts', alerts.topicArn),
  ...seal('SealEscalations', alerts.escalation?.topicArn ?? null),
];

/**
 * A topic that was there before may be encrypted under a key of its own, and who publishes needs that. SNS
 * names the topic as the encryption context, so the key is good for that topic alone; the key's own policy
 * decides too (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html).
 */
function seal(purpose: string, topicArn: string | null): readonly Statement[] {
  if (topicArn === null) return [];
  const [, partition, , region, account] = topicArn.split(':');
  return [
    allow(
      purpose,
      ['kms:GenerateDataKey', 'kms:Decrypt'],
      [`arn:${partition}:kms:${region}:${account}:key/*`],
      {
        StringEquals: {
          'kms:ViaService': text(`sns.\${AWS::Region}.\${AWS::URLSuffix}`),
          'kms:EncryptionContext:aws:sns:topicArn': topicArn,
        },
      },
    ),
  ];
}

/** Whether people would be told. Without the right to decrypt, the secrets stay some. */
export function seeAlerting(alerts: Alerts): readonly Statement[] {
  const secrets = [alerts.slack?.parameter, alerts.deadManParameter].filter(
    (name) => typeof name === 'string',
  );
  return [
    allow('SeeSubscriptions', ['sns:ListSubscriptionsByTopic'], toldTopics(alerts)),
    allow(
      'SeeHeartbeat',
      ['cloudwatch:DescribeAlarms'],
      [arn('cloudwatch', `alarm:${heartbeatAlarmName(THIS_STACK)}`)],
    ),
    ...(secrets.length === 0
      ? []
      : [allow('SeeSecrets', ['ssm:GetParameter'], secrets.map(parameterArn))]),
  ];
}

/**
 * One secret, and the key only for that parameter: Parameter Store names it as the encryption context, so
 * this holds for `alias/aws/ssm` and for a key of one's own
 * (https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html).
 */
export function readSecret(what: string, parameter: string | null): readonly Statement[] {
  if (parameter === null) return [];
  const secret = parameterArn(parameter);
  return [
    allow(`Read${what}`, ['ssm:GetParameter'], [secret]),
    allow(`Decrypt${what}`, ['kms:Decrypt'], [arn('kms', 'key/*')], {
      StringEquals: {
        'kms:ViaService': text(`ssm.\${AWS::Region}.\${AWS::URLSuffix}`),
        'kms:EncryptionContext:PARAMETER_ARN': secret,
      },
    }),
  ];
}

/**
 * Which messages Slack has: items of the state table under keys of their own, and no record of a site
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html).
 */
export const rememberSlack = ({ slack }: Alerts): readonly Statement[] =>
  slack === null
    ? []
    : [
        allow(
          'RememberSlack',
          ['dynamodb:GetItem', 'dynamodb:PutItem'],
          [attribute(STATE_TABLE, 'Arn')],
          { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': `${SLACK_KEYS}*` } },
        ),
      ];

/** A parameter's ARN has one slash after `parameter`, whether the name begins with one or not. */
const parameterArn = (parameter: string): Value =>
  arn('ssm', `parameter/${parameter.replace(/^\//, '')}`);
