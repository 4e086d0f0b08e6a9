import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resources } from '../../lib/stack/template.ts';
import { slsPackage, temporaryFolder } from './packaging.ts';
import { unzip } from './zip.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:210987654321:ops';

jest.setTimeout(120_000);
const folder = temporaryFolder();
afterAll(folder.remove);

let template: Resources;
let outputs: Readonly<Record<string, { readonly Export?: { readonly Name: unknown } }>>;
let state: { readonly service: { readonly provider: { readonly stackName?: string } } };
let packaged: string;
beforeAll(() => {
  const run = slsPackage(folder.path, 'test/stack/existing-sites.yml');
  if (run.status !== 0) throw new Error(run.said);
  packaged = run.package;
  const read = (file: string) => JSON.parse(readFileSync(join(packaged, file), 'utf8'));
  const { Resources, Outputs } = read('cloudformation-template-update-stack.json');
  template = Resources;
  outputs = Outputs;
  state = read('serverless-state.json');
});

const bundleOf = (name: string): string =>
  Object.values(unzip(join(packaged, `${name}.zip`))).join();

test.each(['Probe', 'Failover'])('%s is told the topic that sites.yml names', (id) => {
  const { Environment } = template[`${id}LambdaFunction`]?.Properties ?? {};
  expect(Environment).toMatchObject({ Variables: { TOPIC_ARN: TOPIC } });
});

test('neither that topic nor that bucket is made, and nothing asks for them by a name of the template', () => {
  const made = Object.values(template).map(({ Type }) => Type);
  expect(made).not.toContain('AWS::SNS::Topic');
  expect(made).not.toContain('AWS::SNS::TopicPolicy');
  const names = Object.values(template).map(({ Properties }) => Properties?.BucketName);
  expect(names).not.toContain('www.example.com');
  const asked = referencesIn(template);
  expect(asked).toContain('StateTable');
  expect(asked.filter((id) => !(id in template))).toEqual([]);
});

test('every name begins as sites.yml says, and nothing anywhere with the name of other stacks', () => {
  const names = Object.values(template).flatMap(({ Type, Properties }) =>
    Type === 'AWS::Lambda::Function' ? [Properties?.FunctionName] : [],
  );
  expect(names).toEqual(['web-team-prod-probe', 'web-team-prod-failover', 'web-team-prod-slack']);
  const { Environment } = template.ProbeLambdaFunction?.Properties ?? {};
  expect(Environment).toMatchObject({
    Variables: { FAILOVER_FUNCTION: 'web-team-prod-failover' },
  });
  expect(state.service.provider.stackName).toBe('web-team-prod');
  expect(JSON.stringify([template, outputs])).not.toMatch(/understudy-|sls-understudy/);
});

test('what two stacks of a region export does not bear the same name', () => {
  const exported = Object.values(outputs).flatMap(({ Export }) => Export?.Name ?? []);
  expect(exported).toEqual([{ 'Fn::Sub': `\${AWS::StackName}-deployment-bucket` }]);
});

test('the health check that was there before is a child, and no other one watches the primary', () => {
  const checks = Object.values(template).filter(({ Type }) => Type === 'AWS::Route53::HealthCheck');
  expect(checks.map(({ Properties }) => Properties.HealthCheckConfig)).toEqual([
    expect.objectContaining({ Type: 'HTTPS', Inverted: true }),
    expect.objectContaining({
      Type: 'CALCULATED',
      ChildHealthChecks: [
        '0385ed2d-d65c-4f63-a19b-2412a31ef431',
        { Ref: 'SwitchCheckForwwwDotexampleDotcomFor1' },
      ],
    }),
  ]);
});

test('the zone of another account is read as its role, and the function knows which', () => {
  expect(JSON.stringify(template.FailoverRole)).toContain(
    '"Action":["sts:AssumeRole"],"Resource":["arn:aws:iam::210987654321:role/zone"]',
  );
  expect(bundleOf('failover')).toContain('zoneRoleArn:"arn:aws:iam::210987654321:role/zone"');
});

/** Every resource that anything in the template asks for; AWS's own variables begin with `AWS::`. */
function referencesIn(resources: Resources): readonly string[] {
  const text = JSON.stringify(resources);
  const named = [
    ...text.matchAll(/"Ref":"([A-Za-z0-9]+)"/g),
    ...text.matchAll(/"Fn::GetAtt":\["([A-Za-z0-9]+)"/g),
    ...text.matchAll(/\$\{([A-Za-z0-9]+)(?:\.[A-Za-z]+)?\}/g),
  ].flatMap(([, id]) => (id === undefined ? [] : [id]));
  const waitedFor = Object.values(resources).flatMap(({ DependsOn = [] }) => DependsOn);
  return [...new Set([...named, ...waitedFor])];
}
