import { outputs } from '../../lib/stack/outputs.ts';
import { resources } from '../../lib/stack/resources.ts';
import type { Resources } from '../../lib/stack/template.ts';
import { CONFIG, siteNamed, withExistingBucket } from './sites.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:ops';
const BOUNDARY = 'arn:aws:iam::123456789012:policy/boundary';
const TAGS = { team: 'web', 'cost-center': '1234' };

const OWN = resources(CONFIG);
const onTopic = { ...CONFIG, alerts: { ...CONFIG.alerts, email: [], topicArn: TOPIC } };
const idsOf = (stack: Resources, type: string) =>
  Object.keys(stack).filter((id) => stack[id]?.Type === type);
const missingIn = (stack: Resources) => Object.keys(OWN).filter((id) => !(id in stack));

describe('a bucket that was there before', () => {
  const stack = resources({ ...CONFIG, sites: [withExistingBucket('www.example.com')] });

  test('is not in the stack, and neither is its policy; the rest is', () => {
    expect(missingIn(stack)).toEqual([
      'SiteBucketForwwwDotexampleDotcom',
      'SiteBucketPolicyForwwwDotexampleDotcom',
    ]);
    expect(JSON.stringify(stack)).not.toContain('"SiteBucket');
  });

  test('is nothing that the state table waits for; the buckets of the stack are', () => {
    expect(stack.StateTable?.DependsOn).toEqual(['SwitchBucket']);
    const sites = [withExistingBucket('www.example.com'), siteNamed('shop.example.com')];
    expect(resources({ ...CONFIG, sites }).StateTable?.DependsOn).toEqual([
      'SwitchBucket',
      'SiteBucketForshopDotexampleDotcom',
    ]);
  });

  test('changes nothing about alarms, dashboard and health checks', () => {
    for (const type of [
      'AWS::CloudWatch::Alarm',
      'AWS::CloudWatch::Dashboard',
      'AWS::Route53::HealthCheck',
    ]) {
      expect(idsOf(stack, type).length).toBeGreaterThan(0);
      for (const id of idsOf(OWN, type)) expect(stack[id]).toEqual(OWN[id]);
    }
  });
});

describe('a topic that was there before', () => {
  const stack = resources(onTopic);

  test('is not made, gets no policy and no mail address, and is nowhere taken for one of the stack', () => {
    expect(missingIn(stack)).toEqual([
      'AlertTopic',
      'AlertTopicPolicy',
      'EmailSubscriptionForopsAtexampleDotcom',
    ]);
    expect(JSON.stringify([stack, outputs(onTopic)])).not.toContain('"Ref":"AlertTopic"');
  });

  test('is told by every alarm, when it begins and when it is over', () => {
    const alarms = idsOf(stack, 'AWS::CloudWatch::Alarm');
    expect(alarms).toEqual(idsOf(OWN, 'AWS::CloudWatch::Alarm'));
    for (const id of alarms)
      expect(stack[id]?.Properties).toMatchObject({ AlarmActions: [TOPIC], OKActions: [TOPIC] });
  });

  test('is what Slack listens to, and what the stack says of itself', () => {
    expect(stack.SlackSubscription?.Properties).toMatchObject({
      TopicArn: TOPIC,
      Protocol: 'lambda',
    });
    expect(stack.SlackPermission?.Properties).toMatchObject({ SourceArn: TOPIC });
    expect(outputs(onTopic)).toMatchObject({ AlertTopic: { Value: TOPIC } });
  });
});

test('the topic of the stack is told by every alarm', () => {
  const own = { Ref: 'AlertTopic' };
  for (const id of idsOf(OWN, 'AWS::CloudWatch::Alarm'))
    expect(OWN[id]?.Properties).toMatchObject({ AlarmActions: [own], OKActions: [own] });
});

test('every role is under the boundary, and without one none is', () => {
  const stack = resources({ ...CONFIG, stack: { ...CONFIG.stack, permissionsBoundary: BOUNDARY } });
  const roles = idsOf(stack, 'AWS::IAM::Role');
  expect(roles).toHaveLength(6);
  for (const id of roles) {
    expect(stack[id]?.Properties).toEqual({
      ...OWN[id]?.Properties,
      PermissionsBoundary: BOUNDARY,
    });
    expect(OWN[id]?.Properties).not.toHaveProperty('PermissionsBoundary');
  }
  const others = Object.keys(stack).filter((id) => !roles.includes(id));
  for (const id of others) expect(stack[id]).toEqual(OWN[id]);
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html */
const CANNOT_CARRY_TAGS = [
  'AWS::CloudWatch::Dashboard',
  'AWS::Lambda::Permission',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::Scheduler::Schedule',
];

describe('tags', () => {
  const stack = resources({ ...CONFIG, stack: { ...CONFIG.stack, tags: TAGS } });
  const added = [
    { Key: 'team', Value: 'web' },
    { Key: 'cost-center', Value: '1234' },
  ];

  test.each(Object.keys(stack).map((id) => [id, stack[id]?.Type ?? '']))(
    '%s (%s) has them, unless it cannot carry any',
    (id, type) => {
      const { Tags, HealthCheckTags } = stack[id]?.Properties ?? {};
      const tags = type === 'AWS::Route53::HealthCheck' ? HealthCheckTags : Tags;
      if (CANNOT_CARRY_TAGS.includes(type)) expect(stack[id]).toEqual(OWN[id]);
      else expect(tags).toEqual(expect.arrayContaining(added));
    },
  );

  test('stand beside those that the stack gives', () => {
    expect(stack.SiteBucketForwwwDotexampleDotcom?.Properties.Tags).toEqual([
      { Key: 'understudy:site', Value: 'www.example.com' },
      ...added,
    ]);
    expect(stack.SiteCheckForwwwDotexampleDotcom?.Properties.HealthCheckTags).toEqual([
      { Key: 'Name', Value: 'www.example.com site' },
      { Key: 'understudy:site', Value: 'www.example.com' },
      ...added,
    ]);
  });

  test('are nowhere when sites.yml has none', () => {
    expect(OWN.StateTable?.Properties).not.toHaveProperty('Tags');
    expect(OWN.ProbeRole?.Properties).not.toHaveProperty('Tags');
  });
});
