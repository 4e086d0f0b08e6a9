import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controllerCommands } from '../../bin/commands/controller.ts';
import { openAwsWorld } from '../../bin/controller/aws-world.ts';
import { dnsAnswer } from '../fixtures/snapshot.ts';
import {
  makeFakeFailoverWorld,
  PRIMARY_ADDRESS,
  WEBSITE_ADDRESS,
} from '../support/fake-failover-world.ts';
import { runCli } from './cli.ts';
import { ARN, environmentOf, type FakeAws, NOBODY, startFakeAws } from './fake-aws.ts';

jest.setTimeout(60_000);

const SITE = 'www.example.com';
const BUCKET = 'understudy-prod-switch-123456789012-eu-west-1';
const SWITCH = `${BUCKET}/switch/${SITE}`;
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:understudy-prod-alerts';
const CLEAN = [
  'AWS_REGION',
  'AWS_PROFILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
];

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
});
afterEach(() => aws.close());

describe('the real command line', () => {
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const variables = Object.entries({ ...environmentOf(aws.url), ...env });
    const exports = variables.map(([name, value]) => `export ${name}='${value}';`);
    return runCli(args, { before: `unset ${CLEAN.join(' ')}; ${exports.join(' ')}` });
  };

  test('holds, releases and tells it, by names that it knows and as whom AWS knows', async () => {
    const hold = ['hold', SITE, '--reason', 'hands off', '--for', '2h', '--by', 'Ada', '--json'];
    const held = await run(hold);
    expect(held).toMatchObject({ code: 0, stderr: '', left: [] });
    expect(JSON.parse(held.stdout)).toMatchObject({ holds: [{ hold: { by: `Ada (${ARN})` } }] });
    expect([...aws.items.keys()]).toEqual([
      `understudy-prod-state ${SITE} controller`,
      expect.stringMatching(`^understudy-prod-state ${SITE} audit#`),
    ]);
    const released = await run(['release', SITE, '--reason', 'done', '--json']);
    expect(released.code).toBe(0);
    expect(JSON.parse(released.stdout)).toMatchObject({ holds: [{ outcome: 'released' }] });
    const { stdout } = await run(['history', SITE, '--limit', '5']);
    expect(stdout).toMatch(/release .*\n +done\n.*hold .*\n +hands off\n$/);
  });

  test('names of another stage, and names that are given', async () => {
    await run(['hold', SITE, '--reason', 'x', '--stage', 'dev']);
    await run(['hold', SITE, '--reason', 'x', '--state-table', 'mine']);
    await run(['hold', SITE, '--reason', 'x'], { STATE_TABLE: 'theirs' });
    const tables = [...aws.items.keys()].map((key) => key.split(' ')[0]);
    expect(new Set(tables)).toEqual(new Set(['understudy-dev-state', 'mine', 'theirs']));
  });

  test('names that begin as sites.yml says, whose room for a stage is what they leave', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'understudy-named-'));
    const file = join(folder, 'sites.yml');
    const name = 'a-team-with-a-long-name2';
    writeFileSync(file, `${readFileSync('sites.yml', 'utf8')}\nstack: { name: ${name} }\n`);
    const hold = ['hold', SITE, '--reason', 'x', '--file', file];
    await run([...hold, '--stage', 'dev']);
    const tooLong = await run(hold);
    rmSync(folder, { recursive: true });
    expect([...aws.items.keys()][0]).toBe(`${name}-dev-state ${SITE} controller`);
    expect(tooLong.code).toBe(1);
    expect(tooLong.stderr).toContain(
      `the stage prod must be lower-case letters, digits and hyphens, at most 3`,
    );
  });

  test('an order goes on when nobody can say whose it is', async () => {
    aws.broken.add('sts');
    const { code, stdout, stderr } = await run(['hold', SITE, '--reason', 'x', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).holds[0].hold.by).toMatch(/^\S+@\S+ \(unverified\)$/);
    expect(stderr).toMatch(/^understudy: AWS did not tell who you are, .*\n$/);
  });

  test('without the table it is one line, and nobody takes nothing for something', async () => {
    aws.broken.add('dynamodb');
    const { code, stdout, stderr } = await run(['hold', SITE, '--reason', 'x']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^understudy: the state table cannot be used: .*; nothing was done\n$/);
  });

  test('without credentials it says at once what to do', async () => {
    const variables = Object.entries({ ...NOBODY, AWS_ENDPOINT_URL: aws.url });
    const before = variables.map(([name, value]) => `export ${name}='${value}';`).join(' ');
    const { code, stdout, stderr } = await runCli(['status'], {
      before: `unset ${CLEAN.join(' ')}; ${before}`,
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^understudy: there are no AWS credentials to work with: .*; sign in again .*AWS_PROFILE.*\n$/,
    );
    expect(aws.calls).toEqual([]);
  });
});

