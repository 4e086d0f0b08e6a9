import { METRIC_NAMESPACE } from '../core/metric-names.ts';
import type { Alerts, Config } from '../core/site.ts';
import { SWITCH_PREFIX } from '../core/switch-key.ts';
import { arn, globalArn } from './arn.ts';
import { type FunctionName, functionArn, logStreams, roleId } from './functions.ts';
import { heartbeatAlarmName, THIS_STACK } from './names.ts';
import { objectsOf } from './public-bucket.ts';
import { allow, role, type Statement } from './role.ts';
import { siteBucketArn } from './site-bucket.ts';
import { STATE_TABLE } from './state-table.ts';
import { SWITCH_BUCKET } from './switch-bucket.ts';
import { attribute, type Resources, text, type Value } from './template.ts';
import { alertTopic } from './topic.ts';

/**
 * What each function may do: everything that is not here is refused. Only failover may write the
 * switch, and no function may change a record or a health check.
 */
export const roles = (config: Config): Resources => ({
  [roleId('probe')]: role('lambda', [
    ...ordinary('probe', config.alerts),
    allow('HandOver', ['lambda:InvokeFunction'], [functionArn('failover')]),
  ]),
  [roleId('failover')]: role('lambda', [
    ...ordinary('failover', config.alerts),
    allow('ReadHistory', ['dynamodb:Query'], [attribute(STATE_TABLE, 'Arn')]),
    ...flip(),
    ...readRoute53(),
    readBuckets(config),
    allow('ReadAccountBlock', ['s3:GetAccountPublicAccessBlock'], ['*']),
    ...seeAlerting(config.alerts),
  ]),
  [roleId('slack')]: role('lambda', [
    log('slack'),
    ...readWebhook(config.alerts.slackWebhookParameter),
  ]),
});

/** What probe and failover both do. Metrics have no narrower resource than all, only a namespace. */
const ordinary = (name: FunctionName, alerts: Alerts): readonly Statement[] => [
  log(name),
  allow('Remember', ['dynamodb:GetItem', 'dynamodb:PutItem'], [attribute(STATE_TABLE, 'Arn')]),
  allow('Tell', ['sns:Publish'], [alertTopic(alerts)]),
  ...seal(alerts),
  allow('Measure', ['cloudwatch:PutMetricData'], ['*'], {
    StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACE },
  }),
];

/**
 * A topic that was there before may be encrypted under a key of its own, and who publishes needs that. SNS
 * names the topic as the encryption context, so the key is good for that topic alone; the key's own policy
 * decides too (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html).
 */
function seal({ topicArn }: Alerts): readonly Statement[] {
  if (topicArn === null) return [];
  const [, partition, , region, account] = topicArn.split(':');
  return [
    allow(
      'SealAlerts',
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

const log = (name: FunctionName): Statement =>
  allow('Log', ['logs:CreateLogStream', 'logs:PutLogEvents'], [logStreams(name)]);

/**
 * Without the right to list, S3 answers 403 for an absent switch, which looks like a missing
 * permission. A read of one key names no prefix, hence `IfExists`.
 */
const flip = (): readonly Statement[] => [
  allow(
    'Flip',
    ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
    [objectsOf(SWITCH_BUCKET, SWITCH_PREFIX)],
  ),
  allow('SeeAbsence', ['s3:ListBucket'], [attribute(SWITCH_BUCKET, 'Arn')], {
    StringLikeIfExists: { 's3:prefix': `${SWITCH_PREFIX}*` },
  }),
];

/** To verify, never to change; looking a zone up by its name, or a list, has no narrower resource than all. */
const readRoute53 = (): readonly Statement[] => [
  allow('FindZone', ['route53:ListHostedZonesByName', 'route53:ListHealthChecks'], ['*']),
  allow(
    'ReadRecords',
    ['route53:GetHostedZone', 'route53:ListResourceRecordSets'],
    [globalArn('route53', 'hostedzone/*')],
  ),
  allow(
    'ReadHealthChecks',
    ['route53:GetHealthCheckStatus'],
    [globalArn('route53', 'healthcheck/*')],
  ),
];

/** The settings of the sites' own buckets; `s3:ListBucket` is what asking for a bucket's head needs. */
const readBuckets = ({ sites }: Config): Statement =>
  allow(
    'ReadSiteBuckets',
    [
      's3:ListBucket',
      's3:GetBucketWebsite',
      's3:GetBucketPublicAccessBlock',
      's3:GetBucketPolicy',
      's3:GetBucketRequestPayment',
      's3:GetBucketVersioning',
      's3:GetEncryptionConfiguration',
    ],
    sites.map(siteBucketArn),
  );

/** Whether people would be told. Without the right to decrypt, the secret stays one. */
const seeAlerting = (alerts: Alerts): readonly Statement[] => [
  allow('SeeSubscriptions', ['sns:ListSubscriptionsByTopic'], [alertTopic(alerts)]),
  allow(
    'SeeHeartbeat',
    ['cloudwatch:DescribeAlarms'],
    [arn('cloudwatch', `alarm:${heartbeatAlarmName(THIS_STACK)}`)],
  ),
  ...(alerts.slackWebhookParameter === null
    ? []
    : [allow('SeeWebhook', ['ssm:GetParameter'], [parameterArn(alerts.slackWebhookParameter)])]),
];

/**
 * The one secret, and the key only for that parameter: Parameter Store names it as the encryption
 * context, so this holds for `alias/aws/ssm` and for a key of one's own
 * (https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html).
 */
function readWebhook(parameter: string | null): readonly Statement[] {
  if (parameter === null) return [];
  const webhook = parameterArn(parameter);
  return [
    allow('ReadWebhook', ['ssm:GetParameter'], [webhook]),
    allow('DecryptWebhook', ['kms:Decrypt'], [arn('kms', 'key/*')], {
      StringEquals: {
        'kms:ViaService': text(`ssm.\${AWS::Region}.\${AWS::URLSuffix}`),
        'kms:EncryptionContext:PARAMETER_ARN': webhook,
      },
    }),
  ];
}

/** A parameter's ARN has one slash after `parameter`, whether the name begins with one or not. */
const parameterArn = (parameter: string): Value =>
  arn('ssm', `parameter/${parameter.replace(/^\//, '')}`);
