import type { Alerts } from '../../lib/core/alerts/alerts.ts';
import { resources } from '../../lib/stack/resources.ts';
import type { Resource, Value } from '../../lib/stack/template.ts';
import { type Document, permissionsOf, said } from './permissions-said.ts';
import { CONFIG, overHttps, siteNamed, withExistingBucket } from './sites.ts';

const ARN = 'arn:<AWS::Partition>';
const HERE = '<AWS::Region>:<AWS::AccountId>';
const logs = (name: string) => [
  `logs:CreateLogStream on ${ARN}:logs:${HERE}:log-group:/aws/lambda/<AWS::StackName>-${name}:*`,
  `logs:PutLogEvents on ${ARN}:logs:${HERE}:log-group:/aws/lambda/<AWS::StackName>-${name}:*`,
];
const ORDINARY = [
  'dynamodb:GetItem on <StateTable.Arn>',
  'dynamodb:PutItem on <StateTable.Arn>',
  'sns:Publish on <AlertTopic>',
  'cloudwatch:PutMetricData on * if StringEquals cloudwatch:namespace Understudy',
];
const invoke = (name: string) =>
  `lambda:InvokeFunction on ${ARN}:lambda:${HERE}:function:<AWS::StackName>-${name}`;
const WEBHOOK = `${ARN}:ssm:${HERE}:parameter/understudy/slack-webhook`;

const reading = (secret: string) => [
  `ssm:GetParameter on ${secret}`,
  `kms:Decrypt on ${ARN}:kms:${HERE}:key/* if StringEquals kms:ViaService ssm.<AWS::Region>.<AWS::URLSuffix> and StringEquals kms:EncryptionContext:PARAMETER_ARN ${secret}`,
];
const sealing = (topicArn: string) =>
  ['kms:GenerateDataKey', 'kms:Decrypt'].map(
    (action) =>
      `${action} on arn:aws:kms:eu-west-1:210987654321:key/* if StringEquals kms:ViaService sns.<AWS::Region>.<AWS::URLSuffix> and StringEquals kms:EncryptionContext:aws:sns:topicArn ${topicArn}`,
  );

