import type { Alerts } from '../core/alerts/alerts.ts';
import { METRIC_NAMESPACE } from '../core/metric-names.ts';
import type { Config } from '../core/site.ts';
import { SWITCH_PREFIX } from '../core/switch-key.ts';
import { readSecret, rememberSlack, seeAlerting, tell } from './alerting-permissions.ts';
import { globalArn } from './arn.ts';
import { objectsOf } from './bucket-policy.ts';
import { type FunctionName, functionArn, logStreams, roleId } from './functions.ts';
import { allow, role, type Statement } from './role.ts';
import { siteBucketArn } from './site-bucket.ts';
import { STATE_TABLE } from './state-table.ts';
import { SWITCH_BUCKET } from './switch-bucket.ts';
import { attribute, type Resources } from './template.ts';

/**
 * What each function may do: everything that is not here is refused. Only failover may write the
 * switch, and no function may change a record or a health check.
 */
export const roles = (config: Config): Resources => ({
  [roleId('probe')]: role('lambda', [
    ...ordinary('probe', config.alerts),
    ...readSecret('DeadManUrl', config.alerts.deadManParameter),
    allow('HandOver', ['lambda:InvokeFunction'], [functionArn('failover')]),
  ]),
  [roleId('failover')]: role('lambda', [
    ...ordinary('failover', config.alerts),
    allow('ReadHistory', ['dynamodb:Query'], [attribute(STATE_TABLE, 'Arn')]),
    ...flip(),
    ...readRoute53(),
    ...readZonesElsewhere(config),
    readBuckets(config),
    allow('ReadAccountBlock', ['s3:GetAccountPublicAccessBlock'], ['*']),
    ...seeAlerting(config.alerts),
  ]),
  [roleId('slack')]: role('lambda', [
    log('slack'),
    ...readSecret('SlackSecret', config.alerts.slack?.parameter ?? null),
    ...rememberSlack(config.alerts),
  ]),
});

/** What probe and failover both do. Metrics have no narrower resource than all, only a namespace. */
const ordinary = (name: FunctionName, alerts: Alerts): readonly Statement[] => [
  log(name),
  allow('Remember', ['dynamodb:GetItem', 'dynamodb:PutItem'], [attribute(STATE_TABLE, 'Arn')]),
  ...tell(alerts),
  allow('Measure', ['cloudwatch:PutMetricData'], ['*'], {
    StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACE },
  }),
];

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

/** As the roles that other accounts gave for their zones, which are to read and to do nothing else. */
function readZonesElsewhere({ sites }: Config): readonly Statement[] {
  const roleArns = [...new Set(sites.flatMap(({ zoneRoleArn }) => zoneRoleArn ?? []))];
  return roleArns.length === 0 ? [] : [allow('ReadZonesElsewhere', ['sts:AssumeRole'], roleArns)];
}

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
