import type { Config } from '../core/site.ts';
import { resources } from './resources.ts';

/** Why this config cannot be one stack, a sentence each: the stack stands where the secondaries are. */
export function stackProblems(config: Config, wantedRegion: string | null): readonly string[] {
  return [...strangers(config, wantedRegion), ...tooMany(config)];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const RESOURCES_MAX = 500;
/** What the framework adds: each function with its log group and retries, and its own bucket. */
const FRAMEWORK_RESOURCES = 12;

function tooMany(config: Config): readonly string[] {
  const count = Object.keys(resources(config)).length + FRAMEWORK_RESOURCES;
  if (count <= RESOURCES_MAX) return [];
  return [
    `${config.sites.length} sites make a stack of ${count} resources, and CloudFormation takes ${RESOURCES_MAX}: give some of them a sites file and a stage of their own`,
  ];
}

function strangers({ sites }: Config, wantedRegion: string | null): readonly string[] {
  const region = wantedRegion ?? sites[0]?.secondary.region;
  return sites
    .filter(({ secondary }) => secondary.region !== region)
    .map(
      ({ name, secondary }) =>
        `${name}: its secondary is in ${secondary.region}, but this stack is in ${region}; a stack serves one region, so give the site a sites file and a stage of its own`,
    );
}
