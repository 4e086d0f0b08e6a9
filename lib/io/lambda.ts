import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { InvokeFailover } from '../core/world.ts';
import { callAws } from './aws-call.ts';
import { AwsCallError } from './aws-errors.ts';

/**
 * Queues an event for the failover function. Lambda may deliver it more than once, which is why
 * that function is idempotent: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const makeInvokeFailover =
  (client: LambdaClient, functionName: string): InvokeFailover =>
  async (event) => {
    const call = { action: 'lambda:InvokeFunction', on: functionName };
    const request = new InvokeCommand({
      FunctionName: functionName,
      InvocationType: 'Event',
      Payload: Buffer.from(JSON.stringify(event)),
    });
    const { StatusCode } = await callAws(call, (options) => client.send(request, options));
    if (StatusCode !== ACCEPTED)
      throw new AwsCallError(call, `the event was not accepted, HTTP ${StatusCode}`);
  };

const ACCEPTED = 202;

/** Asks the failover function and waits for its answer, as JSON; rejects when it ended in an error. */
export const makeAskFailover =
  (client: LambdaClient, functionName: string) =>
  async (event: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const call = { action: 'lambda:InvokeFunction', on: functionName };
    const request = new InvokeCommand({
      FunctionName: functionName,
      InvocationType: 'RequestResponse',
      Payload: Buffer.from(JSON.stringify(event)),
    });
    const { FunctionError, Payload } = await callAws(
      call,
      (options) => client.send(request, options),
      AbortSignal.timeout(ANSWER_MS_MAX),
    );
    const text = Buffer.from(Payload ?? []).toString('utf8');
    if (FunctionError !== undefined)
      throw new AwsCallError(call, `the function ended in an error: ${text.slice(0, ERROR_CHARS)}`);
    return JSON.parse(text);
  };

/** A verification with a cold start, with time to spare. */
export const ANSWER_MS_MAX = 120_000;
const ERROR_CHARS = 300;
