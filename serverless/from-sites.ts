/**
 * The bridge from sites.yml to serverless.yml. Reading the file is all that happens here: what the
 * stack is made of is said in lib/stack.
 */
import { readFileSync } from 'node:fs';
import { parseConfig } from '../lib/config/parse.ts';
import { describeProblem } from '../lib/config/problem.ts';
import type { Config } from '../lib/core/site.ts';
import type { ContentFile } from '../lib/core/verify/snapshot.ts';
import { contentFolderOf, readContentFolder } from '../lib/io/content-folder.ts';
import { certificateParameters } from '../lib/stack/certificates.ts';
import { configText, contentText } from '../lib/stack/config-text.ts';
import { dashboardUrl } from '../lib/stack/dashboard-url.ts';
import { stackName, stageProblems } from '../lib/stack/names.ts';
import { frameworkExports, outputs } from '../lib/stack/outputs.ts';
import { resources } from '../lib/stack/resources.ts';
import { secondaryDomains } from '../lib/stack/secondary-domains.ts';
import { stackProblems } from '../lib/stack/stack-problems.ts';
import { alertTopic, chatTopic, escalationTopic } from '../lib/stack/topic.ts';

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
  const file = String(await framework.resolveConfigurationProperty(['custom', 'sitesFile']));
  const stage = await stageOf(framework);
  const config = readConfig(file, stage, framework.options.region ?? null);
  /** The stack stands where the secondaries are, so nobody has to say it twice. */
  const region = config.sites[0]?.secondary.region ?? '';
  const stack = stackName(config.stack.name, stage);
  return {
    region,
    stackName: stack,
    dashboardUrl: dashboardUrl({ stack, region }),
    stackTags: { 'understudy:stage': stage, ...config.stack.tags },
    topicArn: alertTopic(config.alerts),
    /** Nothing, where sites.yml wants none. */
    chatTopicArn: chatTopic(config.alerts) ?? '',
    escalationTopicArn: escalationTopic(config.alerts) ?? '',
    configText: configText(config),
    contentText: contentText(await readContents(config, file)),
    secondaryDomains: secondaryDomains(config.sites),
    resources: resources(config),
    outputs: { ...outputs(config), ...frameworkExports },
    /** A section that is empty is left out. */
    parameters: sectionOf('Parameters', certificateParameters(config.sites)),
  };
}

const sectionOf = <T extends object>(name: string, content: T): Readonly<Record<string, T>> =>
  Object.keys(content).length === 0 ? {} : { [name]: content };

const stageOf = async ({ options, resolveConfigurationProperty }: Framework): Promise<string> =>
  options.stage ?? String(await resolveConfigurationProperty(['provider', 'stage']));

function readConfig(file: string, stage: string, region: string | null): Config {
  const parsed = parseConfig(readText(file), file);
  if (!parsed.ok) throw new SitesFileError(file, parsed.problems.map(describeProblem));
  const problems = [
    ...stageProblems(stage, parsed.config.stack.name),
    ...stackProblems(parsed.config, region),
  ];
  if (problems.length > 0) throw new SitesFileError(file, problems);
  return parsed.config;
}

/** The content is described only: what is in the files goes into the buckets. */
async function readContents(
  { sites }: Config,
  file: string,
): Promise<Readonly<Record<string, readonly ContentFile[]>>> {
  const each = await Promise.all(
    sites.map(async ({ name, secondary }) => {
      const { files } = await readContentFolder(contentFolderOf(file, secondary.content)).catch(
        (cause: unknown) => {
          const problem = cause instanceof Error ? cause.message : `${cause}`;
          throw new SitesFileError(file, [problem], { cause });
        },
      );
      const described = files.map(({ key, md5, bytes }) => ({ key, md5, bytes }));
      return described.length > BUNDLED_FILES_MAX ? [] : [[name, described] as const];
    }),
  );
  return Object.fromEntries(each.flat());
}

/** About 60 bytes each: with more, the function would be slower to start than it is worth. */
const BUNDLED_FILES_MAX = 1_000;

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SitesFileError(file, [`it cannot be read: ${(cause as Error).message}`], { cause });
  }
}
