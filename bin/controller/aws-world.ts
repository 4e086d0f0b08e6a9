import { hostname, userInfo } from 'node:os';
import { STSClient } from '@aws-sdk/client-sts';
import { makeFailoverClients, makeFailoverDeps } from '../../functions/aws/failover-deps.ts';
import type { FailoverDeps } from '../../lib/app/failover-actions.ts';
import type { Config } from '../../lib/core/site.ts';
import type { Log } from '../../lib/core/world.ts';
import { AWS_CLIENT_LIMITS } from '../../lib/io/aws-call.ts';
import { makeAskCallerIdentity } from '../../lib/io/caller-identity.ts';
import { makePutByHand, type PutByHand } from '../../lib/io/switch-by-hand.ts';
import type { Settings } from './arguments.ts';
import { type Caller, callerOf } from './caller.ts';
import { ControllerError, CredentialsError } from './failures.ts';
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
  const sts = new STSClient({ ...AWS_CLIENT_LIMITS, region });
  // One chain for all of the clients: whoever has to sign in or to wait does so once.
  const { credentials } = sts.config;
  const { accountId } = await inTime(credentials());
  const caller = await callerOf(makeAskCallerIdentity(sts), settings.by, localName);
  const account = namedAccount(settings.named, env) ?? caller.account ?? accountId ?? null;
  const places = placesOf({ stage: settings.stage, region, account }, settings.named, env);
  const clients = makeFailoverClients({ credentials, region });
  const deps = makeFailoverDeps(
    clients,
    { ...places, switchBucket: places.switchBucket ?? '', topicArn: places.topicArn ?? '' },
    { auditKeepMs: config.audit.keepMs, log },
  );
  return {
    deps: { ...deps, ...standIns(places) },
    putByHand: makePutByHand(clients.s3, places.switchBucket ?? ''),
    caller,
    region,
    hasBucket: places.switchBucket !== null,
  };
};

/** Signing in may need the network, too, and may hang like everything else. */
const CREDENTIALS_MS_MAX = 20_000;

async function inTime<T>(credentials: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`none within ${CREDENTIALS_MS_MAX / 1_000} s`)),
      CREDENTIALS_MS_MAX,
    );
    over.signal.addEventListener('abort', () => clearTimeout(timer));
  });
  try {
    return await Promise.race([credentials, late]);
  } catch (error) {
    const [why] = (error instanceof Error ? error.message : `${error}`).split('\n');
    throw new CredentialsError(`there are no AWS credentials to work with: ${why}`, {
      cause: error,
    });
  } finally {
    over.abort();
  }
}

/** Anybody may call themselves anything here, which is why it is marked as unverified. */
function localName(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return `somebody@${hostname()}`;
  }
}

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
