import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseConfig } from '../../lib/config/parse.ts';
import { outputs } from '../../lib/stack/outputs.ts';
import { resources } from '../../lib/stack/resources.ts';
import type { Resource, Resources } from '../../lib/stack/template.ts';
import { exportsOf, slsPackage, temporaryFolder } from './packaging.ts';
import { unzip } from './zip.ts';

const FUNCTIONS = ['probe', 'failover', 'slack'] as const;
const ZIP_BYTES_MAX = 1_500_000;
const SITES_FILE = 'test/stack/sites.yml';

jest.setTimeout(120_000);
const folder = temporaryFolder();
afterAll(folder.remove);

let run: ReturnType<typeof slsPackage>;
let template: { readonly Resources: Resources; readonly Outputs: object };
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

const STACK = { UNDERSTUDY_STACK: { Ref: 'AWS::StackName' } };
const STATE_AND_TOPIC = { STATE_TABLE: { Ref: 'StateTable' }, TOPIC_ARN: { Ref: 'AlertTopic' } };

test.each([
  [
    'Probe',
    150,
    { ...STACK, ...STATE_AND_TOPIC, FAILOVER_FUNCTION: 'understudy-prod-failover' },
    { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
  ],
  [
    'Failover',
    300,
    {
      ...STACK,
      ...STATE_AND_TOPIC,
      SWITCH_BUCKET: { Ref: 'SwitchBucket' },
      ACCOUNT_ID: { Ref: 'AWS::AccountId' },
    },
    { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 300 },
  ],
  ['Slack', 30, STACK, { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 }],
])(
  '%s has its own role, its time, its environment and its retries',
  (id, timeout, env, retries) => {
    const name = `understudy-prod-${id.toLowerCase()}`;
    expect(template.Resources[`${id}LambdaFunction`]?.Properties).toMatchObject({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 256,
      Timeout: timeout,
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
  expect(service.provider.stackName).toBeUndefined();
  expect(`${service.service}-${service.provider.stage}`).toBe('understudy-prod');
});

test.each(FUNCTIONS)('the bundle of %s is one small file that Lambda can load', (name) => {
  const zip = join(run.package, `${name}.zip`);
  expect(statSync(zip).size).toBeLessThan(ZIP_BYTES_MAX);
  const files = unzip(zip);
  const path = `functions/${name}.js`;
  expect(Object.keys(files)).toEqual([path]);
  const bundle = join(folder.path, 'loaded', path);
  mkdirSync(dirname(bundle), { recursive: true });
  writeFileSync(bundle, files[path] ?? '');
  expect(exportsOf(bundle, environmentOf(name)).split(',')).toContain('handler');
});

const bundleOf = (name: string): string =>
  Object.values(unzip(join(run.package, `${name}.zip`))).join();

test.each(['probe', 'failover'])('the bundle of %s holds the sites file', (name) => {
  expect(bundleOf(name)).toContain('shop.example.com');
  expect(bundleOf(name)).toContain(`ok \${self:service}`);
});

test.each(FUNCTIONS)('the bundle of %s holds no parser of sites files', (name) => {
  for (const mark of PARSER_MARKS) expect(bundleOf(name)).not.toContain(mark);
});

/** Words that only the YAML parser and lib/config have; they are texts, so minifying keeps them. */
const PARSER_MARKS = ['YAMLParseError', 'is not a key that Understudy knows here'];

test('the marks of the parsers are still theirs', () => {
  const texts = ['lib/config', 'node_modules/yaml/dist'].flatMap((room) =>
    readdirSync(resolve(room), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => readFileSync(resolve(room, name), 'utf8')),
  );
  for (const mark of PARSER_MARKS) expect(texts.some((text) => text.includes(mark))).toBe(true);
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
