import { publicReadPolicy, SITE } from '../../../fixtures/snapshot.ts';
import {
  findingIn,
  HEALTHY,
  troubleIn,
  type World,
  withBucket,
  withSecondary,
  withSnapshot,
} from '../breaks.ts';

const EVERYBODY = { Effect: 'Allow', Principal: '*', Resource: 'arn:aws:s3:::www.example.com/*' };
const DENIED = { ok: false, why: 'access denied' } as const;
const website = { index: 'index.html', error: 'index.html', redirectsAllTo: null };
const alone = (statement: object): World =>
  withBucket({ policy: JSON.stringify({ Statement: statement }) });

test.each<[string, World, string[]]>([
  ['the bucket is as it should be', HEALTHY, []],
  ['there is no bucket of ours', withBucket({ region: null }), ['bucket.ours fail']],
  ['it is in another region', withBucket({ region: 'us-east-1' }), ['bucket.region fail']],
  ['website hosting is off', withBucket({ website: null }), ['bucket.website fail']],
  [
    'there is no index document',
    withBucket({ website: { ...website, index: null } }),
    ['bucket.website fail'],
  ],
  [
    'there is no error document',
    withBucket({ website: { ...website, error: null } }),
    ['bucket.error-document warn'],
  ],
  [
    'everything is redirected',
    withBucket({ website: { index: null, error: null, redirectsAllTo: 'example.org' } }),
    ['bucket.no-redirect fail'],
  ],
  [
    'public access is blocked',
    withBucket({ isPublicAccessBlocked: true }),
    ['bucket.not-blocked fail'],
  ],
  [
    'the account blocks public access',
    withBucket({ isBlockedByAccount: { ok: true, value: true } }),
    ['bucket.account-not-blocked fail'],
  ],
  [
    'whoever asks must pay',
    withBucket({ isRequesterPays: { ok: true, value: true } }),
    ['bucket.not-requester-pays fail'],
  ],
  [
    'new objects go under a KMS key',
    withBucket({ encryption: { ok: true, value: 'kms' } }),
    ['bucket.encryption fail'],
  ],
  [
    'no versions are kept',
    withBucket({ isVersioned: { ok: true, value: false } }),
    ['bucket.versioning warn'],
  ],
  [
    'some settings may not be read',
    withBucket({ isBlockedByAccount: DENIED, isRequesterPays: DENIED, isVersioned: DENIED }),
    [
      'bucket.account-not-blocked unknown',
      'bucket.not-requester-pays unknown',
      'bucket.versioning unknown',
    ],
  ],
  [
    'the encryption may not be read',
    withBucket({ encryption: DENIED }),
    ['bucket.encryption unknown'],
  ],
  ['there is no policy', withBucket({ policy: null }), ['bucket.public-read fail']],
  [
    'half of the policy is no statement',
    withBucket({ policy: publicReadPolicy('nonsense' as never) }),
    ['bucket.public-read unknown'],
  ],
  ['the policy is no policy', withBucket({ policy: 'nonsense' }), ['bucket.public-read unknown']],
])('when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

test.each<[string, object, string[]]>([
  ['everybody as an AWS principal', { Principal: { AWS: '*' }, Action: 's3:GetObject' }, []],
  ['a list of actions', { Principal: { AWS: ['*'] }, Action: ['s3:GetObject'] }, []],
  ['an action in capitals', { Action: 'S3:GETOBJECT' }, []],
  [
    'somebody else only',
    { Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 's3:GetObject' },
    ['bucket.public-read fail'],
  ],
  [
    'some objects only',
    { Action: 's3:GetObject', Resource: 'arn:aws:s3:::www.example.com/img/*' },
    ['bucket.public-read fail'],
  ],
  [
    'another bucket',
    { Action: 's3:GetObject', Resource: 'arn:aws:s3:::example.com/*' },
    ['bucket.public-read fail'],
  ],
  [
    'visitors from some addresses',
    { Action: 's3:GetObject', Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } },
    ['bucket.public-read fail'],
  ],
  [
    'reading and writing at once',
    { Action: ['s3:PutObject', 's3:GetObject'] },
    ['bucket.nothing-more fail'],
  ],
  [
    'several folders, all of them at last',
    {
      Action: 's3:GetObject',
      Resource: ['arn:aws:s3:::other/*', 'arn:aws:s3:::www.example.com/*'],
    },
    [],
  ],
  ['every kind of Get', { Action: 's3:Get*' }, ['bucket.nothing-more warn']],
  ['everything', { Action: 's3:*' }, ['bucket.nothing-more fail']],
  ['all but one action', { NotAction: 's3:DeleteBucket' }, ['bucket.nothing-more fail']],
])('a policy that lets in %s', (_name, statement, trouble) => {
  expect(troubleIn(alone({ ...EVERYBODY, ...statement }))).toEqual(trouble);
});

