import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { callAws } from './aws-call.ts';
import { AwsCallError } from './aws-errors.ts';

/** Who the credentials belong to, as AWS tells it: nobody can claim to be somebody else. */
export type CallerIdentity = { readonly arn: string; readonly account: string };
export type AskCallerIdentity = () => Promise<CallerIdentity>;

/** It is good to know who gave an order, and not worth a wait on a bad day. */
const IDENTITY_MS_MAX = 3_000;

/** Needs no permission. The client must be in the standby region: STS has an endpoint in each. */
export const makeAskCallerIdentity =
  (client: STSClient): AskCallerIdentity =>
  async () => {
    const call = { action: 'sts:GetCallerIdentity', on: 'these credentials' };
    const { Arn, Account } = await callAws(
      call,
      (options) => client.send(new GetCallerIdentityCommand({}), options),
      AbortSignal.timeout(IDENTITY_MS_MAX),
    );
    if (Arn === undefined || Account === undefined)
      throw new AwsCallError(call, 'the answer names nobody');
    return { arn: Arn, account: Account };
  };
