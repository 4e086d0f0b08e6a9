import { type Check, fail, type Judgement, pass, unknown, warn } from '../check.ts';
import { few } from '../few.ts';
import { uploadCommand } from '../mends.ts';
import type { BucketObject, ContentFile } from '../snapshot.ts';
import type { BucketView } from './view.ts';

const content: Check<BucketView> = {
  id: 'bucket.content',
  severity: 'fail',
  rule: 'Every file of the content folder is in the bucket, byte for byte. The ETag tells: of a plain upload it is the MD5 of the bytes. Of an upload in parts, or under a KMS key, it is not, and then sizes are compared and nothing more is claimed. More objects may be there.',
  sources: ['https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html'],
  why: 'Visitors get a page that is out of date, or lacks a part.',
  judge: (view) => {
    const { site, bucket, snapshot } = view;
    const { content: files } = snapshot.expected;
    if (bucket.region === null || snapshot.objects === null) return null;
    if (!snapshot.objects.ok)
      return unknown(
        `the objects could not be listed: ${snapshot.objects.why}`,
        `Allow s3:ListBucket on ${site.secondary.bucket} to whoever verifies; the functions get it when they are deployed.`,
      );
    if (files === null) return null;
    if (!files.ok)
      return unknown(files.why, `Correct secondary.content of ${site.name} in sites.yml.`);
    if (files.value.length === 0)
      return warn(
        `${site.secondary.content} has no files`,
        `Put a page, index.html, into ${site.secondary.content}, then ${uploadCommand(site)}`,
      );
    return judgeContent(view, files.value, snapshot.objects.value);
  },
};

/** What a phone on a slow line (400 kbit/s) loads within the two seconds of `website.speed`. */
const INDEX_BYTES_MAX = 100_000;

const indexSize: Check<BucketView> = {
  id: 'bucket.index-size',
  severity: 'warn',
  rule: 'The index document has 100 kB at most, which a slow line loads in two seconds. A website endpoint sends it as it is stored, never compressed.',
  sources: [],
  why: 'During an outage all visitors load it, many over a slow line, and a page that takes long looks as broken as the site.',
  judge: ({ site, bucket, snapshot: { objects } }) => {
    if (!objects?.ok || bucket.region === null) return null;
    const key = indexOf(bucket);
    const index = objects.value.find((object) => object.key === key);
    if (index === undefined) return null;
    const seen = `${key} has ${Math.ceil(index.bytes / 1000)} kB`;
    return index.bytes <= INDEX_BYTES_MAX
      ? pass(seen)
      : warn(
          seen,
          `Take large images and unused styles out of ${site.secondary.content}/${key}, then ${uploadCommand(site)}`,
        );
  },
};

export const BUCKET_CONTENT_CHECKS: readonly Check<BucketView>[] = [content, indexSize];

/** Key of the page at `/`. */
export const indexOf = ({ website }: BucketView['bucket']): string =>
  website?.index ?? 'index.html';

function judgeContent(
  { site, bucket }: BucketView,
  files: readonly ContentFile[],
  objects: readonly BucketObject[],
): Judgement {
  const isUnderKms = bucket.encryption.ok && bucket.encryption.value === 'kms';
  const stored = new Map(objects.map((object) => [object.key, object]));
  const keysThat = (likeness: Likeness) =>
    files
      .filter((file) => likenessOf(file, stored.get(file.key), isUnderKms) === likeness)
      .map(({ key }) => key);
  const problems = [
    ...sentence('missing', keysThat('missing')),
    ...sentence('not as in the folder', keysThat('different')),
  ];
  if (problems.length > 0) return fail(problems.join('; '), uploadCommand(site));
  const unsure = keysThat('of-one-size');
  if (unsure.length > 0)
    return unknown(
      `of the right size, but the ETag is no MD5, so that nobody can tell more: ${few(unsure)}`,
      `Upload them in one piece and without a KMS key: ${uploadCommand(site)}`,
    );
  const count = files.length === 1 ? '1 file' : `${files.length} files`;
  return pass(`${count}, as in the content folder${strayPages(files, objects)}`);
}

type Likeness = 'same' | 'missing' | 'different' | 'of-one-size';

function likenessOf(
  file: ContentFile,
  object: BucketObject | undefined,
  isUnderKms: boolean,
): Likeness {
  if (object === undefined) return 'missing';
  if (object.etag.toLowerCase() === file.md5) return 'same';
  if (object.bytes !== file.bytes) return 'different';
  // Under a KMS key an ETag looks like an MD5 and is none.
  const isMd5 = !isUnderKms && /^[0-9a-f]{32}$/i.test(object.etag);
  return isMd5 ? 'different' : 'of-one-size';
}

const sentence = (what: string, keys: readonly string[]): string[] =>
  keys.length === 0 ? [] : [`${what}: ${few(keys)}`];

/** Pages that nobody keeps any more are no danger, but visitors can find them. */
function strayPages(files: readonly ContentFile[], objects: readonly BucketObject[]): string {
  const kept = new Set(files.map(({ key }) => key));
  const strays = objects
    .map(({ key }) => key)
    .filter((key) => /\.html?$/i.test(key) && !kept.has(key));
  return strays.length === 0 ? '' : `; visitors also find ${few(strays)}, which the folder has not`;
}