test.each<[string, object, string[]]>([
  ['write', { ...EVERYBODY, Action: 's3:PutObject' }, ['bucket.nothing-more fail']],
  ['delete', { ...EVERYBODY, Action: ['s3:DeleteObject'] }, ['bucket.nothing-more fail']],
  ['list', { ...EVERYBODY, Action: 's3:ListBucket' }, ['bucket.nothing-more warn']],
])('a policy that also lets everybody %s', (_name, statement, trouble) => {
  expect(troubleIn(withBucket({ policy: publicReadPolicy(statement) }))).toEqual(trouble);
});

test("a deployer who may write is nobody's business", () => {
  const deployer = { ...EVERYBODY, Principal: { AWS: 'arn:aws:iam::123456789012:role/deploy' } };
  const policy = publicReadPolicy({ ...deployer, Action: 's3:PutObject' });
  expect(troubleIn(withBucket({ policy }))).toEqual([]);
});

test('a rule against plain HTTP denies every visitor of a website endpoint', () => {
  const denied = { ...EVERYBODY, Effect: 'Deny', Action: ['s3:PutObject', 's3:Get*'] };
  const overHttp = { ...denied, Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
  const elsewhere = { ...denied, Condition: { StringLike: { 'aws:Referer': 'https://spam/*' } } };
  expect(troubleIn(withBucket({ policy: publicReadPolicy(overHttp) }))).toEqual([
    'bucket.public-read fail',
  ]);
  expect(troubleIn(withBucket({ policy: publicReadPolicy(elsewhere) }))).toEqual([]);
  const both = { ...denied, Condition: { ...overHttp.Condition, ...elsewhere.Condition } };
  expect(troubleIn(withBucket({ policy: publicReadPolicy(both) }))).toEqual([]);
});

describe('a bucket with another name', () => {
  const site = { ...SITE, secondary: { ...SITE.secondary, bucket: 'understudy-pages' } };
  const outcomeIn = (world: World) => findingIn({ ...world, site }, 'bucket.name')?.outcome;
  const alias = {
    dnsName: 'd1.cloudfront.net',
    hostedZoneId: 'Z2FDTNDATAQYW2',
    evaluateTargetHealth: false,
  };

  test.each<[string, World, string]>([
    ['is not found by a website endpoint', HEALTHY, 'fail'],
    ['is found by CloudFront', withSecondary({ alias }), 'pass'],
    [
      'is unknown without the records',
      withSnapshot({ records: { ok: false, why: 'throttled' } }),
      'unknown',
    ],
  ])('%s', (_name, world, outcome) => {
    expect(outcomeIn(world)).toBe(outcome);
  });
});

test('a bucket that is not ours is a risk of takeover', () => {
  expect(findingIn(withBucket({ region: null }), 'bucket.ours')?.why).toContain('taken over');
});

test('the mend is a policy that passes', () => {
  const mend = findingIn(withBucket({ policy: null }), 'bucket.public-read')?.mend ?? '';
  const policy = /--policy '(.*)'$/.exec(mend)?.[1] ?? '';
  expect(troubleIn(withBucket({ policy }))).toEqual([]);
});

test('a bucket that could not be read is unknown', () => {
  const world = withSnapshot({ bucket: { ok: false, why: 'access denied' } });
  expect(troubleIn(world)).toEqual(['bucket.readable unknown']);
});
