import type { ContentOf } from '../../functions/aws/expected.ts';
import { makeFailoverClients, makeFailoverDeps } from '../../functions/aws/failover-deps.ts';
import type { FailoverDeps } from '../../lib/app/failover-actions.ts';
import type { Config } from '../../lib/core/site.ts';
import type { Log } from '../../lib/core/world.ts';
import { contentFolderOf, readContentFolder } from '../../lib/io/content-folder.ts';
import { makePutByHand, type PutByHand } from '../../lib/io/switch-by-hand.ts';
import { stackName } from '../../lib/stack/names.ts';
import type { Settings } from './arguments.ts';
import { type Caller, callerOf } from './caller.ts';
import { signIn } from './credentials.ts';
import { distributionsOf } from './distributions.ts';
import { ControllerError } from './failures.ts';
import { type Environment, namedAccount, type Places, placesOf, regionOf } from './places.ts';

/** What the terminal acts on, and as whom. */
export type ControllerWorld = {
  readonly deps: FailoverDeps;
  readonly putByHand: PutByHand;
  readonly caller: Caller;
  readonly region: string;
  /** Whether the switch's bucket is known; without it nothing can be flipped. */
  readonly hasBucket: boolean;
};
export type OpenWorld = (config: Config, settings: Settings, log: Log) => Promise<ControllerWorld>;

/** The world of the failover function, with the caller's own credentials. */
export const openAwsWorld: OpenWorld = async (config, settings, log) => {
  const env: Environment = process.env;
  const region = regionOf(config.sites[0]?.secondary.region ?? '', env);
  const { credentials, accountId, askIdentity } = await signIn(region);
  const caller = await callerOf(askIdentity, settings.by);
  const account = namedAccount(settings.named, env) ?? caller.account ?? accountId;
  const stack = stackName(config.stack.name, settings.stage);
  const places = placesOf({ stack, region, account, alerts: config.alerts }, settings.named, env);
  const clients = makeFailoverClients({ credentials, region });
  const deps = makeFailoverDeps(
    clients,
    {
      ...places,
      stack,
      switchBucket: places.switchBucket ?? '',
      topicArn: places.topicArn ?? '',
      distributionOf: distributionsOf({ credentials, region }, stack, env),
    },
    { config, contentOf: contentBeside(settings.file), log },
  );
  return {
    deps: { ...deps, ...standIns(places), isDeployed: false },
    putByHand: makePutByHand(clients.s3, places.switchBucket ?? ''),
    caller,
    region,
    hasBucket: places.switchBucket !== null,
  };
};

/** The content folders are named from where sites.yml is. */
const contentBeside =
  (sitesFile: string): ContentOf =>
  async ({ secondary }) =>
    (await readContentFolder(contentFolderOf(sitesFile, secondary.content))).files;

/** In place of what has the account in its name, when nobody could tell the account. */
function standIns({ switchBucket, topicArn }: Places): Partial<FailoverDeps> {
  const unknown = (what: string, option: string) => () =>
    Promise.reject(
      new ControllerError(
        `${what} is not known: its name holds the account; give --account or ${option}`,
      ),
    );
  const noBucket = unknown("the switch's bucket", '--switch-bucket');
  return {
    ...(switchBucket === null
      ? { switch: { read: noBucket, put: noBucket, remove: noBucket } }
      : {}),
    ...(topicArn === null ? { publish: unknown('the alert topic', '--topic') } : {}),
  };
}
