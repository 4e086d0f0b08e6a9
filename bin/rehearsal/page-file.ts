import { constants } from 'node:fs';
import { access, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../command.ts';

/** Says so before the rehearsal and not after it: a page cannot be kept there. Makes no file yet. */
export async function refuseUnwritable(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory() === true) throw problem(file, 'it is a folder; name a file');
  const place = found === null ? dirname(file) : file;
  try {
    await access(place, constants.W_OK);
    if (found === null && !(await stat(place)).isDirectory()) throw new Error('no folder');
  } catch (cause) {
    throw problem(
      file,
      `${place} is not ${found === null ? 'a folder' : 'a file'} that you may write to`,
      cause,
    );
  }
}

/** Writes the page over whatever was there. */
export async function writePage(file: string, page: string): Promise<void> {
  try {
    await writeFile(file, page);
  } catch (cause) {
    throw problem(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

const problem = (file: string, why: string, cause?: unknown) =>
  new UsageError(`--html ${file}: the page cannot be written: ${why}`, { cause });
