import { digest, openAwsAdoptWorld } from '../../bin/adopt/adopt-world.ts';
import { backupOf } from '../../lib/core/adopt/backup.ts';
import { planAdoption } from '../../lib/core/adopt/plan-adoption.ts';
import { epochMs } from '../../lib/core/time.ts';
import { AwsCallError } from '../../lib/io/aws-errors.ts';
import { choices, zoneSeen } from '../core/adopt/zone-world.ts';
import { HTTPS_SITE } from '../fixtures/https-site.ts';
import { SITE } from '../fixtures/snapshot.ts';
import { ARN, environmentOf, type FakeAws, startFakeAws } from './fake-aws.ts';

const LINE = { stack: 'understudy-prod', by: null, zoneRole: null, named: {} };
const before = { ...process.env };
let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
  delete process.env.AWS_REGION;
  delete process.env.AWS_PROFILE;
  delete process.env.AWS_SESSION_TOKEN;
  Object.assign(process.env, environmentOf(aws.url));
});
afterEach(async () => {
  process.env = { ...before };
  await aws.close();
});

test('finds everything by the names of the stack, as whom AWS knows', async () => {
  const { caller, deps, readLatestBackup } = await openAwsAdoptWorld([SITE], LINE);
  expect(caller.by).toBe(ARN);
  expect(deps.switchDomain).toBe(
    'understudy-prod-switch-123456789012-eu-west-1.s3.eu-west-1.amazonaws.com',
  );
  await deps.saveItem(
    backupOf(planAdoption(zoneSeen(), choices()), {
      planId: 'abc',
      by: caller.by,
      savedAt: epochMs(Date.UTC(2026, 10, 23, 1)),
    }),
  );
  expect([...aws.items.keys()]).toEqual([
    'understudy-prod-state www.example.com backup#2026-11-23T01:00:00.000Z#abc',
  ]);
  expect(await readLatestBackup('www.example.org')).toBeNull();
});

test('a zone that Route 53 does not tell of ends in an error, not in a plan', async () => {
  const { deps } = await openAwsAdoptWorld([SITE], LINE);
  await expect(deps.readZone('example.com')).rejects.toThrow(/no public hosted zone/);
});

test('a stack of another name is found by that', async () => {
  const { deps } = await openAwsAdoptWorld([SITE], { ...LINE, stack: 'web-team-prod' });
  expect(deps.switchDomain).toBe(
    'web-team-prod-switch-123456789012-eu-west-1.s3.eu-west-1.amazonaws.com',
  );
});

const READS = 'arn:aws:iam::210987654321:role/reads';
const CHANGES = 'arn:aws:iam::210987654321:role/changes';

test.each([
  ['the role of sites.yml', null, READS],
  ['the role that somebody names, since that of sites.yml may only read', CHANGES, CHANGES],
])('the zone of another account is asked about as %s', async (_name, zoneRole, role) => {
  const site = { ...SITE, zoneRoleArn: READS };
  const { deps } = await openAwsAdoptWorld([site], { ...LINE, zoneRole });
  await expect(deps.readZone('example.com')).rejects.toMatchObject({
    action: 'sts:AssumeRole',
    message: expect.stringContaining(`sts:AssumeRole on ${role},`),
  });
  expect(aws.calls).toContain('sts.AssumeRole');
});

test('without the account nobody guesses the switch', async () => {
  aws.broken.add('sts');
  await expect(openAwsAdoptWorld([SITE], LINE)).rejects.toThrow(
    /give --account or --switch-bucket/,
  );
  const named = { account: '123456789012' };
  const { deps } = await openAwsAdoptWorld([SITE], { ...LINE, named });
  expect(deps.switchDomain).toContain('-123456789012-');
});

test('the distribution before a bucket is asked of the stack, and only when it is wanted', async () => {
  const { deps } = await openAwsAdoptWorld([HTTPS_SITE], LINE);
  expect(aws.calls).not.toContain('cloudformation.DescribeStacks');
  expect(await deps.distributionOf(HTTPS_SITE.name)).toBeNull();
  expect(aws.calls).toContain('cloudformation.DescribeStacks');
});

test('a plan has a short name, and another plan another one', () => {
  expect(digest('one')).toMatch(/^[0-9a-f]{12}$/);
  expect(digest('one')).toBe(digest('one'));
  expect(digest('one')).not.toBe(digest('two'));
});

test('a way back that cannot be saved in the table is an error, so that nothing is sent', async () => {
  aws.broken.add('dynamodb');
  const { deps } = await openAwsAdoptWorld([SITE], LINE);
  const backup = backupOf(planAdoption(zoneSeen(), choices()), {
    planId: 'a',
    by: 'x',
    savedAt: epochMs(0),
  });
  await expect(deps.saveItem(backup)).rejects.toThrow(AwsCallError);
});
