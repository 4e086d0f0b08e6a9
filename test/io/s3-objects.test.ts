import { S3Client } from '@aws-sdk/client-s3';
import {
  makeHeadObject,
  makeListObjects,
  makePutObject,
  makeRemoveObject,
} from '../../lib/io/s3-objects.ts';
import { answerInTurn } from './aws-loopback.ts';

const PLACE = { bucket: 'www.example.com', region: 'eu-west-1' };
const ACCOUNT = '123456789012';
const UPLOAD = {
  key: 'index.html',
  md5: 'd41d8cd98f00b204e9800998ecf8427e',
  body: new Uint8Array(),
  contentType: 'text/html; charset=utf-8',
  cacheControl: 'max-age=60',
};

const error = (status: number, code: string) => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`,
});
const listed = (text: string) => ({
  status: 200,
  body: `<?xml version="1.0"?><ListBucketResult>${text}</ListBucketResult>`,
});

async function withS3(answers: Parameters<typeof answerInTurn>[0]) {
  const server = await answerInTurn(answers);
  closings.push(server.close);
  const clientFor = (region: string) =>
    new S3Client({ ...server.client, region, forcePathStyle: true });
  return { clientFor, requests: server.requests };
}
const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closings.splice(0).map((close) => close()));
});

test.each([
  ['listing', (s3: ClientFor) => makeListObjects(s3, ACCOUNT)(PLACE.bucket, PLACE.region)],
  ['a head', (s3: ClientFor) => makeHeadObject(s3, ACCOUNT)(PLACE, 'a')],
  ['an upload', (s3: ClientFor) => makePutObject(s3, ACCOUNT)(PLACE, UPLOAD)],
  ['a removal', (s3: ClientFor) => makeRemoveObject(s3, ACCOUNT)(PLACE, 'a', 'x')],
])('%s is refused by a bucket of another account', async (_name, ask) => {
  const { clientFor, requests } = await withS3([listed('')]);
  await ask(clientFor);
  expect(requests[0]?.headers['x-amz-expected-bucket-owner']).toBe(ACCOUNT);
});
type ClientFor = (region: string) => S3Client;

test('an upload carries its MD5, our mark and an encryption that lets visitors read', async () => {
  const { clientFor, requests } = await withS3([{ status: 200 }]);
  await makePutObject(clientFor, null)(PLACE, UPLOAD);
  expect(requests[0]).toMatchObject({
    method: 'PUT',
    url: '/www.example.com/index.html?x-id=PutObject',
  });
  expect(requests[0]?.headers).toMatchObject({
    'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==',
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'max-age=60',
    'x-amz-meta-understudy': 'published',
    'x-amz-server-side-encryption': 'AES256',
  });
  expect(requests[0]?.headers).not.toHaveProperty('x-amz-expected-bucket-owner');
});

test('a list goes on where the last page ended', async () => {
  const page = (key: string, rest: string) =>
    listed(`<Contents><Key>${key}</Key><ETag>"e"</ETag><Size>1</Size></Contents>${rest}`);
  const { clientFor, requests } = await withS3([
    page('a', '<IsTruncated>true</IsTruncated><NextContinuationToken>t/1</NextContinuationToken>'),
    page('b', '<IsTruncated>false</IsTruncated>'),
  ]);
  const objects = await makeListObjects(clientFor, null)(PLACE.bucket, PLACE.region);
  expect(objects.map(({ key }) => key)).toEqual(['a', 'b']);
  expect(requests[1]?.url).toContain('continuation-token=t%2F1');
});

test.each([
  ['NoSuchBucket', 404, 'there is no bucket www.example.com: npm run deploy makes it'],
  ['PermanentRedirect', 301, 'bucket www.example.com is not in eu-west-1: correct'],
  ['AccessDenied', 403, 's3:ListBucket on bucket www.example.com was denied: grant it'],
])('a list that is answered %s says what to do', async (code, status, message) => {
  const { clientFor } = await withS3([error(status, code)]);
  await expect(makeListObjects(clientFor, null)(PLACE.bucket, PLACE.region)).rejects.toThrow(
    message,
  );
});

test('a head that is denied is no absence', async () => {
  const { clientFor } = await withS3([{ status: 403 }]);
  await expect(makeHeadObject(clientFor, null)(PLACE, 'a')).rejects.toThrow(
    's3:GetObject and s3:ListBucket on www.example.com/a was denied',
  );
});

test.each([
  ['another object took its place', 412, 'PreconditionFailed', false],
  ['somebody else was removing it', 409, 'ConditionalRequestConflict', false],
  ['it is gone', 404, 'NoSuchKey', true],
])('a removal: %s', async (_name, status, code, isGone) => {
  const { clientFor } = await withS3([error(status, code)]);
  expect(await makeRemoveObject(clientFor, null)(PLACE, 'a', 'x')).toBe(isGone);
});

test('a removal from a bucket that is gone is a failure', async () => {
  const { clientFor } = await withS3([error(404, 'NoSuchBucket')]);
  await expect(makeRemoveObject(clientFor, null)(PLACE, 'a', 'x')).rejects.toThrow('NoSuchBucket');
});
