import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { callAws } from './aws-call.ts';
import { type AwsCall, AwsCallError } from './aws-errors.ts';

/** Reads a secret by the name that sites.yml gives. The value goes into no log and no error. */
export type ReadSecret = (name: string) => Promise<string>;

/** Needs `kms:Decrypt` besides, when the SecureString is encrypted with a key of one's own. */
export const makeReadSecret =
  (client: SSMClient): ReadSecret =>
  async (name) => {
    const call = { action: 'ssm:GetParameter', on: `parameter ${name}` };
    const request = new GetParameterCommand({ Name: name, WithDecryption: true });
    const answer = await callAws(call, (options) => client.send(request, options)).catch(
      (error) => {
        throw withoutQuote(call, error);
      },
    );
    const secret = answer.Parameter?.Value;
    if (!secret) throw new AwsCallError(call, 'the parameter has no value');
    return secret;
  };

/** A parser's error quotes the text that it could not read, and here that text may be the secret. */
function withoutQuote(call: AwsCall, error: unknown): unknown {
  const wasAnswered = error instanceof AwsCallError && error.httpStatus === 200;
  return wasAnswered ? new AwsCallError(call, 'the answer could not be read') : error;
}
