import type { Config, Site } from '../../lib/core/site.ts';
import type { ContentFile, Expected } from '../../lib/core/verify/snapshot.ts';
import { configDigest } from '../../lib/io/config-digest.ts';

/** Files of a site's content; null when nobody here has them at hand. */
export type ContentOf = (site: Site) => Promise<readonly ContentFile[] | null>;

/** What sites.yml and the stack say should be there, for a verification. */
export const makeExpect =
  (
    { sites, alerts }: Pick<Config, 'sites' | 'alerts'>,
    switchDomain: string | null,
    contentOf: ContentOf,
  ) =>
  async (site: Site): Promise<Expected> => ({
    siteNames: sites.map(({ name }) => name),
    alerts,
    switchDomain,
    content: await lookAtContent(contentOf, site),
    configDigest: configDigest(site),
  });

/** A folder that cannot be read must not keep anybody from verifying the rest. */
async function lookAtContent(contentOf: ContentOf, site: Site): Promise<Expected['content']> {
  try {
    const files = await contentOf(site);
    return files === null ? null : { ok: true, value: files };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : `${error}` };
  }
}