describe('the real clients', () => {
  const before = { ...process.env };
  let stdout = '';
  beforeEach(() => {
    for (const name of CLEAN) delete process.env[name];
    Object.assign(process.env, environmentOf(aws.url));
    stdout = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      stdout += text;
      return true;
    });
  });
  afterEach(() => {
    process.env = { ...before };
    jest.restoreAllMocks();
  });

  /** DNS follows the switch in the bucket; nothing else of the network is touched. */
  const dns = () => {
    const { deps } = makeFakeFailoverWorld();
    const { resolveAddresses, fetchPage, findNameServers, probeOnce } = deps;
    return {
      resolveAddresses,
      fetchPage,
      findNameServers,
      probeOnce,
      askNameServer: async (_server: string, _name: string, type: string) =>
        type === 'A'
          ? dnsAnswer({ addresses: [aws.objects.has(SWITCH) ? WEBSITE_ADDRESS : PRIMARY_ADDRESS] })
          : dnsAnswer({ addresses: [] }),
    };
  };
  const run = (action: 'failover' | 'failback', args: readonly string[]) => {
    const commands = controllerCommands(async (...asked) => {
      const world = await openAwsWorld(...asked);
      return { ...world, deps: { ...world.deps, ...dns() } };
    });
    return commands[action].run([SITE, '--reason', 'x', ...args], {
      signal: new AbortController().signal,
    });
  };
  const OVERRIDE = ['--json', '--override', 'blind,not-armed,primary-not-healthy,cooling-down'];

  test('fail over and back by the names of the stack', async () => {
    expect(await run('failover', OVERRIDE)).toBe(0);
    expect(JSON.parse(aws.objects.get(SWITCH) ?? '')).toMatchObject({
      by: ARN,
      writer: 'understudy',
    });
    expect(aws.calls).toContain(TOPIC);
    expect([...aws.regions]).toEqual(['eu-west-1']);
    expect(await run('failback', OVERRIDE)).toBe(0);
    expect(aws.objects.size).toBe(0);
    const outcomes = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).orders[0].outcome);
    expect(outcomes).toEqual(['flipped', 'flipped']);
  });

  test('and assume no role for it where another account has the zone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'understudy-zone-'));
    const file = join(folder, 'sites.yml');
    const role = 'arn:aws:iam::210987654321:role/understudy-zone';
    writeFileSync(
      file,
      `${readFileSync('sites.yml', 'utf8')}\nzoneRoles: { example.com: "${role}" }\n`,
    );
    expect(await run('failover', [...OVERRIDE, '--file', file])).toBe(0);
    expect(await run('failback', [...OVERRIDE, '--file', file])).toBe(0);
    rmSync(folder, { recursive: true });
    expect(aws.calls.filter((call) => call.startsWith('s3.PUT'))).toHaveLength(1);
    expect(aws.calls.filter((call) => /^(sts\.Assume|route53)/.test(call))).toEqual([]);
  });

  test('move the switch alone while the table, STS and SNS are broken', async () => {
    for (const service of ['dynamodb', 'sns', 'sts'] as const) aws.broken.add(service);
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const args = ['--switch-only', '--account', '123456789012'];
    expect(await run('failover', args)).toBe(0);
    expect(JSON.parse(aws.objects.get(SWITCH) ?? '')).toEqual({
      site: SITE,
      by: expect.stringContaining('(unverified)'),
      at: expect.stringMatching(/^2\d{3}-/),
      reason: 'x',
    });
    expect(await run('failback', [...args, '--override', 'primary-not-healthy'])).toBe(0);
    expect(aws.objects.size).toBe(0);
    expect(aws.calls.filter((call) => call.startsWith('dynamodb'))).toEqual([]);
  });
});
