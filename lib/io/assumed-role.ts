import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { callAws } from './aws-call.ts';
import { AwsCallError } from './aws-errors.ts';

/** What a role lends to whoever assumes it, and until when. */
export type RoleCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
};

/** Under this name the role's own account finds us in its trail. */
const SESSION_NAME = 'understudy';

/**
 * Credentials of a role in another account, for the `credentials` of a client, which keeps them until five
 * minutes before they expire and then asks anew. They last for an hour, as long as a role that assumes
 * another one may have it. The client must be in the stack's region: STS has an endpoint in each.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const makeAssumeRole =
  (client: STSClient, roleArn: string) => async (): Promise<RoleCredentials> => {
    const call = {
      action: 'sts:AssumeRole',
      on: `${roleArn}, whose trust policy must let this caller in,`,
    };
    const request = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: SESSION_NAME });
    const { Credentials } = await callAws(call, (options) => client.send(request, options));
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || Expiration === undefined)
      throw new AwsCallError(call, 'the answer holds no credentials');
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
  };
