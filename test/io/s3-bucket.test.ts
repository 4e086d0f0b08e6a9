import { S3Client } from '@aws-sdk/client-s3';
import { ABSENT_BUCKET } from '../../lib/core/absent-bucket.ts';
import { makeReadBucket } from '../../lib/io/s3-bucket.ts';
import { listen } from './aws-loopback.ts';

type Reply = { readonly status: number; readonly body?: string; readonly realRegion?: string };

const xml = (text: string) => ({ status: 200, body: `<?xml version="1.0"?>${text}` });
const error = (status: number, code: string): Reply => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>text of AWS</Message></Error>`,
});
const DENIED = error(403, 'AccessDenied');

/** A bucket with nothing set: what a question finds when a test says nothing about it. */
const BARE: Record<string, Reply> = {
  head: { status: 200, realRegion: 'eu-west-1' },
  website: error(404, 'NoSuchWebsiteConfiguration'),
  publicAccessBlock: error(404, 'NoSuchPublicAccessBlockConfiguration'),
  policy: error(404, 'NoSuchBucketPolicy'),
  requestPayment: xml(
    '<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>',
  ),
  versioning: xml('<VersioningConfiguration/>'),
  encryption: error(404, 'ServerSideEncryptionConfigurationNotFoundError'),
};
const BARE_LOOKS = {
  isBlockedByAccount: { ok: true, value: false },
  isRequesterPays: { ok: true, value: false },
  isVersioned: { ok: true, value: false },
  encryption: { ok: true, value: 's3' },
};
const BARE_BUCKET = {
  ...BARE_LOOKS,
  region: 'eu-west-1',
  website: null,
  isPublicAccessBlocked: false,
  policy: null,
};

/** A real server that answers by the question; `asked` holds "region question" in order. */
async function withBucket(replies: Record<string, Reply>, accountId: string | null = null) {
  const asked: string[] = [];
  const owners = new Set<string | undefined>();
  const server = await listen((request, response) => {
    const region = /\/([a-z0-9-]+)\/s3\/aws4_request/.exec(
      request.headers.authorization ?? '',
    )?.[1];
    const question =
      request.method === 'HEAD' ? 'head' : (/\?(\w+)/.exec(request.url ?? '')?.[1] ?? '');
    asked.push(`${region} ${question}`);
    owners.add(request.headers['x-amz-expected-bucket-owner']?.toString());
    const all = { ...BARE, ...replies };
    const reply = all[`${region} ${question}`] ?? all[question] ?? { status: 500 };
    const headers = reply.realRegion ? { 'x-amz-bucket-region': reply.realRegion } : {};
    response.writeHead(reply.status, headers).end(reply.body);
  });
  const clientFor = (region: string) =>
    new S3Client({ ...server.client, region, forcePathStyle: true });
  const readBucket = makeReadBucket(clientFor, accountId, async () => false);
  const answer = readBucket('www.example.com', 'eu-west-1').finally(() => server.close());
  return { answer, asked, owners };
}

test('a bucket is read with all its settings', async () => {
  const { answer } = await withBucket({
    website: xml(
      '<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument><ErrorDocument><Key>error.html</Key></ErrorDocument></WebsiteConfiguration>',
    ),
    publicAccessBlock: xml(
      '<PublicAccessBlockConfiguration><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>false</RestrictPublicBuckets></PublicAccessBlockConfiguration>',
    ),
    policy: { status: 200, body: '{"Version":"2012-10-17"}' },
  });
  expect(await answer).toEqual({
    region: 'eu-west-1',
    website: { index: 'index.html', error: 'error.html', redirectsAllTo: null },
    isPublicAccessBlocked: true,
    policy: '{"Version":"2012-10-17"}',
    ...BARE_LOOKS,
  });
});

test('a bucket with nothing set is a bucket with nothing set', async () => {
  expect(await (await withBucket({})).answer).toEqual(BARE_BUCKET);
});

test('a bucket that only redirects says where to', async () => {
  const { answer } = await withBucket({
    website: xml(
      '<WebsiteConfiguration><RedirectAllRequestsTo><HostName>example.com</HostName></RedirectAllRequestsTo></WebsiteConfiguration>',
    ),
  });
  expect(await answer).toMatchObject({
    website: { index: null, error: null, redirectsAllTo: 'example.com' },
  });
});

test.each([
  ['BlockPublicPolicy', true],
  ['RestrictPublicBuckets', true],
  ['BlockPublicAcls', false],
  ['IgnorePublicAcls', false],
])('with %s alone a public policy is blocked: %s', async (setting, isBlocked) => {
  const { answer } = await withBucket({
    publicAccessBlock: xml(
      `<PublicAccessBlockConfiguration><${setting}>true</${setting}></PublicAccessBlockConfiguration>`,
    ),
  });
  expect(await answer).toMatchObject({ isPublicAccessBlocked: isBlocked });
});

test('a bucket that is not there has no region, and nothing more is asked', async () => {
  const { answer, asked } = await withBucket({ head: { status: 404 } });
  expect(await answer).toEqual(ABSENT_BUCKET);
  expect(asked).toEqual(['eu-west-1 head']);
});

test.each([301, 400])('a bucket elsewhere (HTTP %s) is read where it is', async (status) => {
  const { answer, asked } = await withBucket({
    'eu-west-1 head': { status, realRegion: 'us-east-2' },
    'us-east-2 head': { status: 200, realRegion: 'us-east-2' },
  });
  expect(await answer).toEqual({ ...BARE_BUCKET, region: 'us-east-2' });
  expect(asked.slice(0, 2)).toEqual(['eu-west-1 head', 'us-east-2 head']);
  expect(asked.slice(2).sort()).toEqual([
    'us-east-2 encryption',
    'us-east-2 policy',
    'us-east-2 publicAccessBlock',
    'us-east-2 requestPayment',
    'us-east-2 versioning',
    'us-east-2 website',
  ]);
});

test("somebody else's bucket is none of ours", async () => {
  const { answer, owners } = await withBucket(
    { head: { status: 403 }, website: DENIED, publicAccessBlock: DENIED, policy: DENIED },
    '123456789012',
  );
  expect(await answer).toEqual(ABSENT_BUCKET);
  expect([...owners]).toEqual(['123456789012']);
});

test('a bucket that shows its settings is ours: then it is the permission that is missing', async () => {
  const { answer } = await withBucket({
    head: { status: 403 },
    website: DENIED,
    publicAccessBlock: DENIED,
  });
  await expect(answer).rejects.toThrow(
    's3:ListBucket on bucket www.example.com was denied: grant it to the role',
  );
});

test.each([
  ['website', 's3:GetBucketWebsite'],
  ['publicAccessBlock', 's3:GetBucketPublicAccessBlock'],
  ['policy', 's3:GetBucketPolicy'],
])('without the permission to read its %s, that permission is named', async (question, action) => {
  const { answer } = await withBucket({ [question]: DENIED });
  await expect(answer).rejects.toThrow(`${action} on bucket www.example.com was denied`);
});

test('a broken S3 is an error, not an absence', async () => {
  const { answer } = await withBucket({ head: { status: 503 } });
  await expect(answer).rejects.toThrow('s3:ListBucket on bucket www.example.com failed');
});

test.each([
  ['AES256', 's3'],
  ['aws:kms', 'kms'],
  ['aws:kms:dsse', 'kms'],
])('a bucket that encrypts with %s encrypts with %s', async (algorithm, encryption) => {
  const { answer } = await withBucket({
    encryption: xml(
      `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>${algorithm}</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`,
    ),
  });
  expect(await answer).toEqual({ ...BARE_BUCKET, encryption: { ok: true, value: encryption } });
});

test.each([
  ['Enabled', true],
  ['Suspended', false],
])('a bucket whose versions are %s keeps new ones: %s', async (status, isVersioned) => {
  const { answer } = await withBucket({
    versioning: xml(
      `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`,
    ),
  });
  expect(await answer).toEqual({ ...BARE_BUCKET, isVersioned: { ok: true, value: isVersioned } });
});

test.each([
  ['requestPayment', 'isRequesterPays', 's3:GetBucketRequestPayment'],
  ['versioning', 'isVersioned', 's3:GetBucketVersioning'],
  ['encryption', 'encryption', 's3:GetEncryptionConfiguration'],
])(
  'without the permission to read its %s, only that is unknown',
  async (question, part, action) => {
    const { answer } = await withBucket({ [question]: DENIED });
    expect(await answer).toEqual({
      ...BARE_BUCKET,
      [part]: {
        ok: false,
        why: expect.stringMatching(`^${action} on bucket www.example.com was denied: grant it`),
      },
    });
  },
);
