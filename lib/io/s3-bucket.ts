import {
  GetBucketPolicyCommand,
  GetBucketWebsiteCommand,
  type GetBucketWebsiteOutput,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { ABSENT_BUCKET } from '../core/absent-bucket.ts';
import type { Bucket } from '../core/verify/snapshot.ts';
import type { ReadBucket } from '../core/world.ts';
import { callAws } from './aws-call.ts';
import { AwsCallError, isDenied, whenCode } from './aws-errors.ts';
import { type BucketTarget, lookCloser, type ReadAccountBlock } from './s3-bucket-looks.ts';

/** One client a region, made once. The SDK's own redirects are not safe for parallel calls. */
export type ClientForRegion = (region: string) => S3Client;

/**
 * Reads a bucket's settings where it really is. With an account ID, a bucket of that name that belongs
 * to somebody else counts as none: it could serve anything under the site's name.
 */
export const makeReadBucket =
  (
    clientFor: ClientForRegion,
    accountId: string | null,
    readAccountBlock: ReadAccountBlock,
  ): ReadBucket =>
  async (bucket, region) => {
    const target = { Bucket: bucket, ExpectedBucketOwner: accountId ?? undefined };
    const place = await locate(clientFor, target, region);
    if (place === null) return ABSENT_BUCKET;
    const client = clientFor(place.region);
    const looks = lookCloser(client, target, readAccountBlock);
    const reads = readSettings(client, target);
    if (place.refusal === null) {
      const [website, isPublicAccessBlocked, policy] = await Promise.all(reads);
      return { region: place.region, website, isPublicAccessBlocked, policy, ...(await looks) };
    }
    // Any setting that may be read shows that it is our bucket, and only s3:ListBucket is missing.
    const outcomes = await Promise.allSettled(reads);
    if (outcomes.every((outcome) => outcome.status === 'rejected' && isDenied(outcome.reason)))
      return ABSENT_BUCKET;
    throw place.refusal;
  };

type Place = { readonly region: string; readonly refusal: AwsCallError | null };

/** HEAD tells no reason but a status, and the real region even when it refuses: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
async function locate(
  clientFor: ClientForRegion,
  target: BucketTarget,
  region: string,
): Promise<Place | null> {
  const call = { action: 's3:ListBucket', on: `bucket ${target.Bucket}` };
  const request = new HeadBucketCommand(target);
  try {
    const answer = await callAws(call, (options) => clientFor(region).send(request, options));
    return { region: answer.BucketRegion ?? region, refusal: null };
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.httpStatus === null) throw error;
    const realRegion = bucketRegionOf(error.cause) ?? region;
    if (error.httpStatus === 404) return null;
    if (error.httpStatus === 403) return { region: realRegion, refusal: error };
    if (realRegion !== region) return locate(clientFor, target, realRegion);
    throw error;
  }
}

/** The SDK keeps the answer of a failed call in a hidden field. */
function bucketRegionOf(cause: unknown): string | undefined {
  const { $response } = cause as { $response?: { headers?: Record<string, string> } };
  return $response?.headers?.['x-amz-bucket-region'];
}

const readSettings = (client: S3Client, target: BucketTarget) =>
  [
    readWebsite(client, target),
    readPublicAccessBlock(client, target),
    readPolicy(client, target),
  ] as const;

async function readWebsite(client: S3Client, target: BucketTarget): Promise<Bucket['website']> {
  const call = { action: 's3:GetBucketWebsite', on: `bucket ${target.Bucket}` };
  return callAws<Bucket['website']>(call, async (options) =>
    toWebsite(await client.send(new GetBucketWebsiteCommand(target), options)),
  ).catch(whenCode('NoSuchWebsiteConfiguration', null));
}

const toWebsite = (website: GetBucketWebsiteOutput): NonNullable<Bucket['website']> => ({
  index: website.IndexDocument?.Suffix ?? null,
  error: website.ErrorDocument?.Key ?? null,
  redirectsAllTo: website.RedirectAllRequestsTo?.HostName ?? null,
});

/** The one setting refuses a public policy, the other ignores it: either way the files are not public. */
async function readPublicAccessBlock(client: S3Client, target: BucketTarget): Promise<boolean> {
  const call = { action: 's3:GetBucketPublicAccessBlock', on: `bucket ${target.Bucket}` };
  return callAws(call, async (options) => {
    const answer = await client.send(new GetPublicAccessBlockCommand(target), options);
    const block = answer.PublicAccessBlockConfiguration;
    return block?.BlockPublicPolicy === true || block?.RestrictPublicBuckets === true;
  }).catch(whenCode('NoSuchPublicAccessBlockConfiguration', false));
}

async function readPolicy(client: S3Client, target: BucketTarget): Promise<string | null> {
  const call = { action: 's3:GetBucketPolicy', on: `bucket ${target.Bucket}` };
  return callAws<string | null>(call, async (options) => {
    const answer = await client.send(new GetBucketPolicyCommand(target), options);
    return answer.Policy ?? null;
  }).catch(whenCode('NoSuchBucketPolicy', null));
}
