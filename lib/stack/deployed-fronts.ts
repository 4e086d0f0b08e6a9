import type { DeployedFronts } from '../core/adopt/stranded.ts';
import { distributionId } from './distribution.ts';
import { siteCheckId } from './health-checks.ts';
import { nameIn } from './logical-id.ts';

/** What a deployed stack says of its sites in its outputs, those included that sites.yml has no more. */
export function deployedFronts(outputs: ReadonlyMap<string, string>): DeployedFronts {
  const named = (idOf: (site: string) => string) =>
    [...outputs].flatMap(([id, value]) => {
      const site = nameIn(idOf(''), id);
      return site === null ? [] : [[site, value] as const];
    });
  return {
    sites: new Set(named(siteCheckId).map(([site]) => site)),
    distributions: new Map(named(distributionId)),
  };
}
