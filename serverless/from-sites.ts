/**
 * The bridge from sites.yml to serverless.yml. Reading the file is all that happens here: what the
 * stack is made of is said in lib/stack.
 */
import { readFileSync } from 'node:fs';
import { parseConfig } from '../lib/config/parse.ts';
import { describeProblem } from '../lib/config/problem.ts';
import type { Config } from '../lib/core/site.ts';
import { configText } from '../lib/stack/config-text.ts';
import { stageProblems } from '../lib/stack/names.ts';
import { outputs } from '../lib/stack/outputs.ts';
import { resources } from '../lib/stack/resources.ts';
import { stackProblems } from '../lib/stack/stack-problems.ts';

/** What the framework hands to a function that it takes a variable from. */
type Framework = {
  readonly options: { readonly region?: string; readonly stage?: string };
  readonly resolveConfigurationProperty: (path: readonly string[]) => Promise<unknown>;
};

/** The sites file cannot be deployed. The framework prints `stack`, so that holds the problems alone. */
export class SitesFileError extends Error {
  override readonly name = 'SitesFileError';
  constructor(file: string, problems: readonly string[], options?: ErrorOptions) {
    super(`${file} cannot be deployed:\n${problems.join('\n')}`, options);
    this.stack = this.message;
  }
}

/** All that serverless.yml takes from the sites file, read once. */
export async function fromSites(framework: Framework) {
  const config = await readConfig(framework);
  return {
    /** The stack stands where the secondaries are, so nobody has to say it twice. */
    region: config.sites[0]?.secondary.region,
    configText: configText(config),
    resources: resources(config),
    outputs: outputs(config),
  };
}

async function readConfig(framework: Framework): Promise<Config> {
  const file = String(await framework.resolveConfigurationProperty(['custom', 'sitesFile']));
  const parsed = parseConfig(readText(file), file);
  if (!parsed.ok) throw new SitesFileError(file, parsed.problems.map(describeProblem));
  const stage =
    framework.options.stage ??
    (await framework.resolveConfigurationProperty(['provider', 'stage']));
  const problems = [
    ...stageProblems(String(stage)),
    ...stackProblems(parsed.config, framework.options.region ?? null),
  ];
  if (problems.length > 0) throw new SitesFileError(file, problems);
  return parsed.config;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SitesFileError(file, [`it cannot be read: ${(cause as Error).message}`], { cause });
  }
}
