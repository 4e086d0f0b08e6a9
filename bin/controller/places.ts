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

/**
 * An option is believed before the environment, and that before the names that lib/stack gives. Nothing
 * is looked up: on a bad day there may be nobody to ask.
 */
export function placesOf(
  { stage, region, account }: { stage: string; region: string; account: string | null },
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
    topicArn: named.topicArn ?? (env.TOPIC_ARN || topic),
    accountId: account,
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
