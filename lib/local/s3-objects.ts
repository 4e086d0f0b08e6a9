import { createHash } from 'node:crypto';
import {
  type HeadObject,
  PUBLISHED_MARK,
  type PutObject,
  type RemoveObject,
} from '../core/publish-world.ts';
import type { BucketObject } from '../core/verify/snapshot.ts';
import type { NewObject, StageBucket, StoredObject } from './buckets.ts';

/** What publishing does with the objects of a bucket. */
export type ObjectPorts = {
  readonly headObject: HeadObject;
  readonly putObject: PutObject;
  readonly removeObject: RemoveObject;
};

/** As many as the reader of the real S3 takes. */
const OBJECTS_MAX = 10_000;

/** There is more in the bucket than a static site can have. */
export class TooManyObjectsError extends Error {
  override readonly name = 'TooManyObjectsError';
  constructor(bucket: string) {
    super(
      `bucket ${bucket} of the stage holds more than ${OBJECTS_MAX} objects, so it was not read to its end`,
    );
  }
}

/** The bytes are not those that their MD5 is of; S3 says the same. */
export class BadDigestError extends Error {
  override readonly name = 'BadDigestError';
  constructor(key: string) {
    super(`the MD5 of ${key} is not that of its bytes; read the file again`);
  }
}

/** Everything in the bucket, in the order of S3: by the bytes of the keys. */
export function listObjectsOf({ name, objects }: StageBucket): readonly BucketObject[] {
  if (objects.size > OBJECTS_MAX) throw new TooManyObjectsError(name);
  return [...objects]
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([key, { etag, body }]) => ({ key, etag: withoutQuotes(etag), bytes: body.length }));
}

export const objectPorts = (
  get: (bucket: string) => StageBucket,
  put: (bucket: string, key: string, object: NewObject) => void,
): ObjectPorts => ({
  headObject: async ({ bucket }, key) => headOf(get(bucket).objects.get(key)),
  putObject: async ({ bucket }, { key, md5, ...object }) => {
    const isWhole = createHash('md5').update(object.body).digest('hex') === md5;
    if (!isWhole) throw new BadDigestError(key);
    const metadata = { [PUBLISHED_MARK.key]: PUBLISHED_MARK.value };
    put(bucket, key, { ...object, metadata, encryption: 's3' });
  },
  removeObject: async ({ bucket }, key, etag) => {
    const { objects } = get(bucket);
    const object = objects.get(key);
    if (object !== undefined && withoutQuotes(object.etag) !== etag) return false;
    objects.delete(key);
    return true;
  },
});

const headOf = (object: StoredObject | undefined) =>
  object === undefined
    ? null
    : {
        etag: withoutQuotes(object.etag),
        contentType: object.contentType,
        cacheControl: object.cacheControl,
        isOurs: object.metadata[PUBLISHED_MARK.key] === PUBLISHED_MARK.value,
      };

const withoutQuotes = (etag: string): string => etag.replaceAll('"', '');
