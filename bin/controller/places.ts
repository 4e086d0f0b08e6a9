import { partitionOf } from '../../lib/core/partition.ts';
import {
  alertTopicName,
  bucketDomain,
  heartbeatAlarmName,
  stackName,
  stateTableName,
  switchBucketName,
} from '../../lib/stack/names.ts';
import type { Named } from './arguments.ts';

/** The environment, as far as it names things; the functions have the same variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the deployed things are; null for what has the account in its name when nobody tells it. */
export type Places = {
  readonly stateTable: string;
  readonly switchBucket: string | null;
  readonly topicArn: string | null;
  readonly switchDomain: string | null;
  readonly heartbeatAlarm: string;
  readonly accountId: string | null;
};

/** The region of the stack, which is that of the secondaries. */
export const regionOf = (secondaryRegion: string, env: Environment): string =>
  env.AWS_REGION || secondaryRegion;

/** An account that somebody names; AWS is asked otherwise. */
export const namedAccount = (named: Named, env: Environment): string | null =>
  named.account ?? (env.ACCOUNT_ID || null);

/** What is known of a stack; `alertsTopic` is the one of sites.yml in place of the stack's own. */
type StackSaid = {
  readonly stage: string;
  readonly region: string;
  readonly account: string | null;
  readonly alertsTopic?: string | null;
};

/**
 * An option is believed before the environment, and that before the names that lib/stack gives. Nothing
 * is looked up: on a bad day there may be nobody to ask.
 */
export function placesOf(
  { stage, region, account, alertsTopic = null }: StackSaid,
  named: Named,
  env: Environment,
): Places {
  const stack = stackName(stage);
  const place = account === null ? null : { stack, account, region };
  const bucket =
    named.switchBucket ?? (env.SWITCH_BUCKET || (place === null ? null : switchBucketName(place)));
  const topic =
    place === null
      ? null
      : `arn:${partitionOf(region)}:sns:${region}:${account}:${alertTopicName(place)}`;
  return {
    stateTable: named.stateTable ?? (env.STATE_TABLE || stateTableName({ stack })),
    switchBucket: bucket,
    switchDomain: bucket === null ? null : bucketDomain(bucket, region),
    heartbeatAlarm: heartbeatAlarmName({ stack }),
    topicArn: named.topicArn ?? (env.TOPIC_ARN || (alertsTopic ?? topic)),
    accountId: account,
  };
}
