/** What publishing asks of the world beyond `ListObjects`: lib/io does it on S3, lib/local on the stage. */
import type { PublishHeaders } from './publish-headers.ts';
import type { ContentFile } from './verify/snapshot.ts';

/** User metadata of every object that Understudy uploads: nothing else is ever deleted. */
export const PUBLISHED_MARK = { key: 'understudy', value: 'published' } as const;

/** A file of the content folder. */
export type LocalFile = ContentFile & {
  readonly contentType: string;
  /** The bytes that `md5` is of; rejects when the file has changed since. */
  readonly read: () => Promise<Uint8Array>;
};

/** Something in the content folder that is not published. */
export type SkippedFile = { readonly path: string; readonly why: string };

export type LocalContent = {
  /** In the order of their keys. */
  readonly files: readonly LocalFile[];
  readonly skipped: readonly SkippedFile[];
};

/** Reads a content folder. Rejects with ContentFolderError when it cannot be published. */
export type ReadContent = (folder: string) => Promise<LocalContent>;

/** What is known of an object without its bytes. */
export type ObjectHead = {
  /** Without its quotes. */
  readonly etag: string;
  readonly contentType: string | null;
  readonly cacheControl: string | null;
  /** Whether it carries `PUBLISHED_MARK`. */
  readonly isOurs: boolean;
};

/** Where a bucket is. */
export type BucketPlace = { readonly bucket: string; readonly region: string };

/** Null when there is no such object. */
export type HeadObject = (place: BucketPlace, key: string) => Promise<ObjectHead | null>;

/** One object as it is uploaded; it gets `PUBLISHED_MARK`. */
export type Upload = PublishHeaders & {
  readonly key: string;
  /** Hex; S3 refuses bytes that came over otherwise. */
  readonly md5: string;
  readonly body: Uint8Array;
};
/** Readable by every visitor as far as the object goes: never under a KMS key. */
export type PutObject = (place: BucketPlace, upload: Upload) => Promise<void>;

/** Removes the object that had this ETag; false when another has taken its place. */
export type RemoveObject = (place: BucketPlace, key: string, etag: string) => Promise<boolean>;
