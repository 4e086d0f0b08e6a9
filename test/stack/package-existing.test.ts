import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resources } from '../../lib/stack/template.ts';
import { slsPackage, temporaryFolder } from './packaging.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:210987654321:ops';

jest.setTimeout(120_000);
const folder = temporaryFolder();
afterAll(folder.remove);

let template: Resources;
beforeAll(() => {
  const run = slsPackage(folder.path, 'test/stack/existing-sites.yml');
  if (run.status !== 0) throw new Error(run.said);
  const file = join(run.package, 'cloudformation-template-update-stack.json');
  template = JSON.parse(readFileSync(file, 'utf8')).Resources;
});

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
