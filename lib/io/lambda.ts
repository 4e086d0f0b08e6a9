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
