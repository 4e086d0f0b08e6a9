import { open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Backup } from '../core/adopt/backup.ts';
import { decodeBackup, encodeBackup } from './backup-schema.ts';

/** The file cannot be written or read; the message says what to do. */
export class BackupFileError extends Error {
  override readonly name = 'BackupFileError';
}

/** A backup has a few records; more is not one. */
const FILE_BYTES_MAX = 1_000_000;

/**
 * Writes the file anew and never over another one, for this user alone. It resolves once file and
 * folder are on the disk, so that the way back survives whatever the change brings.
 */
export async function writeBackupFile(file: string, backup: Backup): Promise<void> {
  const text = encodeBackup(backup);
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await syncFolder(dirname(file));
  } catch (error) {
    throw explained(error, file, 'written');
  }
}

/** Reads a backup. Rejects with every problem that the file has. */
export async function readBackupFile(file: string): Promise<Backup> {
  const text = await readFile(file, 'utf8').catch((error) => {
    throw explained(error, file, 'read');
  });
  if (text.length > FILE_BYTES_MAX)
    throw new BackupFileError(`${file} is too large for a backup; name the file that was saved`);
  return decodeBackup(text, file);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function explained(error: unknown, file: string, done: 'written' | 'read'): Error {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const advice = ADVICE[code] ?? message;
  return new BackupFileError(`${file} cannot be ${done}: ${advice}`, { cause: error });
}

const ADVICE: Readonly<Record<string, string>> = {
  EEXIST:
    'it is there already, and a way back is never overwritten; name another one with --backup',
  ENOENT: 'there is no such file or folder; check the path',
  EISDIR: 'it is a folder; name a file',
  ENOTDIR: 'a part of its path is not a folder; check the path',
  EACCES: 'permission denied; choose a place that this user may use',
  EROFS: 'the disk is read-only; choose another place with --backup',
  ENOSPC: 'the disk is full; free some space',
};
