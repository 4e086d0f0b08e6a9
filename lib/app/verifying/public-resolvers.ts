import type { Site } from '../../core/site.ts';
import type { NameServerAnswer } from '../../core/verify/snapshot.ts';
import type { AskResolver } from '../../core/world.ts';
import { askAt } from '../look.ts';

/** The resolvers that very many visitors use, asked in a verification for information only. */
export const PUBLIC_RESOLVERS = [
  { name: 'Cloudflare', address: '1.1.1.1' },
  { name: 'Google', address: '8.8.8.8' },
] as const;

/** What the public resolvers tell visitors at this moment; nothing where none can be asked, as on the stage. */
export const askPublicResolvers = async (
  { askResolver }: { readonly askResolver?: AskResolver },
  site: Site,
): Promise<readonly NameServerAnswer[]> =>
  askResolver === undefined
    ? []
    : Promise.all(PUBLIC_RESOLVERS.map((resolver) => askAt(askResolver, resolver, site.name)));
