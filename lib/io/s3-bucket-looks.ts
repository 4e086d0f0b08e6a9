import {
  GetBucketEncryptionCommand,
  GetBucketRequestPaymentCommand,
  GetBucketVersioningCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Look } from '../core/verify/finding.ts';
import type { Bucket } from '../core/verify/snapshot.ts';
import { callAws } from './aws-call.ts';
import { whenCode } from './aws-errors.ts';

/** A bucket, and the account that it must belong to. */
export type BucketTarget = {
  readonly Bucket: string;
  readonly ExpectedBucketOwner: string | undefined;
};

/** Whether the account's own settings block every public policy. Rejects when it cannot tell. */
export type ReadAccountBlock = () => Promise<boolean>;

type Looks = Pick<Bucket, 'isBlockedByAccount' | 'isRequesterPays' | 'isVersioned' | 'encryption'>;

/** What is good to know of a bucket: one part that cannot be read takes none of the others with it. */
export async function lookCloser(
  client: S3Client,
  target: BucketTarget,
  readAccountBlock: ReadAccountBlock,
): Promise<Looks> {
  const [isBlockedByAccount, isRequesterPays, isVersioned, encryption] = await Promise.all([
    asLook(readAccountBlock()),
    asLook(readRequesterPays(client, target)),
    asLook(readVersioning(client, target)),
    asLook(readEncryption(client, target)),
  ]);
  return { isBlockedByAccount, isRequesterPays, isVersioned, encryption };
}

const asLook = <T>(reading: Promise<T>): Promise<Look<T>> =>
  reading.then(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({ ok: false, why: error instanceof Error ? error.message : `${error}` }),
  );

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html */
async function readRequesterPays(client: S3Client, target: BucketTarget): Promise<boolean> {
  const call = { action: 's3:GetBucketRequestPayment', on: `bucket ${target.Bucket}` };
  return callAws(call, async (options) => {
    const answer = await client.send(new GetBucketRequestPaymentCommand(target), options);
    return answer.Payer === 'Requester';
  });
}

/** A bucket that never had versions has no status; one whose versions are suspended keeps no new ones. */
async function readVersioning(client: S3Client, target: BucketTarget): Promise<boolean> {
  const call = { action: 's3:GetBucketVersioning', on: `bucket ${target.Bucket}` };
  return callAws(call, async (options) => {
    const answer = await client.send(new GetBucketVersioningCommand(target), options);
    return answer.Status === 'Enabled';
  });
}

/**
 * Under a KMS key, of one layer or two, objects cannot be read without a signature. The action is not
 * called like the call: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html
 */
async function readEncryption(client: S3Client, target: BucketTarget): Promise<'s3' | 'kms'> {
  const call = { action: 's3:GetEncryptionConfiguration', on: `bucket ${target.Bucket}` };
  return callAws<'s3' | 'kms'>(call, async (options) => {
    const answer = await client.send(new GetBucketEncryptionCommand(target), options);
    const rules = answer.ServerSideEncryptionConfiguration?.Rules ?? [];
    const algorithms = rules.map((rule) => rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm);
    return algorithms.some((algorithm) => algorithm?.startsWith('aws:kms')) ? 'kms' : 's3';
  }).catch(whenCode('ServerSideEncryptionConfigurationNotFoundError', 's3'));
}
