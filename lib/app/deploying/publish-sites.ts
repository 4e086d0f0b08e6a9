import type { Published } from '../../core/published.ts';
import {
  type PublishDeps,
  type PublishedSite,
  type PublishOptions,
  publishSite,
} from './publish.ts';

export type SitesPublished = {
  readonly published: readonly Published[];
  /** Why sites were not published, or not wholly; empty when all were. */
  readonly failures: readonly unknown[];
};

/** Publishes one site after the other; one that fails does not keep the others from their content. */
export async function publishSites(
  deps: PublishDeps,
  sites: readonly PublishedSite[],
  options: PublishOptions & { readonly onPublished: (published: Published) => void },
): Promise<SitesPublished> {
  const published: Published[] = [];
  const failures: unknown[] = [];
  for (const site of sites) {
    try {
      const done = await publishSite(deps, site, options);
      published.push(done);
      options.onPublished(done);
    } catch (error) {
      options.signal?.throwIfAborted();
      failures.push(error);
    }
  }
  return { published, failures };
}
