import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { initCommand } from '../../bin/commands/init.ts';
import type { InitDeps } from '../../lib/app/init.ts';
import { parseConfig } from '../../lib/config/parse.ts';
import type { RecordSet } from '../../lib/core/verify/snapshot.ts';
import { AwsCallError } from '../../lib/io/aws-errors.ts';
import { alias, CLOUDFRONT_ZONE, record } from '../fixtures/zone-records.ts';
import { listen } from '../io/aws-loopback.ts';
import { captureOutput } from './captured.ts';
import { runCli } from './cli.ts';
import { environmentOf } from './fake-aws.ts';

jest.setTimeout(60_000);

let folder: string;
let written: ReturnType<typeof captureOutput>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-init-'));
  written = captureOutput();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const silent = () => Promise.reject(new Error('no answer'));
const zoneOf = (records: readonly RecordSet[]): InitDeps => ({
  listPublicZones: async () => ['example.com'],
  readZone: async (name) => ({ id: 'Z1', name, nameServers: [], acceleratedRecovery: null }),
  readRecords: async () => records,
  readCertificate: silent,
  fetchPage: silent,
});
const CLOUDFRONT = alias('d1.cloudfront.net', { name: 'example.com' }, CLOUDFRONT_ZONE);

const init = (args: readonly string[], records: readonly RecordSet[] = [record(), CLOUDFRONT]) =>
  initCommand(async () => zoneOf(records)).run(args, { signal: new AbortController().signal });

const configIn = async (file: string) => {
  const result = parseConfig(await readFile(file, 'utf8'), file);
  return result.ok ? result.config : null;
};

test('a first sites.yml is written, and it says what is next', async () => {
  const out = join(folder, 'first.yml');
  expect(await init(['WWW.example.com.', '--out', out, '--email', 'ops@example.com'])).toBe(0);
  expect(await configIn(out)).toMatchObject({
    alerts: { email: ['ops@example.com'] },
    sites: [{ name: 'www.example.com', hostedZone: 'example.com' }],
  });
  const content = (await configIn(out))?.sites[0]?.secondary.content ?? '';
  expect(resolve(folder, content)).toBe(resolve('site'));
  expect(written.stdout).toContain(`${out} is written, with 1 site(s): www.example.com\n`);
  expect(written.stdout).toContain(
    'left out, example.com: it is served by CloudFront (d1.cloudfront.net)',
  );
  const steps = written.stdout.slice(written.stdout.indexOf('Next:')).split('\n').filter(Boolean);
  expect(steps).toEqual([
    'Next:',
    `  1. read ${out}`,
    `  2. npm run check-config -- ${out}`,
    `  3. npm run deploy -- --param sitesFile=${out}`,
    `  4. npm start -- adopt www.example.com --file ${out}   (shows the plan; --apply carries it out)`,
  ]);
});

test('the zone of another account is read as its role, and sites.yml names it', async () => {
  const out = join(folder, 'zone.yml');
  const role = 'arn:aws:iam::210987654321:role/understudy-zone';
  const opened: unknown[] = [];
  const command = initCommand(async (_region, zoneRoleArn) => {
    opened.push(zoneRoleArn);
    return zoneOf([record()]);
  });
  const run = (...args: readonly string[]) =>
    command.run(['www.example.com', '--out', out, ...args], {
      signal: new AbortController().signal,
    });
  await expect(run('--zone-role', 'understudy-zone')).rejects.toThrow(
    /--zone-role.*not the ARN of an IAM role/,
  );
  expect(await run('--zone-role', role)).toBe(0);
  expect(opened).toEqual([role]);
  expect(await configIn(out)).toMatchObject({ sites: [{ zoneRoleArn: role }] });
  expect(await readFile(out, 'utf8')).toContain(`\nzoneRoles:\n  example.com: ${role}\n\nsites:\n`);
});

test('several addresses may be told, with commas or one by one, and none must', async () => {
  const [a, b] = [join(folder, 'a.yml'), join(folder, 'b.yml')];
  await init([
    'example.com',
    '--out',
    a,
    '--email',
    'x@example.com, y@example.com',
    '--email',
    'z@example.com',
  ]);
  expect((await configIn(a))?.alerts.email).toEqual([
    'x@example.com',
    'y@example.com',
    'z@example.com',
  ]);
  await init(['example.com', '--out', b]);
  expect((await configIn(b))?.alerts.email).toEqual([]);
  expect(written.stdout).toContain(`1. read ${b}, and fill in under alerts who is told\n`);
  expect(written.stdout).toContain('nobody is told when something is wrong');
});

test('--stdout prints the file and nothing else there, and writes none', async () => {
  expect(await init(['example.com', '--stdout'])).toBe(0);
  expect(parseConfig(written.stdout, 'sites.yml')).toMatchObject({
    ok: true,
    config: { sites: [{ secondary: { content: './site' } }] },
  });
  expect(written.stderr).toContain('The draft has 1 site(s): www.example.com\n');
  expect(written.stderr).toContain('2. npm run check-config\n');
  expect(await readdir(folder)).toEqual([]);
});

test('a file that is there stays as it is, and AWS is not even asked', async () => {
  const out = join(folder, 'sites.yml');
  await writeFile(out, 'mine');
  const open = jest.fn();
  const run = initCommand(open).run(['example.com', '--out', out], {
    signal: new AbortController().signal,
  });
  await expect(run).rejects.toThrow(
    `${out} is there already and stays as it is: name another file with --out, move it away, or print the draft with --stdout`,
  );
  expect(open).not.toHaveBeenCalled();
  expect(await readFile(out, 'utf8')).toBe('mine');
});

