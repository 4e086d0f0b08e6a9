import type { Config } from '../core/site.ts';

/** Why this config cannot be one stack, a sentence each: the stack stands where the secondaries are. */
export function stackProblems({ sites }: Config, wantedRegion: string | null): readonly string[] {
  const region = wantedRegion ?? sites[0]?.secondary.region;
  return sites
    .filter(({ secondary }) => secondary.region !== region)
    .map(
      ({ name, secondary }) =>
        `${name}: its secondary is in ${secondary.region}, but this stack is in ${region}; a stack serves one region, so give the site a sites file and a stage of its own`,
    );
}
