import { isPage, type PublishHeaders, publishHeaders } from './publish-headers.ts';
import type { ObjectHead } from './publish-world.ts';
import type { BucketObject, ContentFile } from './verify/snapshot.ts';

/** What publishing a folder will do to a bucket. Each list is in the order of the keys. */
export type PublishPlan = {
  readonly put: readonly PlannedPut[];
  /** Ours, and no longer in the folder. */
  readonly remove: readonly PlannedRemoval[];
  readonly keep: readonly string[];
  /** Not in the folder and not put there by Understudy: left alone. */
  readonly foreign: readonly string[];
};

export type PlannedPut = PublishHeaders & { readonly key: string; readonly why: PutWhy };
export type PutWhy = 'new' | 'content changed' | 'headers changed' | 'content cannot be compared';
export type PlannedRemoval = { readonly key: string; readonly etag: string };

/**
 * The objects whose heads `planPublish` needs: those with the same bytes, whose headers may differ, and
 * those that are not in the folder, which may be ours. A list of a bucket tells neither.
 */
export function headsNeeded(
  files: readonly ContentFile[],
  objects: readonly BucketObject[],
): readonly string[] {
  const md5s = new Map(files.map(({ key, md5 }) => [key, md5]));
  return objects
    .filter(({ key, etag }) => !md5s.has(key) || md5s.get(key) === etag)
    .map(({ key }) => key);
}

/** Compares a folder with a bucket. An object without a head is taken for somebody else's. */
export function planPublish(
  files: readonly ContentFile[],
  objects: readonly BucketObject[],
  heads: ReadonlyMap<string, ObjectHead>,
): PublishPlan {
  const present = new Map(objects.map((object) => [object.key, object]));
  const wanted = files.map((file) => ({
    key: file.key,
    ...publishHeaders(file.key),
    why: whyPut(file, present.get(file.key), heads.get(file.key)),
  }));
  const keys = new Set(files.map(({ key }) => key));
  const strays = objects.filter(({ key }) => !keys.has(key)).map(({ key }) => key);
  return {
    put: byKey(wanted.flatMap(({ why, ...file }) => (why === null ? [] : [{ ...file, why }]))),
    remove: byKey(strays.flatMap((key) => removalOf(key, heads.get(key)))),
    keep: wanted.flatMap(({ key, why }) => (why === null ? [key] : [])).sort(),
    foreign: strays.filter((key) => heads.get(key)?.isOurs !== true).sort(),
  };
}

/** Parts first and pages last, so that a visitor never meets a page whose parts are missing. */
export function putWaves(puts: readonly PlannedPut[]): readonly (readonly PlannedPut[])[] {
  const pages = puts.filter(({ key }) => isPage(key));
  const parts = puts.filter(({ key }) => !isPage(key));
  return [parts, pages].filter((wave) => wave.length > 0);
}

/**
 * Null: it is there as it should be. The ETag of a multipart upload is not the MD5 of the bytes, so it
 * tells nothing: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
 */
function whyPut(
  file: ContentFile,
  object: BucketObject | undefined,
  head: ObjectHead | undefined,
): PutWhy | null {
  if (object === undefined) return 'new';
  if (!/^[0-9a-f]{32}$/i.test(object.etag)) return 'content cannot be compared';
  if (object.etag !== file.md5 || object.bytes !== file.bytes) return 'content changed';
  // It was changed or removed since the bucket was listed.
  if (head?.etag !== object.etag) return 'content changed';
  return isSentRight(file.key, head) ? null : 'headers changed';
}

function isSentRight(key: string, head: ObjectHead): boolean {
  const { contentType, cacheControl } = publishHeaders(key);
  return head.contentType === contentType && head.cacheControl === cacheControl;
}

const removalOf = (key: string, head: ObjectHead | undefined): readonly PlannedRemoval[] =>
  head?.isOurs === true ? [{ key, etag: head.etag }] : [];

const byKey = <T extends { readonly key: string }>(items: readonly T[]): readonly T[] =>
  [...items].sort((a, b) => (a.key < b.key ? -1 : 1));
