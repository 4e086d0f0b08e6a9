import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const files: string[] = [];

/** Writes a file that is gone when this process ends; answers with its path. */
export function temporaryFile(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-bench-'));
  files.push(folder);
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Removes them all; for the end of this process. */
export function removeTemporaryFiles(): void {
  for (const folder of files.splice(0)) rmSync(folder, { recursive: true, force: true });
}
