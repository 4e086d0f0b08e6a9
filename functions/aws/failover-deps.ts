import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Route53Client } from '@aws-sdk/client-route-53';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { FailoverDeps } from '../../lib/app/failover-actions.ts';
import type { Config } from '../../lib/core/site.ts';
import type { DistributionOf, Log } from '../../lib/core/world.ts';
import { makeReadHistory } from '../../lib/io/audit-items.ts';
import { AWS_CLIENT_LIMITS, ROUTE53_CLIENT_LIMITS } from '../../lib/io/aws-call.ts';
import { makeCallPace } from '../../lib/io/call-pace.ts';
import { makeReadCertificate } from '../../lib/io/certificate.ts';
import { elapsed, now, sleep } from '../../lib/io/clock.ts';
import { makePutMetrics } from '../../lib/io/cloudwatch.ts';
import { makeReadHeartbeat } from '../../lib/io/cloudwatch-alarm.ts';
import {
  makeAskNameServer,
  makeAskResolver,
  makeFindNameServers,
  makeResolveAddresses,
} from '../../lib/io/dns.ts';
import { makeFetchPage } from '../../lib/io/fetch-page.ts';
import { makeProbeOnce } from '../../lib/io/probe/probe-once.ts';
import { makeOpenProber } from '../../lib/io/probe/prober.ts';
import { makeListHealthChecks, makeReadCheckers } from '../../lib/io/route53.ts';
import { makeRoute53As } from '../../lib/io/route53-as-role.ts';
import { makeReadAccountBlock } from '../../lib/io/s3-account-block.ts';
import { makeReadBucket } from '../../lib/io/s3-bucket.ts';
import { makeListObjects } from '../../lib/io/s3-objects.ts';
import { makeSwitch } from '../../lib/io/s3-switch.ts';
import { makeReadTopic } from '../../lib/io/sns-topic.ts';
import { makeReadParameter } from '../../lib/io/ssm.ts';
import { makeControllerStore, makeMonitorStore, makeShardStore } from '../../lib/io/state-table.ts';
import { makeZoneClients } from '../../lib/io/zone-clients.ts';
import { makeZoneReads } from '../../lib/io/zone-reads.ts';
import { type ContentOf, makeExpect } from './expected.ts';
import { type AlertTopics, makeTelling } from './telling.ts';
import { tellWithinBudget } from './within-budget.ts';

/** Where and as whom AWS is called. Lambda knows both by itself; the terminal says them. */
export type AwsAccess = Pick<S3ClientConfig, 'credentials' | 'region'>;

/** The clients of the failover function, made once. */
export type FailoverClients = {
  readonly dynamo: DynamoDBClient;
  readonly sns: SNSClient;
  readonly cloudwatch: CloudWatchClient;
  readonly route53: Route53Client;
  /** As a role of another account, for the zones that it has. */
  readonly route53As: (roleArn: string) => Route53Client;
  readonly s3: S3Client;
  /** A bucket is read in its own region. */
  readonly s3In: (region: string) => S3Client;
  readonly s3control: S3ControlClient;
  readonly ssm: SSMClient;
};

/** What the stack made, by its names. */
export type FailoverPlaces = AlertTopics & {
  readonly stack: string;
  readonly stateTable: string;
  readonly switchBucket: string;
  /** Host name by which the health checkers ask for the switch; null when it is not known. */
  readonly switchDomain: string | null;
  /** Name of the distribution before a site's bucket. */
  readonly distributionOf: DistributionOf;
  /** Name of the alarm that fires when no window ends any more. */
  readonly heartbeatAlarm: string;
  /** Null: not known, and then a bucket of another owner is not told from one's own. */
  readonly accountId: string | null;
};

/** What the functions are told of the sites. */
export type FailoverSetup = {
  readonly config: Config;
  readonly contentOf: ContentOf;
  readonly log: Log;
};

export function makeFailoverClients(access: AwsAccess = {}): FailoverClients {
  const config = { ...AWS_CLIENT_LIMITS, ...access };
  return {
    dynamo: new DynamoDBClient(config),
    sns: new SNSClient(config),
    cloudwatch: new CloudWatchClient(config),
    route53: new Route53Client({ ...ROUTE53_CLIENT_LIMITS, ...access }),
    route53As: makeRoute53As(access),
    s3: new S3Client(config),
    s3In: s3ClientPerRegion(access),
    s3control: new S3ControlClient(config),
    ssm: new SSMClient(config),
  };
}

/** What the failover function asks of AWS, DNS and HTTP; the terminal asks it of the same. */
export function makeFailoverDeps(
  { dynamo, sns, cloudwatch, route53, route53As, s3, s3In, s3control, ssm }: FailoverClients,
  { stack, stateTable, switchBucket, switchDomain, ...places }: FailoverPlaces,
  { config, contentOf, log }: FailoverSetup,
): FailoverDeps {
  const { heartbeatAlarm, accountId, distributionOf } = places;
  const pace = makeCallPace({ monotonicMs: elapsed, sleep, chance: Math.random });
  const resolveAddresses = makeResolveAddresses();
  return {
    now,
    sleep,
    log,
    stack,
    isDeployed: true,
    alerts: config.alerts,
    monitors: makeMonitorStore(dynamo, stateTable),
    controllers: makeControllerStore(dynamo, stateTable, config.audit.keepMs),
    shards: makeShardStore(dynamo, stateTable),
    switch: makeSwitch(s3, switchBucket),
    readHistory: makeReadHistory(dynamo, stateTable),
    ...tellWithinBudget(
      { dynamo, stateTable, stack, perHourMax: config.alerts.perHourMax, log },
      makeTelling(sns, places, log),
    ),
    putMetrics: makePutMetrics(cloudwatch),
    resolveAddresses,
    distributionOf,
    fetchPage: makeFetchPage({ lookup: resolveAddresses }),
    probeOnce: makeProbeOnce(makeOpenProber({ now })),
    findNameServers: makeFindNameServers(),
    askNameServer: makeAskNameServer(),
    askResolver: makeAskResolver(),
    ...makeZoneReads(makeZoneClients(config.sites, route53, route53As), pace),
    listHealthChecks: makeListHealthChecks(route53, pace),
    readCheckers: makeReadCheckers(route53, pace),
    readBucket: makeReadBucket(s3In, accountId, makeReadAccountBlock(s3control, accountId)),
    listObjects: makeListObjects(s3In, accountId),
    ...makeTopicReads(sns, places),
    readParameter: makeReadParameter(ssm),
    readHeartbeat: makeReadHeartbeat(cloudwatch, heartbeatAlarm),
    readCertificate: makeReadCertificate({ lookup: resolveAddresses }),
    expect: makeExpect(config, switchDomain, contentOf),
  };
}

const makeTopicReads = (
  sns: SNSClient,
  { topicArn, chatTopicArn, escalationTopicArn }: AlertTopics,
) => ({
  readTopic: makeReadTopic(sns, topicArn),
  readChatTopic: chatTopicArn === null ? null : makeReadTopic(sns, chatTopicArn),
  readEscalationTopic: escalationTopicArn === null ? null : makeReadTopic(sns, escalationTopicArn),
});

/**
 * By path: a bucket named like a site has dots in its name, which no certificate of S3's covers as a host
 * name (https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html).
 */
function s3ClientPerRegion(access: AwsAccess): (region: string) => S3Client {
  const clients = new Map<string, S3Client>();
  return (region) => {
    const client =
      clients.get(region) ??
      new S3Client({ ...AWS_CLIENT_LIMITS, ...access, region, forcePathStyle: true });
    clients.set(region, client);
    return client;
  };
}
