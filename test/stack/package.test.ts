import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseConfig } from '../../lib/config/parse.ts';
import { certificateParameters } from '../../lib/stack/certificates.ts';
import { outputs } from '../../lib/stack/outputs.ts';
import { resources } from '../../lib/stack/resources.ts';
import type { Resource, Resources } from '../../lib/stack/template.ts';
import { exportsOf, firstCallOf, slsPackage, temporaryFolder } from './packaging.ts';
import { unzip } from './zip.ts';

const FUNCTIONS = ['probe', 'failover', 'slack'] as const;
/** A tenth more than they were; a cold start reads and compiles all of it. */
const ZIP_BYTES_MAX = { probe: 430_000, failover: 550_000, slack: 338_000 };
const SITES_FILE = 'test/stack/sites.yml';

jest.setTimeout(120_000);
const folder = temporaryFolder();
afterAll(folder.remove);

let run: ReturnType<typeof slsPackage>;
let template: {
  readonly Resources: Resources;
  readonly Outputs: object;
  readonly Parameters?: object;
};
beforeAll(() => {
  run = slsPackage(folder.path, SITES_FILE);
  if (run.status !== 0) throw new Error(run.said);
  const file = join(run.package, 'cloudformation-template-update-stack.json');
  template = JSON.parse(readFileSync(file, 'utf8'));
});

