/**
 * What has to stand in another region has a small stack of its own there, which the framework knows nothing of.
 */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { SideStack, SideStackWait } from '../lib/app/deploying/side-stack.ts';
import type { Sleep } from '../lib/core/world.ts';
import { AWS_CLIENT_LIMITS } from '../lib/io/aws-call.ts';
import { elapsed, sleep } from '../lib/io/clock.ts';
import { makeSideStack } from '../lib/io/side-stack.ts';
import {
  type AwsProvider,
  credentialsOf,
  readDeployedOutputs,
  type WithStack,
} from './deployed-stack.ts';
import type { Writers } from './publish-plugin.ts';

/** As much of the framework as names a stack beside its own. */
export type WithTags = WithStack & {
  readonly service: {
    readonly provider: { readonly stackTags?: Readonly<Record<string, string>> };
  };
};

/** Which stack, and where. */
export type SidePlace = { readonly name: string; readonly region: string };

/** What a plugin with such a stack asks of the world. */
export type SideStackWorld<Provider extends AwsProvider> = {
  readonly readOutputs: (provider: Provider, stack: string) => Promise<ReadonlyMap<string, string>>;
  readonly openStack: (
    provider: Provider,
    place: SidePlace,
    tags: Readonly<Record<string, string>>,
  ) => Promise<{ readonly stack: SideStack; readonly close: () => void }>;
  readonly monotonicMs: () => number;
  readonly sleep: Sleep;
};

/** As whoever runs the framework. */
export const AWS_SIDE_STACKS: SideStackWorld<AwsProvider> = {
  readOutputs: readDeployedOutputs,
  openStack: async (provider, { name, region }, tags) => {
    const credentials = await credentialsOf(provider);
    const client = new CloudFormationClient({ ...AWS_CLIENT_LIMITS, region, credentials });
    return { stack: makeSideStack(client, name, tags), close: () => client.destroy() };
  },
  monotonicMs: elapsed,
  sleep,
};

/** Works on the stack at this place, with the tags of the framework's own, and closes it. */
export async function withSideStack<T, Provider extends AwsProvider>(
  framework: WithTags & { readonly getProvider: (name: 'aws') => Provider },
  world: SideStackWorld<Provider>,
  on: { readonly place: SidePlace; readonly log: Writers['log']; readonly patience: string },
  work: (wait: SideStackWait) => Promise<T>,
): Promise<T> {
  const { stackTags = {} } = framework.service.provider;
  const { place, log, patience } = on;
  const { stack, close } = await world.openStack(framework.getProvider('aws'), place, stackTags);
  const onWait = () =>
    log.notice(`Waiting for the stack ${place.name} in ${place.region}; ${patience}.`);
  try {
    return await work({ stack, monotonicMs: world.monotonicMs, sleep: world.sleep, onWait });
  } finally {
    close();
  }
}
