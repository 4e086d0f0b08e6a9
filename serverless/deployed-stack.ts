import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { Route53ClientConfig } from '@aws-sdk/client-route-53';
import { AWS_CLIENT_LIMITS } from '../lib/io/aws-call.ts';
import { AwsCallError } from '../lib/io/aws-errors.ts';
import { makeReadStackOutputs } from '../lib/io/stack-outputs.ts';

/** As much of the framework as names the stack. */
export type WithStack = {
  readonly service: { readonly provider: { readonly stackName: string } };
};

/** Whose credentials the framework has, and where it works. */
export type AwsProvider = {
  readonly getAwsSdkV3Config: () => Promise<Pick<Route53ClientConfig, 'credentials'>>;
  readonly getRegion: () => string;
};

/** And whose account that is, and which stage. */
export type AccountProvider = AwsProvider & {
  readonly getAccountId: () => Promise<string>;
  readonly getStage: () => string;
};

/** The credentials of whoever runs the framework. */
export async function credentialsOf(provider: Pick<AwsProvider, 'getAwsSdkV3Config'>) {
  const { credentials } = await provider.getAwsSdkV3Config();
  if (credentials === undefined) throw new Error('the framework has no AWS credentials');
  return credentials;
}

/** The outputs of the stack as it is deployed; none before the first deployment. */
export async function readDeployedOutputs(
  provider: AwsProvider,
  stack: string,
): Promise<ReadonlyMap<string, string>> {
  const credentials = await credentialsOf(provider);
  const client = new CloudFormationClient({
    ...AWS_CLIENT_LIMITS,
    region: provider.getRegion(),
    credentials,
  });
  try {
    return await makeReadStackOutputs(client, stack)();
  } catch (error) {
    if (error instanceof AwsCallError && /does not exist/.test(error.message)) return new Map();
    throw error;
  } finally {
    client.destroy();
  }
}
