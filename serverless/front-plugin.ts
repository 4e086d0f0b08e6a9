/**
 * A change of what stands before a bucket takes something away that a record may lead to: a distribution is
 * deleted, or a website becomes private. DNS would go on sending visitors there, so such a deployment waits
 * until no record does, and so does a removal.
 */
import { type StrandedDeps, strandedSites } from '../lib/app/deploying/stranded-sites.ts';
import { type Taken, takenByDeploy, takenByRemoval } from '../lib/core/adopt/stranded.ts';
import type { Site } from '../lib/core/site.ts';
import { strandedLines } from '../lib/render/stranded.ts';
import { deployedFronts } from '../lib/stack/deployed-fronts.ts';
import { type AccountProvider, readDeployedOutputs, type WithStack } from './deployed-stack.ts';
import { openRoute53, releaseOptions } from './remove-plugin.ts';
import { readSitesFile, type WithSitesFile } from './sites-file.ts';

/** As much of the framework as is needed here. */
export type Fronted = WithSitesFile &
  WithStack & { readonly getProvider: (name: 'aws') => AccountProvider };

/** Visitors would be sent to nothing. The framework prints `stack`, so that holds the lines alone. */
export class StrandedError extends Error {
  override readonly name = 'StrandedError';
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.stack = this.message;
  }
}

/** What the plugin asks of the world. */
export type FrontWorld = {
  readonly readOutputs: (
    provider: AccountProvider,
    stack: string,
  ) => Promise<ReadonlyMap<string, string>>;
  readonly openRoute53: (
    provider: AccountProvider,
    sites: readonly Site[],
  ) => Promise<{ readonly deps: StrandedDeps; readonly close: () => void }>;
};

const COMMANDS = {
  deploy: {
    options: {
      'leave-records': {
        usage: 'Deploy although a record of a site leads to what this takes away, or might',
        type: 'boolean',
      },
    },
  },
} as const;

type Options = { readonly force?: boolean; readonly 'leave-records'?: boolean };
type Hook = 'before:deploy:deploy' | 'before:remove:remove';

/** Refuses a deployment or a removal that would leave a record with nothing behind it. */
export class FrontPlugin {
  readonly commands = COMMANDS;
  readonly hooks: Readonly<Record<Hook, () => Promise<void>>>;

  constructor(
    framework: Fronted,
    options: Options,
    _writers: unknown,
    world: FrontWorld = { readOutputs: readDeployedOutputs, openRoute53 },
  ) {
    this.hooks = {
      'before:deploy:deploy': async () => {
        if (options['leave-records'] !== true) await refuse('deploy', framework, world);
      },
      'before:remove:remove': async () => {
        if (options.force !== true) await refuse('remove', framework, world);
      },
    };
  }
}

async function refuse(
  act: 'deploy' | 'remove',
  framework: Fronted,
  world: FrontWorld,
): Promise<void> {
  const { sites } = readSitesFile(framework).config;
  const provider = framework.getProvider('aws');
  const deployed = deployedFronts(
    await world.readOutputs(provider, framework.service.provider.stackName),
  );
  const taken = act === 'deploy' ? takenByDeploy(deployed, sites) : takenByRemoval(deployed, sites);
  if (taken.length === 0) return;
  const stranded = await lookAtRecords(world, provider, sites, taken);
  if (stranded.length === 0) return;
  const lines = strandedLines(stranded, {
    act,
    override: act === 'deploy' ? '--leave-records' : '--force',
    releaseOptions: releaseOptions(framework),
  });
  throw new StrandedError([
    `the stack is not ${act === 'deploy' ? 'deployed' : 'removed'}:`,
    ...lines,
  ]);
}

async function lookAtRecords(
  world: FrontWorld,
  provider: AccountProvider,
  sites: readonly Site[],
  taken: readonly Taken[],
) {
  const { deps, close } = await world.openRoute53(provider, sites);
  try {
    return await strandedSites(deps, taken);
  } finally {
    close();
  }
}
