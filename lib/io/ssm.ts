import { GetParameterCommand, type Parameter, type SSMClient } from '@aws-sdk/client-ssm';
import type { ReadParameter } from '../core/world.ts';
import { callAws } from './aws-call.ts';
import { type AwsCall, AwsCallError, whenCode } from './aws-errors.ts';

/** Reads a secret by the name that sites.yml gives. The value goes into no log and no error. */
export type ReadSecret = (name: string) => Promise<string>;

/** Needs `kms:Decrypt` besides, when the SecureString is encrypted with a key of one's own. */
export const makeReadSecret =
  (client: SSMClient): ReadSecret =>
  async (name) => {
    const parameter = await getParameter(client, { Name: name, WithDecryption: true });
    const secret = parameter?.Value;
    if (!secret) throw new AwsCallError(callFor(name), 'the parameter has no value');
    return secret;
  };

/**
 * Looks whether a parameter is there and is a secret. What it holds comes along, encrypted if it is
 * one, and is dropped here: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 */
export const makeReadParameter =
  (client: SSMClient): ReadParameter =>
  (name) =>
    getParameter(client, { Name: name, WithDecryption: false })
      .then((parameter) => ({ isSecret: parameter?.Type === 'SecureString' }))
      .catch(whenCode('ParameterNotFound', null));

const callFor = (name: string): AwsCall => ({
  action: 'ssm:GetParameter',
  on: `parameter ${name}`,
});

async function getParameter(
  client: SSMClient,
  input: { readonly Name: string; readonly WithDecryption: boolean },
): Promise<Parameter | undefined> {
  const call = callFor(input.Name);
  const request = new GetParameterCommand(input);
  try {
    return (await callAws(call, (options) => client.send(request, options))).Parameter;
  } catch (error) {
    throw withoutQuote(call, error);
  }
}

/** A parser's error quotes the text that it could not read, and here that text may be the secret. */
function withoutQuote(call: AwsCall, error: unknown): unknown {
  const wasAnswered = error instanceof AwsCallError && error.httpStatus === 200;
  return wasAnswered ? new AwsCallError(call, 'the answer could not be read') : error;
}
