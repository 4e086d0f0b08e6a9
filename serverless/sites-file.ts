import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseConfig } from '../lib/config/parse.ts';
import { describeProblem } from '../lib/config/problem.ts';
import type { Config } from '../lib/core/site.ts';

/** As much of the framework as tells which sites file serverless.yml was made from. */
export type WithSitesFile = {
  readonly serviceDir: string;
  readonly service: { readonly custom?: { readonly sitesFile?: unknown } };
};

const SITES_FILE_DEFAULT = 'sites.yml';

const sitesFileOf = ({ service }: WithSitesFile): string =>
  String(service.custom?.sitesFile ?? SITES_FILE_DEFAULT);

/** What the terminal has to be told of the sites file, with a space before it; mostly nothing. */
export const fileOption = (framework: WithSitesFile): string => {
  const file = sitesFileOf(framework);
  return file === SITES_FILE_DEFAULT ? '' : ` --file ${file}`;
};

/** The sites file once more, and where it is. Throws where it is gone or broken by now. */
export function readSitesFile(framework: WithSitesFile): { file: string; config: Config } {
  const file = resolve(framework.serviceDir, sitesFileOf(framework));
  const parsed = parseConfig(readFileSync(file, 'utf8'), file);
  if (!parsed.ok) throw new Error(parsed.problems.map(describeProblem).join('\n'));
  return { file, config: parsed.config };
}
