import { switchBody } from '../../lib/core/switch-note.ts';
import { type Buckets, makeBuckets, publicReadPolicy } from '../../lib/local/buckets.ts';
import { type S3WebsiteServer, startS3WebsiteServer } from '../../lib/local/s3-website-server.ts';
import { SWITCH_NOTE } from '../fixtures/records.ts';
import { httpGet } from '../support/http-get.ts';

const BUCKET = 'www.example.com';
const REGION = 'eu-west-1';
const page = (text: string) => ({ body: text, contentType: 'text/html; charset=utf-8' });

let buckets: Buckets;
let server: S3WebsiteServer;
beforeEach(async () => {
  buckets = makeBuckets();
  buckets.create({
    name: BUCKET,
    region: REGION,
    website: { index: 'index.html', error: 'error.html', redirectsAllTo: null },
    policy: publicReadPolicy(BUCKET),
    isPublicAccessBlocked: false,
  });
  buckets.putObject(BUCKET, 'index.html', {
    ...page('<h1>static</h1>'),
    cacheControl: 'max-age=60',
  });
  buckets.putObject(BUCKET, 'error.html', page('<h1>sorry</h1>'));
  buckets.putObject(BUCKET, 'docs/index.html', page('<h1>docs</h1>'));
  buckets.putObject(BUCKET, 'ü/ö.txt', { body: Uint8Array.of(1, 2), contentType: 'text/plain' });
  server = await startS3WebsiteServer(buckets, REGION);
});
afterEach(() => server.close());

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  httpGet(server.port, path, { method, headers: { host: BUCKET, ...headers } });

test('the index document is served as S3 serves it', async () => {
  const answer = await get('/');
  expect(answer).toMatchObject({ status: 200, body: '<h1>static</h1>' });
  expect(answer.headers).toMatchObject({
    server: 'AmazonS3',
    'content-type': 'text/html; charset=utf-8',
    'content-length': '15',
    'cache-control': 'max-age=60',
    etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
    'last-modified': expect.stringMatching(/GMT$/),
    'x-amz-request-id': expect.stringMatching(/^[0-9A-F]{16}$/),
    'x-amz-id-2': expect.any(String),
  });
});

test.each([
  ['the index of a folder', '/docs/', 200, 'docs'],
  ['a query', '/?utm=1', 200, 'static'],
  ['a percent-encoded key', '/%C3%BC/%C3%B6.txt', 200, ''],
  ['a key that is not there, with the error document', '/nope', 404, 'sorry'],
  ['a folder that is not there', '/nope/', 404, 'sorry'],
  ['a way out of the bucket, which is only a strange key', '/../../etc/passwd', 404, 'sorry'],
  ['the same, encoded', '/%2e%2e%2f%2e%2e%2fetc/passwd', 404, 'sorry'],
  ['a path that is no valid encoding', '/%E0%A4%A', 400, 'InvalidURI'],
])('%s', async (_name, path, status, text) => {
  const answer = await get(path);
  expect(answer.status).toBe(status);
  expect(answer.body).toContain(text);
});

test('a folder without its slash redirects, when it has an index', async () => {
  expect(await get('/docs')).toMatchObject({ status: 302, headers: { location: '/docs/' } });
});

test('an unchanged page is not sent again', async () => {
  const { etag = '' } = (await get('/')).headers;
  expect(await get('/', { 'if-none-match': `"x", W/${etag}` })).toMatchObject({
    status: 304,
    body: '',
  });
  expect(await get('/', { 'if-none-match': '"other"' })).toMatchObject({ status: 200 });
});

test('HEAD has the headers of GET and no body', async () => {
  const answer = await get('/', {}, 'HEAD');
  expect(answer).toMatchObject({ status: 200, body: '', headers: { 'content-length': '15' } });
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is not allowed', async (method) => {
  expect((await get('/', {}, method)).status).toBe(405);
});

