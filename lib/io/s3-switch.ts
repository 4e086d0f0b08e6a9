import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import * as z from 'zod';
import { switchKey } from '../core/switch-key.ts';
import type { Switch, SwitchNote } from '../core/world.ts';
import { type CallOptions, callAws } from './aws-call.ts';
import { AwsCallError, whenCode } from './aws-errors.ts';

/**
 * The switch: an object that is there or not. The client must be in the region of the switch's bucket,
 * which is the standby one. Reading needs `s3:ListBucket` on that bucket: without it S3 answers 403
 * for an absent object, and that is an error here, never an absence.
 */
export const makeSwitch = (client: S3Client, bucket: string): Switch => ({
  put: (site, note) => put(client, bucket, site, note),
  remove: async (site) => {
    const request = new DeleteObjectCommand({ Bucket: bucket, Key: switchKey(site) });
    await callAws({ action: 's3:DeleteObject', on: where(bucket, site) }, (options) =>
      client.send(request, options),
    );
  },
  read: async (site) => {
    const call = { action: 's3:GetObject and s3:ListBucket', on: where(bucket, site) };
    return callAws<SwitchNote | null>(call, (options) => read(client, bucket, site, options)).catch(
      whenCode('NoSuchKey', null),
    );
  },
});

const NOTE_BYTES_MAX = 4 * 1024;
const PUT_ATTEMPTS_MAX = 3;
const UNREADABLE = 'the switch object holds no note that Understudy wrote';

const where = (bucket: string, site: string): string => `${bucket}/${switchKey(site)}`;

/**
 * Only an absent switch is written, so that the first author's note stays. A 409 says that somebody
 * else was writing or deleting at that moment and that one has to try again:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
async function put(client: S3Client, bucket: string, site: string, note: SwitchNote) {
  const request = new PutObjectCommand({
    Bucket: bucket,
    Key: switchKey(site),
    Body: JSON.stringify(note),
    ContentType: 'application/json',
    CacheControl: 'no-store',
    IfNoneMatch: '*',
  });
  for (let tries = 1; ; tries += 1) {
    try {
      await callAws({ action: 's3:PutObject', on: where(bucket, site) }, (options) =>
        client.send(request, options),
      );
      return;
    } catch (error) {
      const status = error instanceof AwsCallError ? error.httpStatus : null;
      if (status === 412) return;
      if (status !== 409 || tries === PUT_ATTEMPTS_MAX) throw error;
    }
  }
}

/** Any object means fail over, whatever it holds: a person may have put it there by hand. */
async function read(client: S3Client, bucket: string, site: string, options: CallOptions) {
  const request = new GetObjectCommand({ Bucket: bucket, Key: switchKey(site) });
  const { Body, LastModified } = await client.send(request, options);
  const text = await firstBytes((Body ?? []) as AsyncIterable<Uint8Array>);
  return (
    parseNote(text) ?? {
      site,
      by: 'unknown',
      at: LastModified?.toISOString() ?? 'unknown',
      reason: UNREADABLE,
    }
  );
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

const NOTE = z.object({ site: z.string(), by: z.string(), at: z.string(), reason: z.string() });

function parseNote(text: string): SwitchNote | null {
  try {
    return NOTE.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
