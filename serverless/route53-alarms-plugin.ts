/**
 * Route 53's own metric is in one region, and so are its alarms and whom they tell; the stack stands in another.
 * So they have a small stack of their own there. It names health checks of this one, so it is made after it.
 */
import { SNSClient } from '@aws-sdk/client-sns';
import { bringRoute53Alarms, dropRoute53Alarms } from '../lib/app/deploying/route53-alarms.ts';
import type { SideStackWait } from '../lib/app/deploying/side-stack.ts';
import { ROUTE53_METRICS_REGION } from '../lib/core/route53-alarm.ts';
import type { Subscription } from '../lib/core/verify/snapshot.ts';
import { AWS_CLIENT_LIMITS } from '../lib/io/aws-call.ts';
import { makeReadTopic } from '../lib/io/sns-topic.ts';
import {
  leftRoute53AlarmsLine,
  NO_ROUTE53_ALARMS,
  route53ReaderLines,
} from '../lib/render/route53-alarms.ts';
import { route53AlarmsStackName } from '../lib/stack/names.ts';
import {
  ROUTE53_ALARMS,
  ROUTE53_TOPIC,
  route53AlarmsTemplate,
} from '../lib/stack/route53-alarms.ts';
import { type AwsProvider, credentialsOf } from './deployed-stack.ts';
import type { Writers } from './publish-plugin.ts';
import {
  AWS_SIDE_STACKS,
  type SideStackWorld,
  type WithTags,
  withSideStack,
} from './side-stacks.ts';
import { readSitesFile, type WithSitesFile } from './sites-file.ts';

/** As much of the framework as is needed here. */
export type Alarmed = WithSitesFile &
  WithTags & { readonly getProvider: (name: 'aws') => AwsProvider };

/** What the plugin asks of the world, and what it changes of the process that it runs in. */
export type Route53AlarmsWorld = SideStackWorld<AwsProvider> & {
  /** None where there is no such topic. */
  readonly readSubscriptions: (
    provider: AwsProvider,
    topicArn: string,
  ) => Promise<readonly Subscription[]>;
  readonly setExitCode: (code: number) => void;
};

type Hook =
  | 'before:deploy:deploy'
  | 'after:deploy:deploy'
  | 'before:remove:remove'
  | 'after:remove:remove';
type Scene = {
  readonly framework: Alarmed;
  readonly world: Route53AlarmsWorld;
  readonly log: Writers['log'];
};

/**
 * Makes the alarms where sites.yml wants them, and takes them away where it no longer does. A stack that has
 * and wants none never touches the other region. A failure there does not undo what stands here.
 */
export class Route53AlarmsPlugin {
  readonly hooks: Readonly<Record<Hook, () => Promise<void>>>;

  constructor(
    framework: Alarmed,
    _options: unknown,
    { log }: Writers,
    world: Route53AlarmsWorld = AWS_WORLD,
  ) {
    const scene = { framework, world, log };
    let hadAny = false;
    const remember = async () => {
      hadAny = (await deployedOutputs(scene)).has(ROUTE53_ALARMS);
    };
    this.hooks = {
      'before:deploy:deploy': remember,
      'after:deploy:deploy': async () => {
        if (readSitesFile(framework).config.alerts.route53) await bring(scene);
        else if (hadAny) await drop(scene);
      },
      'before:remove:remove': remember,
      'after:remove:remove': async () => {
        if (hadAny) await drop(scene);
      },
    };
  }
}

/** Whoever has to confirm something is told so after each deployment, until it is done. */
async function bring(scene: Scene): Promise<void> {
  const { framework, world, log } = scene;
  try {
    const { config } = readSitesFile(framework);
    const { stack, region } = placeOf(framework);
    const template = route53AlarmsTemplate(config, {
      stack,
      region,
      outputs: await deployedOutputs(scene),
    });
    const made = await onSideStack(scene, (wait) => bringRoute53Alarms(wait, template));
    const topic = made.get(ROUTE53_TOPIC) ?? '';
    // What the stack itself tells there, its own verification looks after.
    if (region === ROUTE53_METRICS_REGION) return;
    const readers = await world.readSubscriptions(framework.getProvider('aws'), topic);
    for (const line of route53ReaderLines(topic, readers)) log.notice(line);
  } catch (error) {
    failed(scene, error, NO_ROUTE53_ALARMS);
  }
}

async function drop(scene: Scene): Promise<void> {
  try {
    await onSideStack(scene, dropRoute53Alarms);
  } catch (error) {
    failed(scene, error, leftRoute53AlarmsLine(sideStackName(scene.framework)));
  }
}

function failed({ log, world }: Scene, error: unknown, what: string): void {
  log.error(error instanceof Error ? error.message : `${error}`);
  log.error(what);
  world.setExitCode(1);
}

/** The framework's `getProvider` works as its method only. */
const placeOf = (framework: Alarmed) => ({
  stack: framework.service.provider.stackName,
  region: framework.getProvider('aws').getRegion(),
});

const sideStackName = (framework: Alarmed): string => route53AlarmsStackName(placeOf(framework));

const deployedOutputs = ({ framework, world }: Scene) =>
  world.readOutputs(framework.getProvider('aws'), framework.service.provider.stackName);

function onSideStack<T>(
  { framework, world, log }: Scene,
  work: (wait: SideStackWait) => Promise<T>,
): Promise<T> {
  const place = { name: sideStackName(framework), region: ROUTE53_METRICS_REGION };
  return withSideStack(framework, world, { place, log, patience: 'it takes a minute' }, work);
}

const AWS_WORLD: Route53AlarmsWorld = {
  ...AWS_SIDE_STACKS,
  readSubscriptions: async (provider, topicArn) => {
    const credentials = await credentialsOf(provider);
    const access = { region: ROUTE53_METRICS_REGION, credentials };
    const client = new SNSClient({ ...AWS_CLIENT_LIMITS, ...access });
    try {
      return (await makeReadTopic(client, topicArn)())?.subscriptions ?? [];
    } finally {
      client.destroy();
    }
  },
  setExitCode: (code) => {
    process.exitCode = code;
  },
};