function config() {
  const parsed = parseConfig(readFileSync(SITES_FILE, 'utf8'), SITES_FILE);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

test('everything of lib/stack is in the template, word for word', () => {
  expect(template.Parameters).toEqual(certificateParameters(config().sites));
  expect(template.Resources).toMatchObject(resources(config()));
  expect(template.Outputs).toMatchObject(outputs(config()));
});

test('nothing else is in it but the functions, their logs and the bucket they come from', () => {
  const ours = Object.keys(resources(config()));
  const rest = Object.entries(template.Resources).filter(([id]) => !ours.includes(id));
  expect(rest.map(([id, { Type }]) => `${id} ${Type}`).sort()).toEqual([
    'FailoverLambdaEvConf AWS::Lambda::EventInvokeConfig',
    'FailoverLambdaFunction AWS::Lambda::Function',
    'FailoverLogGroup AWS::Logs::LogGroup',
    'ProbeLambdaEvConf AWS::Lambda::EventInvokeConfig',
    'ProbeLambdaFunction AWS::Lambda::Function',
    'ProbeLogGroup AWS::Logs::LogGroup',
    'ServerlessDeploymentBucket AWS::S3::Bucket',
    'ServerlessDeploymentBucketPolicy AWS::S3::BucketPolicy',
    'SlackLambdaEvConf AWS::Lambda::EventInvokeConfig',
    'SlackLambdaFunction AWS::Lambda::Function',
    'SlackLogGroup AWS::Logs::LogGroup',
  ]);
});

const STACK = {
  UNDERSTUDY_STACK: { Ref: 'AWS::StackName' },
  DASHBOARD_URL:
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards:name=understudy-prod-eu-west-1',
};
const STATE = { STATE_TABLE: { Ref: 'StateTable' } };
const STATE_AND_TOPICS = {
  ...STATE,
  TOPIC_ARN: { Ref: 'AlertTopic' },
  CHAT_TOPIC_ARN: { Ref: 'ChatTopic' },
  ESCALATION_TOPIC_ARN: { Ref: 'EscalationTopic' },
};

test.each([
  [
    'Probe',
    { Timeout: 150, MemorySize: 192 },
    { ...STACK, ...STATE_AND_TOPICS, FAILOVER_FUNCTION: 'understudy-prod-failover' },
    { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
  ],
  [
    'Failover',
    { Timeout: 300, MemorySize: 256 },
    {
      ...STACK,
      ...STATE_AND_TOPICS,
      SWITCH_BUCKET: { Ref: 'SwitchBucket' },
      SWITCH_DOMAIN: { 'Fn::GetAtt': ['SwitchBucket', 'RegionalDomainName'] },
      HEARTBEAT_ALARM: { Ref: 'MonitorSilentAlarm' },
      ACCOUNT_ID: { Ref: 'AWS::AccountId' },
      SECONDARY_DOMAINS: {
        'Fn::Sub': `help.example.com=\${DistributionForhelpDotexampleDotcom.DomainName}`,
      },
    },
    { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 300 },
  ],
  [
    'Slack',
    { Timeout: 30, MemorySize: 256 },
    { ...STACK, ...STATE },
    { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 },
  ],
])(
  '%s has its own role, its time and memory, its environment and its retries',
  (id, size, env, retries) => {
    const name = `understudy-prod-${id.toLowerCase()}`;
    expect(template.Resources[`${id}LambdaFunction`]?.Properties).toMatchObject({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      ...size,
      Role: { 'Fn::Sub': `\${${id}Role.Arn}` },
    });
    const { Environment } = template.Resources[`${id}LambdaFunction`]?.Properties ?? {};
    expect(Environment).toEqual({ Variables: env });
    expect(template.Resources[`${id}LambdaEvConf`]?.Properties).toMatchObject(retries);
    expect(template.Resources[`${id}LogGroup`]?.Properties).toEqual({
      LogGroupName: `/aws/lambda/${name}`,
      RetentionInDays: 30,
    });
  },
);

test('whatever is named after the stack is named as the functions are', () => {
  const state = readFileSync(join(run.package, 'serverless-state.json'), 'utf8');
  const { service } = JSON.parse(state);
  expect(service.provider.stackName).toBe('understudy-prod');
});

test('the stack has the tags of sites.yml and its stage, for what the framework makes', () => {
  const state = readFileSync(join(run.package, 'serverless-state.json'), 'utf8');
  expect(JSON.parse(state).service.provider.stackTags).toEqual({
    'understudy:stage': 'prod',
    team: 'web',
    'cost center': '1234',
  });
});

test('every role that anything of the stack has is under the boundary', () => {
  const roles = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
  expect(roles).toHaveLength(6);
  for (const { Properties } of roles)
    expect(Properties.PermissionsBoundary).toBe('arn:aws:iam::123456789012:policy/boundary');
});

test.each(FUNCTIONS)('the bundle of %s is one small file that Lambda can load', (name) => {
  const zip = join(run.package, `${name}.zip`);
  expect(statSync(zip).size).toBeLessThan(ZIP_BYTES_MAX[name]);
  expect(Object.keys(unzip(zip))).toEqual([`functions/${name}.js`]);
  expect(exportsOf(unpacked(name), environmentOf(name)).split(',')).toContain('handler');
});

test.each([
  ['probe', { shard: 0, of: 1 }],
  ['failover', { action: 'history', site: 'www.example.com' }],
])('%s asks the state table first, with the credentials that Lambda gives it', (name, event) => {
  const headers = firstCallOf(unpacked(name), event, {
    ...environmentOf(name),
    AWS_ACCESS_KEY_ID: 'KEY-OF-THE-ROLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token-of-the-role',
  });
  expect(headers['x-amz-target']).toMatch(/^DynamoDB_/);
  expect(headers.authorization).toContain('Credential=KEY-OF-THE-ROLE/');
  expect(headers['x-amz-security-token']).toBe('token-of-the-role');
});

const bundleOf = (name: string): string =>
  Object.values(unzip(join(run.package, `${name}.zip`))).join();

function unpacked(name: string): string {
  const bundle = join(folder.path, 'loaded', `functions/${name}.js`);
  mkdirSync(dirname(bundle), { recursive: true });
  writeFileSync(bundle, bundleOf(name));
  return bundle;
}

test.each(['probe', 'failover'])('the bundle of %s holds the sites file', (name) => {
  expect(bundleOf(name)).toContain('shop.example.com');
  expect(bundleOf(name)).toContain(`ok \${self:service}`);
});

/** Words that only this code has; they are texts, so minifying keeps them. */
const LEFT_OUT = [
  ['the YAML parser', 'node_modules/yaml/dist', 'YAMLParseError'],
  ['the sites file schema', 'lib/config', 'is not a key that Understudy knows here'],
  ['profiles', 'node_modules/@aws-sdk/credential-provider-ini/dist-es', 'credential_source'],
  ['single sign-on', 'node_modules/@aws-sdk/credential-provider-sso/dist-es', 'aws sso login'],
  ["undici's mocks", 'node_modules/undici/lib/mock', 'MockNotMatchedError'],
  ["undici's web sockets", 'node_modules/undici/lib/web/websocket', 'WebSocket constructor'],
] as const;

describe.each(LEFT_OUT)('%s', (_what, room, mark) => {
  test.each(FUNCTIONS)('is not in the bundle of %s', (name) => {
    // Not toContain, which would print all of the bundle.
    expect(bundleOf(name).includes(mark)).toBe(false);
  });

  test('would be known by its mark', () => {
    const files = readdirSync(resolve(room), { withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    const texts = files.map(({ name }) => readFileSync(resolve(room, name), 'utf8'));
    expect(texts.some((text) => text.includes(mark))).toBe(true);
  });
});

test('a broken sites file ends the packaging with its problems, a line each, and no stack trace', () => {
  const broken = slsPackage(join(folder.path, 'broken'), 'test/stack/broken-sites.yml');
  expect(broken.status).toBe(1);
  const lines = broken.said.split('\n');
  expect(lines.filter((line) => /^test\/stack\/broken-sites\.yml:\d+:\d+ /.test(line))).toEqual([
    expect.stringContaining('sites[0].primary.protocol'),
    expect.stringContaining('sites[0].policy.failureThreshold'),
  ]);
  expect(broken.said).not.toMatch(/^\s+at /m);
});

function environmentOf(name: string): Record<string, string> {
  const id = `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`;
  const { Environment } = (template.Resources[id] as Resource).Properties;
  const { Variables } = Environment as { Variables: object };
  return Object.fromEntries(Object.keys(Variables).map((key) => [key, 'a-value']));
}
