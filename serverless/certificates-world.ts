import type { Site } from '../lib/core/site.ts';
import type { ReadZone } from '../lib/core/world.ts';
import type { AccountProvider } from './deployed-stack.ts';
import { openRoute53 } from './remove-plugin.ts';
import { AWS_SIDE_STACKS, type SideStackWorld } from './side-stacks.ts';

/** What the plugin asks of the world. */
export type CertificatesWorld = SideStackWorld<AccountProvider> & {
  readonly openRoute53: (
    provider: AccountProvider,
    sites: readonly Site[],
  ) => Promise<{ readonly deps: { readonly readZone: ReadZone }; readonly close: () => void }>;
};

/** As whoever runs the framework. */
export const AWS_WORLD: CertificatesWorld = { ...AWS_SIDE_STACKS, openRoute53 };
