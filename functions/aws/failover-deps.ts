import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Route53Client } from '@aws-sdk/client-route-53';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import type { FailoverDeps } from '../../lib/app/failover-actions.ts';
import type { Log } from '../../lib/core/world.ts';
import { makeReadHistory } from '../../lib/io/audit-items.ts';
import { AWS_CLIENT_LIMITS, ROUTE53_CLIENT_LIMITS } from '../../lib/io/aws-call.ts';
import { makeCallPace } from '../../lib/io/call-pace.ts';
import { elapsed, now, sleep } from '../../lib/io/clock.ts';
import { makePutMetrics } from '../../lib/io/cloudwatch.ts';
import {
  makeAskNameServer,
  makeAskResolver,
  makeFindNameServers,
  makeResolveAddresses,
} from '../../lib/io/dns.ts';
import { makeFetchPage } from '../../lib/io/fetch-page.ts';
import { makeProbeOnce } from '../../lib/io/probe/probe-once.ts';
import { makeOpenProber } from '../../lib/io/probe/prober.ts';
import {
  makeReadCheckers,
  makeReadHealthCheck,
  makeReadRecords,
  makeReadZone,
} from '../../lib/io/route53.ts';
import { makeReadBucket } from '../../lib/io/s3-bucket.ts';
import { makeSwitch } from '../../lib/io/s3-switch.ts';
import { makePublish } from '../../lib/io/sns.ts';
import { makeControllerStore, makeMonitorStore } from '../../lib/io/state-table.ts';

/** Where and as whom AWS is called. Lambda knows both by itself; the terminal says them. */
export type AwsAccess = Pick<S3ClientConfig, 'credentials' | 'region'>;

/** The clients of the failover function, made once. */
export type FailoverClients = {
  readonly dynamo: DynamoDBClient;
  readonly sns: SNSClient;
  readonly cloudwatch: CloudWatchClient;
  readonly route53: Route53Client;
  readonly s3: S3Client;
  /** A bucket is read in its own region. */
  readonly s3In: (region: string) => S3Client;
};

/** What the stack made, by its names. */
export type FailoverPlaces = {
  readonly stateTable: string;
  readonly switchBucket: string;
  readonly topicArn: string;
  /** Null: not known, and then a bucket of another owner is not told from one's own. */
  readonly accountId: string | null;
};

export function makeFailoverClients(access: AwsAccess = {}): FailoverClients {
  const config = { ...AWS_CLIENT_LIMITS, ...access };
  return {
    dynamo: new DynamoDBClient(config),
    sns: new SNSClient(config),
    cloudwatch: new CloudWatchClient(config),
    route53: new Route53Client({ ...ROUTE53_CLIENT_LIMITS, ...access }),
    s3: new S3Client(config),
    s3In: s3ClientPerRegion(access),
  };
}

/** What the failover function asks of AWS, DNS and HTTP; the terminal asks it of the same. */
export function makeFailoverDeps(
  { dynamo, sns, cloudwatch, route53, s3, s3In }: FailoverClients,
  { stateTable, switchBucket, topicArn, accountId }: FailoverPlaces,
  { auditKeepMs, log }: { readonly auditKeepMs: number; readonly log: Log },
): FailoverDeps {
  const pace = makeCallPace({ monotonicMs: elapsed, sleep, chance: Math.random });
  const resolveAddresses = makeResolveAddresses();
  return {
    now,
    sleep,
    log,
    monitors: makeMonitorStore(dynamo, stateTable),
    controllers: makeControllerStore(dynamo, stateTable, auditKeepMs),
    switch: makeSwitch(s3, switchBucket),
    readHistory: makeReadHistory(dynamo, stateTable),
    publish: makePublish(sns, topicArn),
    putMetrics: makePutMetrics(cloudwatch),
    resolveAddresses,
    fetchPage: makeFetchPage({ lookup: resolveAddresses }),
    probeOnce: makeProbeOnce(makeOpenProber({ now })),
    findNameServers: makeFindNameServers(),
    askNameServer: makeAskNameServer(),
    askResolver: makeAskResolver(),
    readZone: makeReadZone(route53, pace),
    readRecords: makeReadRecords(route53, pace),
    readHealthCheck: makeReadHealthCheck(route53, pace),
    readCheckers: makeReadCheckers(route53, pace),
    readBucket: makeReadBucket(s3In, accountId),
  };
}

function s3ClientPerRegion(access: AwsAccess): (region: string) => S3Client {
  const clients = new Map<string, S3Client>();
  return (region) => {
    const client = clients.get(region) ?? new S3Client({ ...AWS_CLIENT_LIMITS, ...access, region });
    clients.set(region, client);
    return client;
  };
}
