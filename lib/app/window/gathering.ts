import type { Publish } from '../../core/world.ts';
import { StormWatch, type StormWatchDeps } from '../telling/storm-watch.ts';
import type { SiteWatch } from './site-watch.ts';

type GatheringDeps = StormWatchDeps & { readonly escalate: Publish | null };

/** The same dependencies, with which the sites' alerts go together where the same befalls many at once. */
export function gathering<Deps extends GatheringDeps>(
  deps: Deps,
  signal: AbortSignal,
  watches: ReadonlyMap<string, SiteWatch>,
): Deps {
  const isStirring = (besides: ReadonlySet<string>) =>
    [...watches].some(([site, watch]) => !besides.has(site) && watch.isStirring);
  const through = (publish: Publish) =>
    new StormWatch({ ...deps, publish }, signal, isStirring).publish;
  const { publish, escalate } = deps;
  return {
    ...deps,
    publish: through(publish),
    escalate: escalate === null ? null : through(escalate),
  };
}