describe('the bucket is found by the Host header', () => {
  test.each([
    ['in any case, with a port', 'WWW.example.com:80', 200],
    ['as a name under the website endpoint', `${BUCKET}.s3-website-${REGION}.amazonaws.com`, 200],
    ['with a trailing dot', 'www.example.com.', 200],
    ['and there is none of that name', 'shop.example.com', 404],
  ])('%s', async (_name, host, status) => {
    expect((await get('/', { host })).status).toBe(status);
  });

  test('a bucket that does not exist says so: anybody can take the name', async () => {
    buckets.drop(BUCKET);
    expect((await get('/')).body).toContain('NoSuchBucket');
  });

  test.each([`s3-website-${REGION}.amazonaws.com`, `s3-website.${REGION}.amazonaws.com`])(
    'the bare endpoint %s sends people to a page about S3',
    async (host) => {
      expect(await get('/', { host })).toMatchObject({
        status: 301,
        headers: { location: 'https://aws.amazon.com/s3/' },
      });
    },
  );
});

describe('a bucket that is set up wrongly', () => {
  const bucket = () => buckets.find(BUCKET) as object;

  test.each([
    ['its policy is missing', { policy: null }, 403, 'AccessDenied'],
    ['public access is blocked', { isPublicAccessBlocked: true }, 403, 'AccessDenied'],
    [
      'the account blocks every public policy',
      { isBlockedByAccount: { ok: true, value: true } },
      403,
      'AccessDenied',
    ],
    ['whoever asks must pay', { isRequesterPays: { ok: true, value: true } }, 403, 'AccessDenied'],
    ['it has no website', { website: null }, 404, 'NoSuchWebsiteConfiguration'],
    ['it is in another region', { region: 'eu-central-1' }, 400, 'IncorrectEndpoint'],
  ])('%s', async (_name, change, status, code) => {
    Object.assign(bucket(), change);
    const answer = await get('/');
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(code);
  });

  test('its objects are under a KMS key, which no visitor can use', async () => {
    Object.assign(bucket(), { encryption: { ok: true, value: 'kms' } });
    const page = { body: '<h1>sorry</h1>', contentType: 'text/html' };
    buckets.putObject(BUCKET, 'index.html', page);
    buckets.putObject(BUCKET, 'error.html', page);
    expect(await get('/')).toMatchObject({
      status: 400,
      body: expect.stringContaining('InvalidArgument'),
    });
    expect((await get('/nothing')).body).toContain('NoSuchKey');
    buckets.putObject(BUCKET, 'index.html', { ...page, encryption: 's3' });
    expect((await get('/')).status).toBe(200);
  });

  test('it redirects everything elsewhere', async () => {
    Object.assign(bucket(), {
      website: { index: null, error: null, redirectsAllTo: 'example.com' },
    });
    expect(await get('/a%0Ab')).toMatchObject({
      status: 301,
      headers: { location: 'http://example.com/a%0Ab' },
    });
  });
});

describe('the REST endpoint, which the switch check asks', () => {
  const host = `switches.s3.${REGION}.amazonaws.com`;
  const ask = () => get('/switch/www.example.com', { host });
  beforeEach(() => {
    const policy = publicReadPolicy('switches');
    buckets.create({ name: 'switches', region: REGION, policy, isPublicAccessBlocked: false });
  });

  test('an absent object answers 403, since nobody may list', async () => {
    expect((await ask()).status).toBe(403);
  });

  test('a present object answers 200, and 403 again once it is gone', async () => {
    const flip = buckets.switchIn('switches');
    await flip.put(BUCKET, SWITCH_NOTE);
    expect(await ask()).toMatchObject({ status: 200, body: switchBody(SWITCH_NOTE) });
    await flip.remove(BUCKET, (await flip.read(BUCKET))?.tag ?? '');
    expect((await ask()).status).toBe(403);
  });

  test('strangers cannot write it', async () => {
    expect((await get('/switch/www.example.com', { host }, 'PUT')).status).toBe(403);
  });
});
