import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { makeSideStack, type SideStackCalls } from '../../lib/io/side-stack.ts';
import { type Answer, answerInTurn } from './aws-loopback.ts';

const NAME = 'understudy-prod-eu-west-1-certificates';
const TEMPLATE = { Resources: { Www: { Type: 'certificate' } }, Outputs: {} };

const result = (action: string, body: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: `<${action}Response><${action}Result>${body}</${action}Result></${action}Response>`,
});
const refused = (code: string, message: string): Answer => ({
  status: 400,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

/** One call of the stack with this answer; what was asked is the form that was sent. */
async function asked<T>(answer: Answer, call: (stack: SideStackCalls) => Promise<T>) {
  const server = await answerInTurn([answer]);
  const client = new CloudFormationClient(server.client);
  try {
    const value = await call(makeSideStack(client, NAME, { team: 'web' })).catch((error) => error);
    return { value, form: new URLSearchParams(server.requests[0]?.body) };
  } finally {
    client.destroy();
    await server.close();
  }
}

test('a stack is read with its status and its outputs', async () => {
  const stack = `<Stacks><member><StackName>${NAME}</StackName><CreationTime>2026-11-23T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Outputs><member><OutputKey>Www</OutputKey><OutputValue>arn</OutputValue></member></Outputs></member></Stacks>`;
  const { value, form } = await asked(result('DescribeStacks', stack), ({ read }) => read());
  expect(value).toEqual({ status: 'CREATE_COMPLETE', outputs: new Map([['Www', 'arn']]) });
  expect(form.get('StackName')).toBe(NAME);
});

test('a stack that is not there is an answer', async () => {
  const answer = refused('ValidationError', `Stack with id ${NAME} does not exist`);
  expect((await asked(answer, ({ read }) => read())).value).toBeNull();
});

test('an update that changes nothing is no failure', async () => {
  const answer = refused('ValidationError', 'No updates are to be performed.');
  expect((await asked(answer, ({ update }) => update(TEMPLATE))).value).toBeUndefined();
});

test.each([
  ['DescribeStacks', ({ read }: SideStackCalls) => read()],
  ['UpdateStack', ({ update }: SideStackCalls) => update(TEMPLATE)],
  ['CreateStack', ({ create }: SideStackCalls) => create(TEMPLATE)],
])('%s that is refused names the permission and the stack', async (action, call) => {
  const answer = refused('AccessDenied', 'not authorized');
  const { value } = await asked<unknown>(answer, call);
  expect((value as Error).message).toContain(
    `cloudformation:${action} on stack ${NAME} was denied`,
  );
});

test.each([
  ['create', 'CreateStack'],
  ['update', 'UpdateStack'],
] as const)('to %s sends the whole template and the tags', async (how, action) => {
  const { form } = await asked(result(action, '<StackId>id</StackId>'), (stack) =>
    stack[how](TEMPLATE),
  );
  expect(form.get('Action')).toBe(action);
  expect(JSON.parse(form.get('TemplateBody') ?? '')).toEqual(TEMPLATE);
  expect(form.get('Tags.member.1.Key')).toBe('team');
});

test('the template comes back as it was sent', async () => {
  const body = `<TemplateBody>${JSON.stringify(TEMPLATE)}</TemplateBody>`;
  const { value } = await asked(result('GetTemplate', body), (stack) => stack.readTemplate());
  expect(value).toEqual(TEMPLATE);
});

test('of a failure the cause is told, and not what it cancelled', async () => {
  const event = (status: string, reason: string) =>
    `<member><StackId>id</StackId><EventId>${status}</EventId><StackName>${NAME}</StackName><Timestamp>2026-11-23T00:00:00Z</Timestamp><ResourceStatus>${status}</ResourceStatus><ResourceStatusReason>${reason}</ResourceStatusReason></member>`;
  const events = [
    event('ROLLBACK_IN_PROGRESS', 'failed to create'),
    event('CREATE_FAILED', 'Resource creation cancelled'),
    event('CREATE_FAILED', 'a CAA record forbids it'),
  ].join('');
  const { value } = await asked(
    result('DescribeStackEvents', `<StackEvents>${events}</StackEvents>`),
    ({ readFailure }) => readFailure(),
  );
  expect(value).toBe('a CAA record forbids it');
});
