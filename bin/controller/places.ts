import type { Alerts } from '../../lib/core/alerts/alerts.ts';
import { partitionOf } from '../../lib/core/partition.ts';
import { dashboardUrl } from '../../lib/stack/dashboard-url.ts';
import {
  alertTopicName,
  bucketDomain,
  chatTopicName,
  escalationTopicName,
  heartbeatAlarmName,
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
  /** Null also where sites.yml wants none. */
  readonly chatTopicArn: string | null;
  readonly escalationTopicArn: string | null;
  readonly dashboardUrl: string;
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

/** What is known of a stack. */
type StackSaid = {
  /** Its name, stage included. */
  readonly stack: string;
  readonly region: string;
  readonly account: string | null;
  /** Which topics there are, and which of them were there before. */
  readonly alerts: Pick<Alerts, 'topicArn' | 'amazonQ' | 'escalation'>;
};

/**
 * An option is believed before the environment, and that before the names that lib/stack gives. Nothing
 * is looked up: on a bad day there may be nobody to ask.
 */
export function placesOf(
  { stack, region, account, alerts }: StackSaid,
  named: Named,
  env: Environment,
): Places {
  const place = account === null ? null : { stack, account, region };
  const bucket =
    named.switchBucket ?? (env.SWITCH_BUCKET || (place === null ? null : switchBucketName(place)));
  const topicNamed = (nameIn: typeof alertTopicName): string | null =>
    place === null ? null : `arn:${partitionOf(region)}:sns:${region}:${account}:${nameIn(place)}`;
  const { topicArn, amazonQ, escalation } = alerts;
  return {
    stateTable: named.stateTable ?? (env.STATE_TABLE || stateTableName({ stack })),
    switchBucket: bucket,
    switchDomain: bucket === null ? null : bucketDomain(bucket, region),
    heartbeatAlarm: heartbeatAlarmName({ stack }),
    topicArn: named.topicArn ?? (env.TOPIC_ARN || (topicArn ?? topicNamed(alertTopicName))),
    chatTopicArn: amazonQ ? topicNamed(chatTopicName) : null,
    escalationTopicArn:
      escalation === null ? null : (escalation.topicArn ?? topicNamed(escalationTopicName)),
    dashboardUrl: dashboardUrl({ stack, region }),
    accountId: account,
  };
}