test('a file that comes meanwhile stays as it is, too', async () => {
  const out = join(folder, 'sites.yml');
  const command = initCommand(async () => {
    await writeFile(out, 'theirs');
    return zoneOf([record()]);
  });
  const run = command.run(['example.com', '--out', out], { signal: new AbortController().signal });
  await expect(run).rejects.toThrow('is there already and stays as it is');
  expect(await readFile(out, 'utf8')).toBe('theirs');
});

test('where nothing can be a site nothing is written, and every reason is told', async () => {
  const out = join(folder, 'sites.yml');
  await expect(init(['example.com', '--out', out], [CLOUDFRONT])).rejects.toThrow(
    /^the zone example\.com has nothing to begin with, so nothing was written\. example\.com: it is served by CloudFront.* www\.example\.com: it has no A record/,
  );
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  [[], 'init takes one domain, got none; write it like: npm start -- init example.com'],
  [['a.com', 'b.com'], 'init takes one domain, got a.com b.com'],
  [
    ['https://example.com/'],
    'DOMAIN: a URL (https://example.com/…) is not a domain name; write example.com',
  ],
  [['localhost'], 'DOMAIN: '],
  [['example.com', '--email', 'ops'], '--email: ops is not an e-mail address'],
  [['example.com', '--stdout', '--out', 'x.yml'], 'init takes --out or --stdout, not both'],
])('%j is refused', async (args, text) => {
  await expect(init(args)).rejects.toThrow(text);
});

test.each([
  ['ExpiredToken', /^AWS does not accept these credentials \(ExpiredToken\); sign in again/],
  ['AccessDenied', /^route53:ListHostedZones on the account was denied: .*; nothing was written$/],
])('%s of AWS is told with what to do', async (code, text) => {
  const call = { action: 'route53:ListHostedZones', on: 'the account' };
  const cause = Object.assign(new Error('text of AWS'), { name: code });
  const listPublicZones = () => Promise.reject(new AwsCallError(call, code, { cause }));
  const command = initCommand(async () => ({ ...zoneOf([]), listPublicZones }));
  const out = join(folder, 'sites.yml');
  const run = command.run(['example.com', '--out', out], { signal: new AbortController().signal });
  await expect(run).rejects.toThrow(text);
  expect(await readdir(folder)).toEqual([]);
});

test('more addresses than sites.yml takes are refused in its words', async () => {
  const people = Array.from({ length: 21 }, (_, index) => `p${index}@example.com`).join(',');
  const out = join(folder, 'sites.yml');
  await expect(init(['example.com', '--out', out, '--email', people])).rejects.toThrow(
    /^this makes no sites\.yml, so nothing was written\n.*alerts\.email/,
  );
  expect(await readdir(folder)).toEqual([]);
});

test('the real command line reads the real wire of Route 53', async () => {
  const asked: string[] = [];
  const server = await listen((request, response) => {
    const path = new URL(request.url ?? '', 'http://route53').pathname;
    asked.push(path);
    const answer = ROUTE53[path] ?? '';
    response.writeHead(answer === '' ? 404 : 200, { 'content-type': 'text/xml' }).end(answer);
  });
  const exports = Object.entries(environmentOf(server.client.endpoint))
    .map(([name, value]) => `export ${name}='${value}';`)
    .join(' ');
  const { code, stderr: told } = await runCli(['init', 'example.com', '--stdout'], {
    before: `unset AWS_PROFILE AWS_SESSION_TOKEN; export AWS_REGION=eu-west-1; ${exports}`,
  });
  await server.close();
  expect({ code, told }).toEqual({
    code: 1,
    told: "understudy: the zone example.com has nothing to begin with, so nothing was written. example.com: its A record holds 10.0.0.5, which Route 53's health checkers cannot reach. www.example.com: it has no A record, so no visitor gets there today.\n",
  });
  expect(asked).toEqual(Object.keys(ROUTE53));
});

const xml = (name: string, body: string) =>
  `<${name} xmlns="https://route53.amazonaws.com/doc/2013-04-01/">${body}</${name}>`;
const HOSTED_ZONE =
  '<HostedZone><Id>/hostedzone/Z1</Id><Name>example.com.</Name><CallerReference>x</CallerReference><Config><PrivateZone>false</PrivateZone></Config></HostedZone>';
const ROUTE53: Readonly<Record<string, string>> = {
  '/2013-04-01/hostedzone': xml(
    'ListHostedZonesResponse',
    `<HostedZones>${HOSTED_ZONE}</HostedZones><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems>`,
  ),
  '/2013-04-01/hostedzonesbyname': xml(
    'ListHostedZonesByNameResponse',
    `<HostedZones>${HOSTED_ZONE}</HostedZones><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems>`,
  ),
  '/2013-04-01/hostedzone/Z1': xml(
    'GetHostedZoneResponse',
    `${HOSTED_ZONE}<DelegationSet><NameServers><NameServer>ns-1.example.net</NameServer></NameServers></DelegationSet>`,
  ),
  '/2013-04-01/hostedzone/Z1/rrset': xml(
    'ListResourceRecordSetsResponse',
    '<ResourceRecordSets><ResourceRecordSet><Name>example.com.</Name><Type>A</Type><TTL>300</TTL><ResourceRecords><ResourceRecord><Value>10.0.0.5</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></ResourceRecordSets><IsTruncated>false</IsTruncated><MaxItems>300</MaxItems>',
  ),
};