/** Everything that anything of the stack may do. A wider permission has to be written down here first. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  ProbeRole: [...logs('probe'), ...ORDINARY, invoke('failover')],
  FailoverRole: [
    ...logs('failover'),
    ...ORDINARY,
    'dynamodb:Query on <StateTable.Arn>',
    's3:GetObject on <SwitchBucket.Arn>/switch/*',
    's3:PutObject on <SwitchBucket.Arn>/switch/*',
    's3:DeleteObject on <SwitchBucket.Arn>/switch/*',
    's3:ListBucket on <SwitchBucket.Arn> if StringLikeIfExists s3:prefix switch/*',
    'route53:ListHostedZonesByName on *',
    'route53:ListHealthChecks on *',
    `route53:GetHostedZone on ${ARN}:route53:::hostedzone/*`,
    `route53:ListResourceRecordSets on ${ARN}:route53:::hostedzone/*`,
    `route53:GetHealthCheckStatus on ${ARN}:route53:::healthcheck/*`,
    's3:ListBucket on <SiteBucketForwwwDotexampleDotcom.Arn>',
    's3:GetBucketWebsite on <SiteBucketForwwwDotexampleDotcom.Arn>',
    's3:GetBucketPublicAccessBlock on <SiteBucketForwwwDotexampleDotcom.Arn>',
    's3:GetBucketPolicy on <SiteBucketForwwwDotexampleDotcom.Arn>',
    's3:GetBucketRequestPayment on <SiteBucketForwwwDotexampleDotcom.Arn>',
    's3:GetBucketVersioning on <SiteBucketForwwwDotexampleDotcom.Arn>',
    's3:GetEncryptionConfiguration on <SiteBucketForwwwDotexampleDotcom.Arn>',
    's3:GetAccountPublicAccessBlock on *',
    'sns:ListSubscriptionsByTopic on <AlertTopic>',
    `cloudwatch:DescribeAlarms on ${ARN}:cloudwatch:${HERE}:alarm:<AWS::StackName>-monitor-silent`,
    `ssm:GetParameter on ${WEBHOOK}`,
  ],
  SlackRole: [
    ...logs('slack'),
    ...reading(WEBHOOK),
    'dynamodb:GetItem on <StateTable.Arn> if ForAllValues:StringLike dynamodb:LeadingKeys slack#*',
    'dynamodb:PutItem on <StateTable.Arn> if ForAllValues:StringLike dynamodb:LeadingKeys slack#*',
  ],
  ProbeScheduleRole: [invoke('probe')],
  EvaluateScheduleRole: [invoke('failover')],
  FailoverScheduleRole: [invoke('failover')],
};

const STACK = resources(CONFIG);
const typed = (type: string): [string, Resource][] =>
  Object.entries(STACK).filter(([, { Type }]) => Type === type);

test('the stack has these roles and no other source of permissions', () => {
  expect(typed('AWS::IAM::Role').map(([id]) => id)).toEqual(Object.keys(MAY));
  const identities = Object.values(STACK).filter(({ Type }) => Type.startsWith('AWS::IAM::'));
  expect(identities).toHaveLength(Object.keys(MAY).length);
});

test.each(Object.keys(MAY))('%s may do what is on its list and nothing else', (id) => {
  expect(permissionsOf(STACK[id]).sort()).toEqual([...(MAY[id] ?? [])].sort());
});

test.each([
  ['ProbeRole', 'lambda.amazonaws.com'],
  ['FailoverRole', 'lambda.amazonaws.com'],
  ['SlackRole', 'lambda.amazonaws.com'],
  ['ProbeScheduleRole', 'scheduler.amazonaws.com'],
  ['EvaluateScheduleRole', 'scheduler.amazonaws.com'],
  ['FailoverScheduleRole', 'scheduler.amazonaws.com'],
])('only %2$s can take on %1$s', (id, service) => {
  const trust = STACK[id]?.Properties.AssumeRolePolicyDocument as unknown as Document;
  expect(trust.Statement).toHaveLength(1);
  expect(trust.Statement[0]).toMatchObject({
    Action: 'sts:AssumeRole',
    Principal: { Service: service },
  });
});

test('without Slack its role can only log', () => {
  const alerts = { ...CONFIG.alerts, slack: null };
  const { SlackRole } = resources({ ...CONFIG, alerts });
  expect(permissionsOf(SlackRole)).toEqual(logs('slack'));
});

test('zones of other accounts are read as their roles, each named once, by failover alone', () => {
  const [zone, other] = ['zone', 'other'].map((name) => `arn:aws:iam::210987654321:role/${name}`);
  const sites = [zone, zone, other].map((zoneRoleArn, index) => ({
    ...siteNamed(`s${index}.example.com`),
    zoneRoleArn: zoneRoleArn ?? null,
  }));
  const stack = resources({ ...CONFIG, sites });
  const assuming = (id: string) =>
    permissionsOf(stack[id]).filter((permission) => permission.startsWith('sts:'));
  expect(assuming('FailoverRole')).toEqual([
    `sts:AssumeRole on ${zone}`,
    `sts:AssumeRole on ${other}`,
  ]);
  for (const id of Object.keys(MAY).filter((each) => each !== 'FailoverRole'))
    expect(assuming(id)).toEqual([]);
});

test('with a topic and a bucket of somebody else nothing is wider', () => {
  const topicArn = 'arn:aws:sns:eu-west-1:210987654321:ops';
  const alerts = { ...CONFIG.alerts, email: [], topicArn };
  const stack = resources({ ...CONFIG, alerts, sites: [withExistingBucket('www.example.com')] });
  const expected = (id: string) => [
    ...(MAY[id] ?? []).map((permission) =>
      permission
        .replace('<AlertTopic>', topicArn)
        .replace('<SiteBucketForwwwDotexampleDotcom.Arn>', `${ARN}:s3:::www.example.com`),
    ),
    ...sealing(topicArn),
  ];
  expect(permissionsOf(stack.ProbeRole).sort()).toEqual(expected('ProbeRole').sort());
  expect(permissionsOf(stack.FailoverRole).sort()).toEqual(expected('FailoverRole').sort());
  expect(permissionsOf(stack.SlackRole).sort()).toEqual([...(MAY.SlackRole ?? [])].sort());
});

test('a distribution before the bucket lets no function do more', () => {
  const stack = resources({ ...CONFIG, sites: CONFIG.sites.map((site) => overHttps(site)) });
  for (const id of Object.keys(MAY))
    expect(permissionsOf(stack[id]).sort()).toEqual([...(MAY[id] ?? [])].sort());
});

test('each topic and each secret that sites.yml names is one permission more, for whoever needs it', () => {
  const escalationArn = 'arn:aws:sns:eu-west-1:210987654321:bosses';
  const alerts: Alerts = {
    ...CONFIG.alerts,
    amazonQ: true,
    escalation: { afterMs: 900_000, topicArn: escalationArn, email: [] },
    deadManParameter: '/understudy/dead-man-url',
  };
  const stack = resources({ ...CONFIG, alerts });
  const url = `${ARN}:ssm:${HERE}:parameter/understudy/dead-man-url`;
  const topics = (action: string) => [`${action} on <ChatTopic>`, `${action} on ${escalationArn}`];
  const telling = [...topics('sns:Publish'), ...sealing(escalationArn)];
  const more: Readonly<Record<string, readonly string[]>> = {
    ProbeRole: [...telling, ...reading(url)],
    FailoverRole: [
      ...telling,
      ...topics('sns:ListSubscriptionsByTopic'),
      `ssm:GetParameter on ${url}`,
    ],
    SlackRole: [],
  };
  for (const [id, others] of Object.entries(more))
    expect(permissionsOf(stack[id]).sort()).toEqual([...(MAY[id] ?? []), ...others].sort());
});

test('everybody may get the files of the sites and the switches, and nothing else', () => {
  const grants = typed('AWS::S3::BucketPolicy').map(([, { Properties }]) =>
    (Properties.PolicyDocument as unknown as Document).Statement.map(
      ({ Action, Resource: on }) => `${Action} on ${said(on as unknown as Value)}`,
    ),
  );
  expect(grants).toEqual([
    ['s3:GetObject on <SwitchBucket.Arn>/switch/*'],
    ['s3:GetObject on <SiteBucketForwwwDotexampleDotcom.Arn>/*'],
  ]);
});
