import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startS3Objects } from '../contract/s3-objects.ts';
import { runCli } from './cli.ts';
import { environmentOf, type FakeAws, NOBODY, startFakeAws } from './fake-aws.ts';

jest.setTimeout(60_000);

const SITE = 'www.example.com';
const SITES_FILE = `
sites:
  - name: ${SITE}
    hostedZone: example.com
    primary: { address: 203.0.113.10, path: /health }
    secondary: { region: eu-west-1, content: ./pages }
`;
const UNSET = 'AWS_REGION AWS_PROFILE AWS_SESSION_TOKEN AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY';

let aws: FakeAws;
let s3: Awaited<ReturnType<typeof startS3Objects>>;
let folder: string;
beforeEach(async () => {
  aws = await startFakeAws();
  s3 = await startS3Objects(SITE);
  folder = mkdtempSync(join(tmpdir(), 'understudy-publish-'));
  mkdirSync(join(folder, 'pages'));
  writeFileSync(join(folder, 'sites.yml'), SITES_FILE);
  writeFileSync(join(folder, 'pages/index.html'), '<h1>sorry</h1>');
  writeFileSync(join(folder, 'pages/style.css'), 'h1 { color: red }');
});
afterEach(async () => {
  await Promise.all([aws.close(), s3.close()]);
  rmSync(folder, { recursive: true });
});

const run = (args: readonly string[], env?: Readonly<Record<string, string>>) => {
  const all = env ?? { ...environmentOf(aws.url), AWS_ENDPOINT_URL_S3: s3.client.endpoint };
  const exports = Object.entries(all).map(([name, value]) => `export ${name}='${value}';`);
  const file = join(folder, 'sites.yml');
  return runCli(['publish', '--file', file, ...args], {
    before: `unset ${UNSET}; ${exports.join(' ')}`,
  });
};

test('the first time everything goes into the bucket, the second time nothing', async () => {
  const pages = join(folder, 'pages');
  expect(await run([])).toEqual({
    code: 0,
    stderr: '',
    left: [],
    stdout: [
      'put      style.css  (new; text/css; charset=utf-8, max-age=300)',
      'put      index.html  (new; text/html; charset=utf-8, max-age=60)',
      `${SITE}: 2 put, 0 removed, 0 unchanged, from ${pages} to bucket ${SITE}\n`,
    ].join('\n'),
  });
  expect(`${s3.objects.get('index.html')?.body}`).toBe('<h1>sorry</h1>');
  expect(s3.seen.map((headers) => headers['x-amz-expected-bucket-owner'])).toEqual(
    s3.requests.map(() => '123456789012'),
  );
  const { code, stdout } = await run([SITE]);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `${SITE}: nothing to do, 2 unchanged, from ${pages} to bucket ${SITE}\n`,
  });
});

test('a dry run as JSON says what would be done, and does none of it', async () => {
  const { code, stdout, stderr } = await run(['--dry-run', '--json']);
  expect({ code, stderr, objects: s3.objects.size }).toEqual({ code: 0, stderr: '', objects: 0 });
  expect(JSON.parse(stdout)).toMatchObject({
    published: [
      {
        site: SITE,
        isDryRun: true,
        deeds: [
          { deed: 'put', key: 'style.css', why: 'new' },
          { deed: 'put', key: 'index.html' },
        ],
      },
    ],
    failures: [],
  });
});

test('without STS the account is not known, which is told, and the content goes out', async () => {
  aws.broken.add('sts');
  const { code, stderr } = await run([]);
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^understudy: AWS did not tell the account, so nobody looked whose the buckets are \(.*\)\n$/,
  );
  expect(s3.objects.size).toBe(2);
});

test.each([
  [
    'the folder has no index',
    'pages/index.html',
    /^understudy: www\.example\.com is not published: /,
  ],
  ['there is no folder', 'pages', /^understudy: there is no content folder .*pages; make it/],
])('it ends with 1 and one line when %s', async (_name, path, line) => {
  rmSync(join(folder, path), { recursive: true });
  const { code, stdout, stderr } = await run([]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(line);
  expect(stderr.split('\n')).toHaveLength(2);
});

test('a bucket that cannot be listed is one line that says what was not done', async () => {
  const env = { ...environmentOf(aws.url), AWS_ENDPOINT_URL_S3: aws.url };
  aws.broken.add('s3');
  const { code, stdout, stderr } = await run([], env);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(
    /^understudy: s3:ListBucket on bucket www\.example\.com failed: .*; nothing was changed; publish again\n$/,
  );
});

test('a failure is in the JSON and on standard error', async () => {
  rmSync(join(folder, 'pages/index.html'));
  const { code, stdout, stderr } = await run(['--json']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    published: [],
    failures: [expect.stringContaining('has no index.html')],
  });
  expect(stderr).toContain('has no index.html');
});

test.each([
  [['one', 'two'], 'publish takes one site, got one two'],
  [['www.exampel.com'], 'www.exampel.com'],
  [['--dry-rum'], 'there is no option --dry-rum; did you mean --dry-run?'],
])('%j is refused, and nobody is asked', async (args, message) => {
  const { code, stderr } = await run(args);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
  expect(aws.calls).toEqual([]);
});

test('without credentials it says at once what to do', async () => {
  const { code, stderr } = await run([], { ...NOBODY });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^understudy: there are no AWS credentials to work with: .*sign in again/);
});
