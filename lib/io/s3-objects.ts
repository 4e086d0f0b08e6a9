import {
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2Output,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import {
  type HeadObject,
  PUBLISHED_MARK,
  type PutObject,
  type RemoveObject,
} from '../core/publish-world.ts';
import type { BucketObject } from '../core/verify/snapshot.ts';
import type { ListObjects } from '../core/world.ts';
import { callAws } from './aws-call.ts';
import { AwsCallError } from './aws-errors.ts';
import type { ClientForRegion } from './s3-bucket.ts';

/** A bucket of a static website that holds more is not one: it is not read to its end. */
export const OBJECTS_MAX = 10_000;
/** The most that S3 gives at once. */
const PAGE_OBJECTS = 1_000;
/** For one file over a slow line; everything else about a bucket is quick. */
const UPLOAD_MS_MAX = 120_000;

/** How the clients must be made that upload: the other limits would end the upload of a large file. */
export const UPLOAD_CLIENT_LIMITS = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 3_000,
    requestTimeout: UPLOAD_MS_MAX,
    throwOnRequestTimeout: true,
  },
} as const;

/** There is more in the bucket than a static site can have. */
export class TooManyObjectsError extends Error {
  override readonly name = 'TooManyObjectsError';
  constructor(bucket: string) {
    super(
      `bucket ${bucket} holds more than ${OBJECTS_MAX} objects, so it was not read to its end: give the static site a bucket of its own`,
    );
  }
}

/** Everything in a bucket, a page at a time. The bucket must be in the region, and in the account when that is known. */
export const makeListObjects =
  (clientFor: ClientForRegion, accountId: string | null): ListObjects =>
  async (bucket, region) => {
    const objects: BucketObject[] = [];
    let next: string | undefined;
    do {
      const request = new ListObjectsV2Command({
        ...ownedBy(bucket, accountId),
        MaxKeys: PAGE_OBJECTS,
        ContinuationToken: next,
        // XML cannot hold every character that a key may have.
        EncodingType: 'url',
      });
      const page = await callAws({ action: 's3:ListBucket', on: `bucket ${bucket}` }, (options) =>
        clientFor(region).send(request, options),
      ).catch(withAdvice(bucket, region));
      objects.push(...(page.Contents ?? []).map(toBucketObject));
      next = page.IsTruncated === true ? page.NextContinuationToken : undefined;
      if (objects.length > OBJECTS_MAX || (next !== undefined && objects.length === OBJECTS_MAX))
        throw new TooManyObjectsError(bucket);
    } while (next !== undefined);
    return objects;
  };

/** The bucket is not where it should be. */
export class BucketNotThereError extends Error {
  override readonly name = 'BucketNotThereError';
}

/** For `catch`: two answers of S3 that say by themselves what has to be done. */
const withAdvice =
  (bucket: string, region: string) =>
  (cause: unknown): never => {
    const code = cause instanceof AwsCallError ? cause.code : null;
    if (code === 'NoSuchBucket')
      throw new BucketNotThereError(`there is no bucket ${bucket}: npm run deploy makes it`, {
        cause,
      });
    if (code === 'PermanentRedirect')
      throw new BucketNotThereError(
        `bucket ${bucket} is not in ${region}: correct secondary.region, and deploy`,
        { cause },
      );
    throw cause;
  };

type ListedObject = NonNullable<ListObjectsV2Output['Contents']>[number];

const toBucketObject = ({ Key = '', ETag = '', Size = 0 }: ListedObject): BucketObject => ({
  key: decodeURIComponent(Key.replaceAll('+', ' ')),
  etag: withoutQuotes(ETag),
  bytes: Size,
});

/** A HEAD tells no reason but a status: 404 is an absence only with `s3:ListBucket`, else S3 answers 403. */
export const makeHeadObject =
  (clientFor: ClientForRegion, accountId: string | null): HeadObject =>
  async ({ bucket, region }, key) => {
    const request = new HeadObjectCommand({ ...ownedBy(bucket, accountId), Key: key });
    const call = { action: 's3:GetObject and s3:ListBucket', on: `${bucket}/${key}` };
    try {
      const head = await callAws(call, (options) => clientFor(region).send(request, options));
      return {
        etag: withoutQuotes(head.ETag ?? ''),
        contentType: head.ContentType ?? null,
        cacheControl: head.CacheControl ?? null,
        isOurs: head.Metadata?.[PUBLISHED_MARK.key] === PUBLISHED_MARK.value,
      };
    } catch (error) {
      if (error instanceof AwsCallError && error.httpStatus === 404) return null;
      throw error;
    }
  };

/**
 * Uploads in one request, with its MD5, so that what arrives is what was read. The encryption is named,
 * since visitors cannot read an object under a KMS key, which a bucket may have as its default:
 * https://repost.aws/knowledge-center/s3-kms-signature-version-error
 */
export const makePutObject =
  (clientFor: ClientForRegion, accountId: string | null): PutObject =>
  async ({ bucket, region }, { key, md5, body, contentType, cacheControl }) => {
    const request = new PutObjectCommand({
      ...ownedBy(bucket, accountId),
      Key: key,
      Body: body,
      ContentType: contentType,
      CacheControl: cacheControl,
      ContentMD5: Buffer.from(md5, 'hex').toString('base64'),
      Metadata: { [PUBLISHED_MARK.key]: PUBLISHED_MARK.value },
      ServerSideEncryption: 'AES256',
    });
    await callAws(
      { action: 's3:PutObject', on: `${bucket}/${key}` },
      (options) => clientFor(region).send(request, options),
      AbortSignal.timeout(UPLOAD_MS_MAX),
    );
  };

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html */
export const makeRemoveObject =
  (clientFor: ClientForRegion, accountId: string | null): RemoveObject =>
  async ({ bucket, region }, key, etag) => {
    const request = new DeleteObjectCommand({
      ...ownedBy(bucket, accountId),
      Key: key,
      IfMatch: `"${etag}"`,
    });
    const call = { action: 's3:DeleteObject and s3:GetObject', on: `${bucket}/${key}` };
    try {
      await callAws(call, (options) => clientFor(region).send(request, options));
      return true;
    } catch (error) {
      const { httpStatus, code } =
        error instanceof AwsCallError ? error : { httpStatus: null, code: null };
      // It is gone already, which is what was wanted. A bucket that is gone was not.
      if (httpStatus === 404 && code !== 'NoSuchBucket') return true;
      if (httpStatus === 412 || httpStatus === 409) return false;
      throw error;
    }
  };

const ownedBy = (bucket: string, accountId: string | null) => ({
  Bucket: bucket,
  ExpectedBucketOwner: accountId ?? undefined,
});

const withoutQuotes = (etag: string): string => etag.replace(/^(?:W\/)?"|"$/g, '');
