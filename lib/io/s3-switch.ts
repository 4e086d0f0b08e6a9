import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { switchKey } from '../core/switch-key.ts';
import { foreignNote, noteIn, switchBody } from '../core/switch-note.ts';
import type { Switch, SwitchObject } from '../core/world.ts';
import { type CallOptions, callAws } from './aws-call.ts';
import { AwsCallError, whenCode } from './aws-errors.ts';

/**
 * The switch: an object that is there or not. The client must be in the region of the switch's bucket,
 * which is the standby one. Reading needs `s3:ListBucket` on that bucket: without it S3 answers 403
 * for an absent object, and that is an error here, never an absence.
 */
export const makeSwitch = (client: S3Client, bucket: string): Switch => ({
  put: async (site, note) => {
    await putSwitchObject(client, bucket, site, switchBody(note));
  },
  remove: (site, tag) => remove(client, bucket, site, tag),
  read: async (site) => {
    const call = { action: 's3:GetObject and s3:ListBucket', on: where(bucket, site) };
    return callAws<SwitchObject | null>(call, (options) =>
      read(client, bucket, site, options),
    ).catch(whenCode('NoSuchKey', null));
  },
});

const NOTE_BYTES_MAX = 4 * 1024;
const PUT_ATTEMPTS_MAX = 3;

const where = (bucket: string, site: string): string => `${bucket}/${switchKey(site)}`;

/**
 * Only an absent switch is written, so that the first author's note stays: then it answers false. A 409 says that somebody
 * else was writing or deleting at that moment and that one has to try again:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function putSwitchObject(
  client: S3Client,
  bucket: string,
  site: string,
  body: string,
): Promise<boolean> {
  const request = new PutObjectCommand({
    Bucket: bucket,
    Key: switchKey(site),
    Body: body,
    ContentType: 'application/json',
    CacheControl: 'no-store',
    IfNoneMatch: '*',
  });
  for (let tries = 1; ; tries += 1) {
    try {
      await callAws({ action: 's3:PutObject', on: where(bucket, site) }, (options) =>
        client.send(request, options),
      );
      return true;
    } catch (error) {
      const status = error instanceof AwsCallError ? error.httpStatus : null;
      if (status === 412) return false;
      if (status !== 409 || tries === PUT_ATTEMPTS_MAX) throw error;
    }
  }
}

/** Any object means fail over, whatever it holds: a person may have put it there by hand. */
async function read(
  client: S3Client,
  bucket: string,
  site: string,
  options: CallOptions,
): Promise<SwitchObject> {
  const request = new GetObjectCommand({ Bucket: bucket, Key: switchKey(site) });
  const { Body, LastModified, ETag } = await client.send(request, options);
  const note = noteIn(await firstBytes((Body ?? []) as AsyncIterable<Uint8Array>));
  return {
    note: note ?? foreignNote(site, LastModified?.toISOString() ?? null),
    isOurs: note !== null,
    tag: ETag ?? '*',
  };
}

/** Only the object that was seen: one that took its place is somebody else's order. */
async function remove(client: S3Client, bucket: string, site: string, tag: string) {
  const request = new DeleteObjectCommand({
    Bucket: bucket,
    Key: switchKey(site),
    IfMatch: tag,
  });
  try {
    await callAws({ action: 's3:DeleteObject', on: where(bucket, site) }, (options) =>
      client.send(request, options),
    );
    return true;
  } catch (error) {
    const { httpStatus: status, code } =
      error instanceof AwsCallError ? error : { httpStatus: null, code: null };
    // It is gone already, which is what was wanted. A bucket that is gone was not.
    if (status === 404 && code !== 'NoSuchBucket') return true;
    if (status === 412 || status === 409) return false;
    throw error;
  }
}

/** Leaving the loop early closes the stream, so the rest of a long object is never read. */
async function firstBytes(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    kept.push(chunk);
    bytes += chunk.length;
    if (bytes >= NOTE_BYTES_MAX) break;
  }
  return Buffer.concat(kept).subarray(0, NOTE_BYTES_MAX).toString('utf8');
}
