import { readFile } from 'node:fs/promises';
import { parseConfig } from '../lib/config/parse.ts';
import { describeProblem } from '../lib/config/problem.ts';
import { UsageError } from './command.ts';

/** Reads and checks a sites.yml; what is wrong comes as one line a problem. */
export async function readSitesFile(
  file: string,
  readText: (file: string) => Promise<string> = (path) => readFile(path, 'utf8'),
) {
  const text = await readText(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `${file} ${PROBLEMS[error.code ?? ''] ?? `cannot be read: ${error.message}`}`,
      {
        cause: error,
      },
    );
  });
  const result = parseConfig(text, file);
  if (result.ok) return result;
  const lines = result.problems.map(describeProblem);
  const count = lines.length === 1 ? '1 problem' : `${lines.length} problems`;
  throw new UsageError([`${file} has ${count}`, ...lines].join('\n'));
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist; copy the example sites.yml or name another file',
  EISDIR: 'is a folder; name the file in it',
  ENOTDIR: 'does not exist: a part of its path is not a folder; check the path',
  EACCES: 'cannot be read: permission denied; make it readable for this user',
  EPERM: 'cannot be read: permission denied; make it readable for this user',
};
