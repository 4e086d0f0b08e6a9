import { callerOf } from '../../bin/controller/caller.ts';
import { namedAccount, placesOf, regionOf } from '../../bin/controller/places.ts';
import { NOBODY_IS_TOLD } from '../../lib/core/alerts/alerts.ts';
import { AwsCallError } from '../../lib/io/aws-errors.ts';

const STACK = {
  stack: 'understudy-prod',
  region: 'eu-west-1',
  account: '123456789012',
  alerts: NOBODY_IS_TOLD,
};

describe('where the deployed things are', () => {
  test('is told by their names, without asking anybody', () => {
    expect(placesOf(STACK, {}, {})).toEqual({
      stateTable: 'understudy-prod-state',
      switchBucket: 'understudy-prod-switch-123456789012-eu-west-1',
      topicArn: 'arn:aws:sns:eu-west-1:123456789012:understudy-prod-alerts',
      chatTopicArn: null,
      escalationTopicArn: null,
      switchDomain: 'understudy-prod-switch-123456789012-eu-west-1.s3.eu-west-1.amazonaws.com',
      heartbeatAlarm: 'understudy-prod-monitor-silent',
      dashboardUrl:
        'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards:name=understudy-prod-eu-west-1',
      accountId: '123456789012',
    });
  });

  test('begins with another name where sites.yml gives the stack one', () => {
    const told = placesOf({ ...STACK, stack: 'web-team-prod' }, {}, {});
    expect(told).toMatchObject({
      stateTable: 'web-team-prod-state',
      switchBucket: 'web-team-prod-switch-123456789012-eu-west-1',
      heartbeatAlarm: 'web-team-prod-monitor-silent',
    });
    expect(JSON.stringify(told)).not.toContain('understudy');
  });

  test.each([
    ['cn-north-1', 'arn:aws-cn:sns:cn-north-1:'],
    ['us-gov-west-1', 'arn:aws-us-gov:sns:us-gov-west-1:'],
  ])('in %s belongs to a partition of its own', (region, beginning) => {
    expect(placesOf({ ...STACK, region }, {}, {}).topicArn).toContain(beginning);
  });

  test('is, for a topic that was there before, what sites.yml says, known without the account', () => {
    const topicArn = 'arn:aws:sns:eu-west-1:210987654321:ops';
    const alerts = { ...NOBODY_IS_TOLD, topicArn };
    expect(placesOf({ ...STACK, alerts }, {}, {}).topicArn).toBe(topicArn);
    const nobody = { ...STACK, account: null, alerts };
    expect(placesOf(nobody, {}, {}).topicArn).toBe(topicArn);
    expect(placesOf(nobody, {}, { TOPIC_ARN: 'topic' }).topicArn).toBe('topic');
  });

  test('is known of the other topics, where sites.yml wants them', () => {
    const beginning = 'arn:aws:sns:eu-west-1:123456789012:understudy-prod';
    const escalation = { afterMs: 900_000, topicArn: null, email: ['boss@example.com'] };
    const alerts = { ...NOBODY_IS_TOLD, amazonQ: true, escalation };
    expect(placesOf({ ...STACK, alerts }, {}, {})).toMatchObject({
      chatTopicArn: `${beginning}-chat`,
      escalationTopicArn: `${beginning}-escalation`,
    });
    const topicArn = 'arn:aws:sns:eu-west-1:210987654321:bosses';
    const elsewhere = { ...alerts, escalation: { ...escalation, topicArn, email: [] } };
    expect(placesOf({ ...STACK, account: null, alerts: elsewhere }, {}, {})).toMatchObject({
      chatTopicArn: null,
      escalationTopicArn: topicArn,
    });
  });

  test('is not known where the account is in the name and nobody tells it', () => {
    expect(placesOf({ ...STACK, account: null }, {}, {})).toEqual({
      stateTable: 'understudy-prod-state',
      switchBucket: null,
      topicArn: null,
      chatTopicArn: null,
      escalationTopicArn: null,
      switchDomain: null,
      heartbeatAlarm: 'understudy-prod-monitor-silent',
      dashboardUrl:
        'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards:name=understudy-prod-eu-west-1',
      accountId: null,
    });
  });

  test('can be said by the environment, as for the functions, and by options before that', () => {
    const env = { STATE_TABLE: 'table', SWITCH_BUCKET: 'bucket', TOPIC_ARN: 'topic' };
    const nobody = { ...STACK, account: null };
    expect(placesOf(nobody, {}, env)).toMatchObject({
      stateTable: 'table',
      switchBucket: 'bucket',
      topicArn: 'topic',
    });
    const named = { stateTable: 'other', switchBucket: 'other-bucket', topicArn: 'other-topic' };
    expect(placesOf(nobody, named, env)).toMatchObject(named);
  });

  test.each([
    [{}, {}, null],
    [{}, { ACCOUNT_ID: '' }, null],
    [{}, { ACCOUNT_ID: '1' }, '1'],
    [{ account: '2' }, { ACCOUNT_ID: '1' }, '2'],
  ])('%j in %j names the account %p', (named, env, account) => {
    expect(namedAccount(named, env)).toBe(account);
  });

  test.each([
    [{}, 'eu-west-1'],
    [{ AWS_REGION: '' }, 'eu-west-1'],
    [{ AWS_REGION: 'eu-north-1' }, 'eu-north-1'],
  ])('is in the region of the secondaries, unless %j says otherwise', (env, region) => {
    expect(regionOf('eu-west-1', env)).toBe(region);
  });
});

describe('who gave the order', () => {
  const ADA = { arn: 'arn:aws:iam::123456789012:user/ada', account: '123456789012' };
  const local = () => 'ada@laptop';
  const refuse = (name: string) => () => {
    const cause = Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: 403 } });
    const call = { action: 'sts:GetCallerIdentity', on: 'these credentials' };
    return Promise.reject(new AwsCallError(call, 'no', { cause }));
  };

  test.each([
    [null, ADA.arn],
    ['Ada', `Ada (${ADA.arn})`],
    ['  ', ADA.arn],
    ['x'.repeat(480), ADA.arn],
  ])('is whom AWS knows; %p stands beside it', async (by, expected) => {
    const caller = await callerOf(async () => ADA, by, local);
    expect(caller).toEqual({ by: expected, account: ADA.account, doubt: null });
  });

  test.each([
    [null, 'ada@laptop (unverified)'],
    ['Ada', 'Ada (ada@laptop (unverified))'],
  ])('is unverified when STS cannot be asked; %p stands beside it', async (by, expected) => {
    const caller = await callerOf(refuse('TimeoutError'), by, local);
    expect(caller).toEqual({ by: expected, account: null, doubt: expect.stringContaining('no') });
  });

  test.each(['ExpiredToken', 'InvalidClientTokenId', 'SignatureDoesNotMatch'])(
    'is nobody when AWS says %s: nothing else would work either',
    async (code) => {
      await expect(callerOf(refuse(code), null, local)).rejects.toMatchObject({
        name: 'CredentialsError',
        message: expect.stringMatching(`^AWS does not accept these credentials .${code}.; sign in`),
      });
    },
  );
});
