import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { makeAskFailover, makeInvokeFailover } from '../../lib/io/lambda.ts';
import { answerInTurn } from './aws-loopback.ts';

const lambda = mockClient(LambdaClient);
const client = new LambdaClient({ region: 'eu-west-1' });
const EVENT = { action: 'evaluate', site: 'www.example.com' } as const;
beforeEach(() => lambda.reset());

test('the event is queued, its answer not awaited', async () => {
  lambda.on(InvokeCommand).resolves({ StatusCode: 202 });
  await makeInvokeFailover(client, 'understudy-failover')(EVENT);
  expect(lambda.commandCalls(InvokeCommand)[0]?.args[0].input).toEqual({
    FunctionName: 'understudy-failover',
    InvocationType: 'Event',
    Payload: Buffer.from('{"action":"evaluate","site":"www.example.com"}'),
  });
});

test.each([200, 204, undefined])('status %s means that nothing was queued', async (status) => {
  lambda.on(InvokeCommand).resolves(status === undefined ? {} : { StatusCode: status });
  await expect(makeInvokeFailover(client, 'understudy-failover')(EVENT)).rejects.toThrow(
    `lambda:InvokeFunction on understudy-failover failed: the event was not accepted, HTTP ${status}`,
  );
});

test('over a real connection an event is accepted, and a busy function is an error', async () => {
  lambda.restore();
  const server = await answerInTurn([
    { status: 202 },
    {
      status: 429,
      headers: { 'x-amzn-errortype': 'TooManyRequestsException' },
      body: JSON.stringify({ message: 'Rate exceeded' }),
    },
  ]);
  const invokeFailover = makeInvokeFailover(new LambdaClient(server.client), 'failover');
  await invokeFailover(EVENT);
  expect(server.requests[0]).toMatchObject({
    headers: { 'x-amz-invocation-type': 'Event' },
    body: JSON.stringify(EVENT),
  });
  await expect(invokeFailover(EVENT)).rejects.toMatchObject({
    name: 'AwsCallError',
    code: 'TooManyRequestsException',
  });
  await server.close();
});

describe('an answer that is waited for', () => {
  const answer = (body: unknown, more: object = {}) => ({
    Payload: Uint8Array.from(Buffer.from(JSON.stringify(body))) as never,
    ...more,
  });

  test('comes as what the function returned', async () => {
    lambda.on(InvokeCommand).resolves(answer({ ok: true }));
    expect(await makeAskFailover(client, 'failover')({ action: 'verify' })).toEqual({ ok: true });
    expect(lambda.commandCalls(InvokeCommand)[0]?.args[0].input).toMatchObject({
      InvocationType: 'RequestResponse',
      Payload: Buffer.from('{"action":"verify"}'),
    });
  });

  test('is an error when the function ended in one', async () => {
    lambda
      .on(InvokeCommand)
      .resolves(answer({ errorMessage: 'no table' }, { FunctionError: 'Unhandled' }));
    await expect(makeAskFailover(client, 'failover')({ action: 'verify' })).rejects.toThrow(
      'the function ended in an error: {"errorMessage":"no table"}',
    );
  });
});
