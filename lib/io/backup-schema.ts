import * as z from 'zod';
import type { Backup } from '../core/adopt/backup.ts';
import { epochMs } from '../core/time.ts';

/** Goes up when a file of the version before can no longer be read. */
export const BACKUP_VERSION = 1;

/** What should be a backup is none; every problem is in the message. */
export class BrokenBackupError extends Error {
  override readonly name = 'BrokenBackupError';
  constructor(where: string, problems: string, options?: ErrorOptions) {
    super(`${where} is not a backup that can be put back: ${problems}`, options);
  }
}

const TEXT = z.string().min(1);

const RECORD = z.strictObject({
  name: TEXT,
  type: TEXT,
  ttlSeconds: z.int().nonnegative().nullable(),
  values: z.array(TEXT).readonly(),
  alias: z
    .strictObject({ dnsName: TEXT, hostedZoneId: TEXT, evaluateTargetHealth: z.boolean() })
    .nullable(),
  routing: z.enum([
    'simple',
    'failover',
    'weighted',
    'latency',
    'geolocation',
    'geoproximity',
    'multivalue',
    'cidr',
    'traffic-policy',
  ]),
  failover: z.enum(['PRIMARY', 'SECONDARY']).nullable(),
  setIdentifier: TEXT.nullable(),
  healthCheckId: TEXT.nullable(),
});

const RECORDS = z.array(RECORD).readonly();

const BACKUP = z.strictObject({
  version: z.literal(BACKUP_VERSION),
  kind: z.enum(['adopt', 'release', 'rollback']),
  savedAt: z.iso.datetime(),
  by: z.string(),
  planId: TEXT,
  zone: z.strictObject({ id: TEXT, name: TEXT }),
  sites: z.array(TEXT).min(1).readonly(),
  before: RECORDS,
  after: RECORDS,
  inverse: z
    .array(z.strictObject({ action: z.enum(['CREATE', 'DELETE']), record: RECORD }))
    .min(1)
    .readonly(),
});

/** As a text that people can read, too. What could not be read back is never written. */
export function encodeBackup(backup: Backup): string {
  const text = JSON.stringify(
    { version: BACKUP_VERSION, ...backup, savedAt: new Date(backup.savedAt).toISOString() },
    null,
    2,
  );
  decodeBackup(text, 'the backup');
  return `${text}\n`;
}

/** The backup in a text. Rejects one that is not whole, with every problem at once. */
export function decodeBackup(text: string, where: string): Backup {
  const parsed = BACKUP.safeParse(jsonOf(text, where));
  if (!parsed.success)
    throw new BrokenBackupError(where, problemsOf(parsed.error), { cause: parsed.error });
  const { version: _, savedAt, ...backup } = parsed.data;
  return { ...backup, savedAt: epochMs(Date.parse(savedAt)) };
}

function jsonOf(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BrokenBackupError(where, 'it is not JSON', { cause: error });
  }
}

const problemsOf = (error: z.ZodError): string =>
  error.issues
    .map(({ path, message }) => `${path.length === 0 ? 'file' : path.join('.')}: ${message}`)
    .join('; ');
