import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContentFolder } from '../../lib/io/content-folder.ts';
import { makeBuckets } from '../../lib/local/buckets.ts';
import { type Framework, PublishPlugin } from '../../serverless/publish-plugin.ts';
import { startS3Objects } from '../contract/s3-objects.ts';

const site = (name: string) => `
  - name: ${name}
    hostedZone: example.com
    primary: { address: 203.0.113.10, path: /health }
    secondary: { region: eu-west-1, content: ./site }
`;
const publishByHand = (option: string) =>
  `error: The stack is deployed, but its secondaries do not have their content; publish it: npm start -- publish${option}`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-plugin-'));
  mkdirSync(join(folder, 'site'));
  writeFileSync(join(folder, 'site/index.html'), 'x');
  writeFileSync(join(folder, 'mine.yml'), `sites:${site('a.example.com')}${site('b.example.com')}`);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The framework after a deploy of mine.yml; the stage has the buckets that are named. */
async function deploy(names: readonly string[], sitesFile = 'mine.yml') {
  const buckets = makeBuckets();
  for (const name of names) buckets.create({ name, region: 'eu-west-1' });
  const lines: string[] = [];
  const exitCodes: number[] = [];
  const provider = {
    getAwsSdkV3Config: () => Promise.reject(new Error('not asked in this test')),
    getAccountId: () => Promise.reject(new Error('not asked in this test')),
  };
  const framework: Framework = {
    serviceDir: folder,
    service: { custom: { sitesFile } },
    getProvider: () => provider,
  };
  const log = {
    notice: (text: string) => void lines.push(text),
    error: (text: string) => void lines.push(`error: ${text}`),
  };
  const plugin = new PublishPlugin(
    framework,
    {},
    { log },
    {
      open: async () => ({
        readContent: readContentFolder,
        listObjects: buckets.listObjects,
        ...buckets.publishing,
      }),
      setExitCode: (code) => void exitCodes.push(code),
    },
  );
  await plugin.hooks['after:deploy:deploy']();
  return { buckets, lines, exitCodes };
}

test('every site of the sites file that was deployed gets its content', async () => {
  const { buckets, lines, exitCodes } = await deploy(['a.example.com', 'b.example.com']);
  expect(buckets.find('a.example.com')?.objects.has('index.html')).toBe(true);
  expect(buckets.find('b.example.com')?.objects.has('index.html')).toBe(true);
  expect(lines).toEqual([
    'put      index.html  (new; text/html; charset=utf-8, max-age=60)',
    `a.example.com: 1 put, 0 removed, 0 unchanged, from ${folder}/site to bucket a.example.com`,
    'put      index.html  (new; text/html; charset=utf-8, max-age=60)',
    `b.example.com: 1 put, 0 removed, 0 unchanged, from ${folder}/site to bucket b.example.com`,
  ]);
  expect(exitCodes).toEqual([]);
});

test('a failure leaves the deploy as it is, says what to run, and fails the command', async () => {
  const { buckets, lines, exitCodes } = await deploy(['b.example.com']);
  expect(buckets.find('b.example.com')?.objects.has('index.html')).toBe(true);
  expect(lines.slice(2)).toEqual([
    'error: there is no bucket a.example.com on the stage',
    publishByHand(' --file mine.yml'),
  ]);
  expect(exitCodes).toEqual([1]);
});

test('a sites file that is gone by then is such a failure, too', async () => {
  const { lines, exitCodes } = await deploy([], 'sites.yml');
  expect(lines).toEqual([expect.stringContaining('sites.yml'), publishByHand('')]);
  expect(exitCodes).toEqual([1]);
});

test('the credentials are those that the framework deployed with, and the account is checked', async () => {
  const s3 = await startS3Objects('a.example.com');
  writeFileSync(join(folder, 'mine.yml'), `sites:${site('a.example.com')}`);
  const before = process.env.AWS_ENDPOINT_URL_S3;
  process.env.AWS_ENDPOINT_URL_S3 = s3.client.endpoint;
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const { hooks } = new PublishPlugin(
    {
      serviceDir: folder,
      service: { custom: { sitesFile: 'mine.yml' } },
      getProvider: () => ({
        getAwsSdkV3Config: async () => ({
          credentials: { accessKeyId: 'FROMTHEPROFILE', secretAccessKey: 'x' },
        }),
        getAccountId: async () => '123456789012',
      }),
    },
    {},
    { log: { notice: say, error: say } },
  );
  await hooks['after:deploy:deploy']().finally(async () => {
    if (before === undefined) delete process.env.AWS_ENDPOINT_URL_S3;
    else process.env.AWS_ENDPOINT_URL_S3 = before;
    await s3.close();
  });
  expect(said.at(-1)).toMatch(/^a\.example\.com: 1 put/);
  expect(s3.requests).toEqual(['GET ', 'PUT index.html']);
  for (const headers of s3.seen) {
    expect(headers.authorization).toContain('Credential=FROMTHEPROFILE/');
    expect(headers['x-amz-expected-bucket-owner']).toBe('123456789012');
  }
});
