import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { makeReadStackOutputs } from '../../lib/io/stack-outputs.ts';
import { answerInTurn } from './aws-loopback.ts';

const cloudformation = mockClient(CloudFormationClient);
beforeEach(() => cloudformation.reset());
afterAll(() => cloudformation.restore());

const reader = () =>
  makeReadStackOutputs(new CloudFormationClient({ region: 'eu-west-1' }), 'understudy-prod');
const stackWith = (...outputs: readonly (readonly [string, string])[]) => ({
  Stacks: [
    {
      StackName: 'understudy-prod',
      CreationTime: new Date(0),
      StackStatus: 'CREATE_COMPLETE' as const,
      Outputs: outputs.map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    },
  ],
});

test('the outputs of the stack are read by their names, once for all who want to know', async () => {
  cloudformation
    .on(DescribeStacksCommand, { StackName: 'understudy-prod' })
    .resolves(stackWith(['One', '1'], ['Two', '2']));
  const read = reader();
  const [first, second] = await Promise.all([read(), read()]);
  expect([...first]).toEqual([
    ['One', '1'],
    ['Two', '2'],
  ]);
  expect(second).toBe(first);
  expect(await read()).toBe(first);
  expect(cloudformation.commandCalls(DescribeStacksCommand)).toHaveLength(1);
});

test('a stack without outputs has none', async () => {
  cloudformation.on(DescribeStacksCommand).resolves(stackWith());
  expect((await reader()()).size).toBe(0);
});

test('a failure is not kept: the next look asks again', async () => {
  cloudformation
    .on(DescribeStacksCommand)
    .rejectsOnce(new Error('socket hang up'))
    .resolves(stackWith(['One', '1']));
  const read = reader();
  await expect(read()).rejects.toThrow(
    'cloudformation:DescribeStacks on stack understudy-prod failed: Error: socket hang up',
  );
  expect((await read()).get('One')).toBe('1');
});

test('over the wire: what CloudFormation answers, and why it does not', async () => {
  cloudformation.restore();
  const refusal = (code: string, message: string) =>
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  const server = await answerInTurn([
    { status: 400, body: refusal('ValidationError', 'Stack with id x does not exist') },
    { status: 403, body: refusal('AccessDenied', 'no') },
    {
      status: 200,
      body: '<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>x</StackName><Outputs><member><OutputKey>Key</OutputKey><OutputValue>d1.cloudfront.net</OutputValue></member></Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>',
    },
  ]);
  try {
    const read = makeReadStackOutputs(new CloudFormationClient(server.client), 'x');
    await expect(read()).rejects.toThrow('Stack with id x does not exist');
    await expect(read()).rejects.toThrow(
      'cloudformation:DescribeStacks on stack x was denied: grant it to the role that made this call',
    );
    expect([...(await read())]).toEqual([['Key', 'd1.cloudfront.net']]);
    const asked = new URLSearchParams(server.requests[0]?.body);
    expect([asked.get('Action'), asked.get('StackName')]).toEqual(['DescribeStacks', 'x']);
  } finally {
    await server.close();
  }
});
