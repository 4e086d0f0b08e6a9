import { configText } from '../../lib/stack/config-text.ts';
import {
  alertTopicName,
  chatTopicName,
  escalationTopicName,
  stackName,
  stageProblems,
  stateTableName,
  switchBucketName,
} from '../../lib/stack/names.ts';
import { outputs } from '../../lib/stack/outputs.ts';
import { resources } from '../../lib/stack/resources.ts';
import { stackProblems } from '../../lib/stack/stack-problems.ts';
import { CONFIG, siteNamed } from './sites.ts';

const STACK = resources(CONFIG);
const PUBLIC_BY_POLICY_ONLY = {
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  },
  OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
};

test('a site has a bucket of its own name that is a website and outlives the stack', () => {
  expect(STACK.SiteBucketForwwwDotexampleDotcom).toEqual({
    Type: 'AWS::S3::Bucket',
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      BucketName: 'www.example.com',
      WebsiteConfiguration: { IndexDocument: 'index.html', ErrorDocument: 'index.html' },
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'forget-old-versions',
            Status: 'Enabled',
            NoncurrentVersionExpiration: { NoncurrentDays: 90 },
          },
        ],
      },
      ...PUBLIC_BY_POLICY_ONLY,
      Tags: [{ Key: 'understudy:site', Value: 'www.example.com' }],
    },
  });
});

test('the switches are in a bucket that two stages, accounts or regions never share', () => {
  expect(STACK.SwitchBucket).toEqual({
    Type: 'AWS::S3::Bucket',
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      BucketName: {
        'Fn::Sub': `\${AWS::StackName}-switch-\${AWS::AccountId}-\${AWS::Region}`,
      },
      ...PUBLIC_BY_POLICY_ONLY,
    },
  });
});

test('the terminal makes the names that the template makes', () => {
  const place = {
    stack: stackName('understudy', 'prod'),
    account: '123456789012',
    region: 'eu-west-1',
  };
  expect(stateTableName(place)).toBe('understudy-prod-state');
  expect(alertTopicName(place)).toBe('understudy-prod-alerts');
  expect(chatTopicName(place)).toBe('understudy-prod-chat');
  expect(escalationTopicName(place)).toBe('understudy-prod-escalation');
  expect(switchBucketName(place)).toBe('understudy-prod-switch-123456789012-eu-west-1');
  const longest = { ...place, stack: stackName('understudy', 'a'.repeat(17)) };
  expect(switchBucketName({ ...longest, region: 'ap-southeast-2' })).toHaveLength(63);
});

test.each([
  ['prod', 'understudy', 0],
  ['pr-12', 'understudy', 0],
  ['a'.repeat(17), 'understudy', 0],
  ['a'.repeat(18), 'understudy', 1],
  ['a'.repeat(24), 'web', 0],
  ['a'.repeat(25), 'web', 1],
  ['Prod', 'understudy', 1],
  ['pr_12', 'understudy', 1],
  ['prod-', 'understudy', 1],
  ['', 'understudy', 1],
])('the stage %p of a stack named %s has %i problems', (stage, name, count) => {
  expect(stageProblems(stage, name)).toHaveLength(count);
});

test('the table, which nothing takes away again, is made once the buckets have got their names', () => {
  expect(STACK.StateTable?.DependsOn).toEqual(['SwitchBucket', 'SiteBucketForwwwDotexampleDotcom']);
  expect(STACK.StateTable?.Properties.TableName).toEqual({ 'Fn::Sub': `\${AWS::StackName}-state` });
  expect(STACK.AlertTopic?.Properties.TopicName).toEqual({
    'Fn::Sub': `\${AWS::StackName}-alerts`,
  });
});

test('the state table is keyed by site and record, forgets, and cannot be lost', () => {
  expect(STACK.StateTable).toMatchObject({
    DeletionPolicy: 'Retain',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'site', KeyType: 'HASH' },
        { AttributeName: 'record', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    },
  });
});

