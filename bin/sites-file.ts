import { readFile } from 'node:fs/promises';
import { parseConfig } from '../lib/config/parse.ts';
import { describeProblem } from '../lib/config/problem.ts';
import { UsageError } from './command.ts';

/** Reads and checks a sites.yml; what is wrong comes as one line a problem. */
export async function readSitesFile(file: string) {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new UsageError(`${file} does not exist; copy the example sites.yml or name another file`);
  });
  const result = parseConfig(text, file);
  if (result.ok) return result;
  const lines = result.problems.map(describeProblem);
  throw new UsageError([`${file} has ${lines.length} problem(s)`, ...lines].join('\n'));
}
