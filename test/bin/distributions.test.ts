import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { distributionsOf } from '../../bin/controller/distributions.ts';
import { outputs } from '../../lib/stack/outputs.ts';
import { DISTRIBUTION, HTTPS_SITE } from '../fixtures/https-site.ts';
import { CONFIG } from '../stack/sites.ts';

const cloudformation = mockClient(CloudFormationClient);
beforeEach(() => cloudformation.reset());
afterAll(() => cloudformation.restore());

const ask = (env: Readonly<Record<string, string>> = {}) =>
  distributionsOf({ region: 'eu-west-1' }, 'understudy-prod', env);
const deployed = (Outputs: { OutputKey: string; OutputValue: string }[]) => ({
  Stacks: [
    {
      StackName: 'understudy-prod',
      CreationTime: new Date(0),
      StackStatus: 'CREATE_COMPLETE' as const,
      Outputs,
    },
  ],
});

test('nobody is asked before somebody wants to know', () => {
  ask();
  expect(cloudformation.calls()).toEqual([]);
});

test('a distribution is found under the name that the stack gives its output', async () => {
  const keys = Object.keys(outputs({ ...CONFIG, sites: [HTTPS_SITE] }));
  cloudformation
    .on(DescribeStacksCommand, { StackName: 'understudy-prod' })
    .resolves(deployed(keys.map((OutputKey) => ({ OutputKey, OutputValue: outputOf(OutputKey) }))));
  const distributionOf = ask();
  expect(await distributionOf('www.example.com')).toBe(DISTRIBUTION);
  expect(await distributionOf('shop.example.com')).toBeNull();
  expect(cloudformation.commandCalls(DescribeStacksCommand)).toHaveLength(1);
});

test('what the environment names is believed, and AWS is not asked', async () => {
  const distributionOf = ask({ SECONDARY_DOMAINS: 'www.example.com=d2.cloudfront.net' });
  expect(await distributionOf('www.example.com')).toBe('d2.cloudfront.net');
  expect(await distributionOf('shop.example.com')).toBeNull();
  expect(cloudformation.calls()).toEqual([]);
});

test('that AWS cannot tell is an error, not the absence of a distribution', async () => {
  cloudformation.on(DescribeStacksCommand).rejects(new Error('no network'));
  await expect(ask()('www.example.com')).rejects.toThrow(/DescribeStacks on stack understudy-prod/);
});

function outputOf(key: string): string {
  return key.startsWith('Distribution') ? DISTRIBUTION : 'something else';
}
