import { STSClient } from '@aws-sdk/client-sts';
import { AWS_CLIENT_LIMITS } from '../../lib/io/aws-call.ts';
import { type AskCallerIdentity, makeAskCallerIdentity } from '../../lib/io/caller-identity.ts';
import { CredentialsError } from './failures.ts';

/** The caller's own credentials, there and valid as far as this machine can tell. */
export type SignedIn = {
  readonly credentials: STSClient['config']['credentials'];
  /** Account that the credentials name by themselves; null when they do not. */
  readonly accountId: string | null;
  readonly askIdentity: AskCallerIdentity;
};

/** Finds the credentials as the AWS CLI does. Rejects with CredentialsError when there are none in time. */
export async function signIn(region: string): Promise<SignedIn> {
  const sts = new STSClient({ ...AWS_CLIENT_LIMITS, region });
  // One chain for all of the clients: whoever has to sign in or to wait does so once.
  const { credentials } = sts.config;
  const { accountId = null } = await inTime(credentials());
  return { credentials, accountId, askIdentity: makeAskCallerIdentity(sts) };
}

/** Signing in may need the network, too, and may hang like everything else. */
const CREDENTIALS_MS_MAX = 20_000;

async function inTime<T>(credentials: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`none within ${CREDENTIALS_MS_MAX / 1_000} s`)),
      CREDENTIALS_MS_MAX,
    );
    over.signal.addEventListener('abort', () => clearTimeout(timer));
  });
  try {
    return await Promise.race([credentials, late]);
  } catch (error) {
    const [why] = (error instanceof Error ? error.message : `${error}`).split('\n');
    throw new CredentialsError(`there are no AWS credentials to work with: ${why}`, {
      cause: error,
    });
  } finally {
    over.abort();
  }
}
