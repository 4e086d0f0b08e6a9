import { GetPublicAccessBlockCommand, type S3ControlClient } from '@aws-sdk/client-s3-control';
import { callAws } from './aws-call.ts';
import { whenCode } from './aws-errors.ts';
import type { ReadAccountBlock } from './s3-bucket-looks.ts';

/**
 * Reads the account's own public-access settings, which stand above those of every bucket:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html.
 * Without an account ID nobody can be asked, and it rejects.
 */
export const makeReadAccountBlock =
  (client: S3ControlClient, accountId: string | null): ReadAccountBlock =>
  async () => {
    if (accountId === null)
      throw new Error('the account is not known, so its public-access settings were not read');
    const call = { action: 's3:GetAccountPublicAccessBlock', on: `account ${accountId}` };
    const request = new GetPublicAccessBlockCommand({ AccountId: accountId });
    return callAws(call, async (options) => {
      const answer = await client.send(request, options);
      const block = answer.PublicAccessBlockConfiguration;
      return block?.BlockPublicPolicy === true || block?.RestrictPublicBuckets === true;
    }).catch(whenCode('NoSuchPublicAccessBlockConfiguration', false));
  };