test('each mail address is a subscription, and only alarms of this account may publish', () => {
  expect(STACK.EmailSubscriptionForopsAtexampleDotcom?.Properties).toEqual({
    TopicArn: { Ref: 'AlertTopic' },
    Protocol: 'email',
    Endpoint: 'ops@example.com',
  });
  expect(JSON.stringify(STACK.AlertTopicPolicy)).toContain(
    '"Principal":{"Service":"cloudwatch.amazonaws.com"},"Action":"sns:Publish","Resource":{"Ref":"AlertTopic"},"Condition":{"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}}',
  );
});

test('Slack is subscribed when sites.yml names a webhook, and not otherwise', () => {
  const alerts = { ...CONFIG.alerts, slack: null };
  const without = Object.keys(resources({ ...CONFIG, alerts }));
  const missing = Object.keys(STACK).filter((id) => !without.includes(id));
  expect(missing).toEqual(['SlackSubscription', 'SlackPermission']);
});

test.each([
  ['ProbeSchedule', 'rate(1 minute)', '{"shard":0,"of":1}', 'ProbeLambdaFunction'],
  [
    'EvaluateSchedule',
    'rate(1 minute)',
    '{"action":"evaluate","by":"schedule"}',
    'FailoverLambdaFunction',
  ],
  [
    'FailoverSchedule',
    'rate(5 minutes)',
    '{"action":"verify","by":"schedule"}',
    'FailoverLambdaFunction',
  ],
])('%s runs at %s with %s, and a late run is dropped', (id, rate, input, target) => {
  expect(STACK[id]?.Properties).toEqual({
    ScheduleExpression: rate,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: { 'Fn::GetAtt': [target, 'Arn'] },
      RoleArn: { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
      Input: input,
      RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
    },
  });
});

test('three minutes without a window are an alarm, also when there is no data at all', () => {
  expect(STACK.MonitorSilentAlarm?.Properties).toMatchObject({
    Namespace: 'Understudy',
    MetricName: 'Window',
    Dimensions: [
      { Name: 'Stack', Value: { Ref: 'AWS::StackName' } },
      { Name: 'Shard', Value: '0' },
    ],
    Statistic: 'Sum',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    Period: 60,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 3,
    TreatMissingData: 'breaching',
    AlarmActions: [{ Ref: 'AlertTopic' }],
  });
});

test('the stack changes no record', () => {
  const types = Object.values(STACK).map(({ Type }) => Type);
  expect(types.filter((type) => /Route53/.test(type))).toEqual(
    Array(3).fill('AWS::Route53::HealthCheck'),
  );
});

test('nothing is tied to one partition', () => {
  expect(JSON.stringify(STACK)).not.toMatch(/arn:aws[:-]/);
});

test('the terminal finds the health check for each PRIMARY record', () => {
  expect(outputs(CONFIG)).toMatchObject({
    SwitchBucket: { Value: { Ref: 'SwitchBucket' } },
    SiteCheckForwwwDotexampleDotcom: { Value: { Ref: 'SiteCheckForwwwDotexampleDotcom' } },
  });
});

test.each([
  ['no region is asked for', null, []],
  ['the region of the secondaries is asked for', 'eu-west-1', []],
  ['another region is asked for', 'us-east-1', ['www.example.com', 'shop.example.com']],
])('which sites are in the wrong region when %s', (_name, region, sites) => {
  const config = { ...CONFIG, sites: [...CONFIG.sites, siteNamed('shop.example.com')] };
  const problems = stackProblems(config, region);
  expect(problems.map((problem) => problem.split(':')[0])).toEqual(sites);
});

test('a stack has no more resources than CloudFormation takes', () => {
  const sites = (count: number) =>
    Array.from({ length: count }, (_, index) => siteNamed(`shop-${index}.example.com`));
  expect(stackProblems({ ...CONFIG, sites: sites(90) }, null)).toEqual([]);
  expect(stackProblems({ ...CONFIG, sites: sites(100) }, null)).toEqual([
    expect.stringMatching(
      /^100 sites make a stack of 5\d\d resources, and CloudFormation takes 500: give some of them/,
    ),
  ]);
});

test('the config comes back out of its text, and the text holds no variable', () => {
  const odd = siteNamed('www.example.com', { path: `/\${self:service}` });
  const text = configText({ ...CONFIG, sites: [odd] });
  expect(text).not.toContain('$');
  expect(JSON.parse(text)).toEqual({ ...CONFIG, sites: [odd] });
});
