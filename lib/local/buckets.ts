import { createHash } from 'node:crypto';
import { switchKey } from '../core/switch-key.ts';
import { foreignNote, noteIn, switchBody } from '../core/switch-note.ts';
import type { Bucket } from '../core/verify/snapshot.ts';
import type { ReadBucket, Switch, SwitchObject } from '../core/world.ts';
import { mayAnyoneRead } from './bucket-policy.ts';

export type StoredObject = {
  readonly body: Buffer;
  readonly contentType: string;
  readonly cacheControl: string | null;
  /** With its quotes, as in the header. */
  readonly etag: string;
  readonly lastModified: Date;
};

export type NewObject = {
  readonly body: string | Uint8Array;
  readonly contentType: string;
  readonly cacheControl?: string;
};

/** A bucket in memory; change it in place to rehearse a bucket that is set up wrongly. */
export type StageBucket = {
  readonly name: string;
  readonly region: string;
  website: Bucket['website'];
  policy: string | null;
  isPublicAccessBlocked: boolean;
  readonly objects: Map<string, StoredObject>;
};

/** S3 in memory. */
export type Buckets = {
  readonly create: (
    bucket: Pick<StageBucket, 'name' | 'region'> & Partial<StageBucket>,
  ) => StageBucket;
  readonly drop: (name: string) => void;
  readonly find: (name: string) => StageBucket | null;
  readonly putObject: (name: string, key: string, object: NewObject) => void;
  readonly removeObject: (name: string, key: string) => void;
  readonly readBucket: ReadBucket;
  /** The switch objects that live in this bucket. */
  readonly switchIn: (name: string) => Switch;
};

/** A policy as the website needs it: everyone may read, nobody may list. */
export const publicReadPolicy = (bucket: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${bucket}/*`,
      },
    ],
  });

/** S3 answers AccessDenied to strangers unless the policy says otherwise and nothing blocks it. */
export const isReadableByAnyone = (bucket: StageBucket, key: string): boolean =>
  !bucket.isPublicAccessBlocked && mayAnyoneRead(bucket.policy, bucket.name, key);

/** The bucket that something is done to does not exist. */
export class NoSuchBucketError extends Error {
  override readonly name = 'NoSuchBucketError';
  constructor(bucket: string, options?: ErrorOptions) {
    super(`there is no bucket ${bucket} on the stage`, options);
  }
}

export function makeBuckets(): Buckets {
  const buckets = new Map<string, StageBucket>();
  const get = (name: string): StageBucket => {
    const bucket = buckets.get(name);
    if (bucket === undefined) throw new NoSuchBucketError(name);
    return bucket;
  };
  const put: Buckets['putObject'] = (name, key, object) => {
    get(name).objects.set(key, stored(object));
  };
  return {
    create: (given) => {
      const bucket = { ...PRIVATE_BUCKET, objects: new Map(), ...given };
      buckets.set(bucket.name, bucket);
      return bucket;
    },
    drop: (name) => {
      buckets.delete(name);
    },
    find: (name) => buckets.get(name) ?? null,
    putObject: put,
    removeObject: (name, key) => {
      get(name).objects.delete(key);
    },
    readBucket: async (name) => lookAt(buckets.get(name)),
    switchIn: (name) => ({
      put: async (site, note) => {
        if (get(name).objects.has(switchKey(site))) return;
        put(name, switchKey(site), { body: switchBody(note), contentType: 'application/json' });
      },
      remove: async (site, tag) => {
        const object = get(name).objects.get(switchKey(site));
        if (object !== undefined && object.etag !== tag) return false;
        get(name).objects.delete(switchKey(site));
        return true;
      },
      read: async (site) => switchObjectOf(site, get(name).objects.get(switchKey(site))),
    }),
  };
}

/** As S3 makes buckets since April 2023: public access blocked, no policy, no website. */
const PRIVATE_BUCKET = { website: null, policy: null, isPublicAccessBlocked: true };

const lookAt = (bucket: StageBucket | undefined): Bucket =>
  bucket === undefined
    ? { region: null, website: null, isPublicAccessBlocked: false, policy: null }
    : {
        region: bucket.region,
        website: bucket.website,
        isPublicAccessBlocked: bucket.isPublicAccessBlocked,
        policy: bucket.policy,
      };

function switchObjectOf(site: string, object: StoredObject | undefined): SwitchObject | null {
  if (object === undefined) return null;
  const note = noteIn(object.body.toString('utf8'));
  const at = object.lastModified.toISOString();
  return { note: note ?? foreignNote(site, at), isOurs: note !== null, tag: object.etag };
}

function stored({ body, contentType, cacheControl }: NewObject): StoredObject {
  const bytes = Buffer.from(body as Uint8Array);
  const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
  const lastModified = new Date();
  return { body: bytes, contentType, cacheControl: cacheControl ?? null, etag, lastModified };
}
