import { createHash } from 'node:crypto';
import { ABSENT_BUCKET } from '../core/absent-bucket.ts';
import { switchKey } from '../core/switch-key.ts';
import { foreignNote, noteIn, switchBody } from '../core/switch-note.ts';
import type { Bucket } from '../core/verify/snapshot.ts';
import type { ListObjects, ReadBucket, Switch, SwitchObject } from '../core/world.ts';
import { mayAnyoneRead } from './bucket-policy.ts';
import { listObjectsOf, type ObjectPorts, objectPorts } from './s3-objects.ts';

export type StoredObject = {
  readonly body: Buffer;
  readonly contentType: string;
  readonly cacheControl: string | null;
  /** With its quotes, as in the header. */
  readonly etag: string;
  readonly lastModified: Date;
  /** User metadata, names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly encryption: 's3' | 'kms';
};

export type NewObject = {
  readonly body: string | Uint8Array;
  readonly contentType: string;
  readonly cacheControl?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** What the bucket has as its default, unless it is named. */
  readonly encryption?: 's3' | 'kms';
};

/** A bucket in memory; change it in place to rehearse a bucket that is set up wrongly. */
export type StageBucket = {
  readonly name: string;
  readonly region: string;
  website: Bucket['website'];
  policy: string | null;
  isPublicAccessBlocked: boolean;
  /** These can also be made unreadable, as they are without a permission. */
  isBlockedByAccount: Bucket['isBlockedByAccount'];
  isRequesterPays: Bucket['isRequesterPays'];
  isVersioned: Bucket['isVersioned'];
  encryption: Bucket['encryption'];
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
  readonly listObjects: ListObjects;
  /** What publishing does with objects. */
  readonly publishing: ObjectPorts;
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

/**
 * S3 answers AccessDenied to strangers unless the policy says otherwise, nothing blocks it, and nobody
 * has to pay for asking.
 */
export const isReadableByAnyone = (bucket: StageBucket, key: string): boolean =>
  !bucket.isPublicAccessBlocked &&
  !isOn(bucket.isBlockedByAccount) &&
  !isOn(bucket.isRequesterPays) &&
  mayAnyoneRead(bucket.policy, bucket.name, key);

const isOn = (setting: Bucket['isRequesterPays']): boolean => setting.ok && setting.value;

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
    const bucket = get(name);
    bucket.objects.set(key, stored(object, defaultEncryption(bucket)));
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
    listObjects: async (name) => listObjectsOf(get(name)),
    publishing: objectPorts(get, put),
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
const PRIVATE_BUCKET = {
  website: null,
  policy: null,
  isPublicAccessBlocked: true,
  isBlockedByAccount: { ok: true, value: false },
  isRequesterPays: { ok: true, value: false },
  isVersioned: { ok: true, value: false },
  encryption: { ok: true, value: 's3' },
} as const;

function lookAt(bucket: StageBucket | undefined): Bucket {
  if (bucket === undefined) return ABSENT_BUCKET;
  const { name: _, objects: __, ...settings } = bucket;
  return settings;
}

const defaultEncryption = ({ encryption }: StageBucket): 's3' | 'kms' =>
  encryption.ok ? encryption.value : 's3';

function switchObjectOf(site: string, object: StoredObject | undefined): SwitchObject | null {
  if (object === undefined) return null;
  const note = noteIn(object.body.toString('utf8'));
  const at = object.lastModified.toISOString();
  return { note: note ?? foreignNote(site, at), isOurs: note !== null, tag: object.etag };
}

function stored(object: NewObject, defaultEncryption: 's3' | 'kms'): StoredObject {
  const { body, contentType, cacheControl = null, metadata = {} } = object;
  const { encryption = defaultEncryption } = object;
  const bytes = Buffer.from(body as Uint8Array);
  const etag = `"${etagOf(bytes, encryption)}"`;
  const lastModified = new Date();
  return { body: bytes, contentType, cacheControl, metadata, encryption, etag, lastModified };
}

/** Under a KMS key it is some hash, but not that of the bytes: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html */
const etagOf = (bytes: Buffer, encryption: 's3' | 'kms'): string =>
  createHash('md5')
    .update(encryption === 'kms' ? Buffer.concat([bytes, Buffer.from('under a key')]) : bytes)
    .digest('hex');
