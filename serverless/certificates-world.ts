import type { Site } from '../lib/core/site.ts';
import type { ReadZone } from '../lib/core/world.ts';
import type { AwsProvider } from './deployed-stack.ts';
import { openRoute53 } from './remove-plugin.ts';
import { AWS_SIDE_STACKS, type SideStackWorld } from './side-stacks.ts';

/** As much of the framework's provider as is needed here. */
export type Provider = AwsProvider & {
  readonly getAccountId: () => Promise<string>;
  readonly getStage: () => string;
};

/** What the plugin asks of the world. */
export type CertificatesWorld = SideStackWorld<Provider> & {
  readonly openRoute53: (
    provider: Provider,
    sites: readonly Site[],
  ) => Promise<{ readonly deps: { readonly readZone: ReadZone }; readonly close: () => void }>;
};

/** As whoever runs the framework. */
export const AWS_WORLD: CertificatesWorld = { ...AWS_SIDE_STACKS, openRoute53 };
