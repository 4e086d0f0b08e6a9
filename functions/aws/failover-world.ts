import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Route53Client } from '@aws-sdk/client-route-53';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { AWS_CLIENT_LIMITS, ROUTE53_CLIENT_LIMITS } from '../../lib/io/aws-call.ts';
import { makeCallPace } from '../../lib/io/call-pace.ts';
import { elapsed, now, sleep } from '../../lib/io/clock.ts';
import { makePutMetrics } from '../../lib/io/cloudwatch.ts';
import { makeAskNameServer, makeFindNameServers, makeResolveAddresses } from '../../lib/io/dns.ts';
import { makeFetchPage } from '../../lib/io/fetch-page.ts';
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
import { bundledConfig } from '../bundled-config.ts';
import type { FailoverWorld } from '../handlers/failover.ts';
import { environment, once } from './environment.ts';
import { log } from './log.ts';

/** The failover function's world: clients once per cold start, everything else at the first event. */
export function awsFailoverWorld(): () => FailoverWorld {
  const dynamo = new DynamoDBClient(AWS_CLIENT_LIMITS);
  const sns = new SNSClient(AWS_CLIENT_LIMITS);
  const cloudwatch = new CloudWatchClient(AWS_CLIENT_LIMITS);
  const route53 = new Route53Client(ROUTE53_CLIENT_LIMITS);
  const switchClient = new S3Client(AWS_CLIENT_LIMITS);
  const s3In = s3ClientPerRegion();
  const pace = makeCallPace({ monotonicMs: elapsed, sleep, chance: Math.random });
  return once(() => {
    const table = environment('STATE_TABLE');
    const resolveAddresses = makeResolveAddresses();
    return {
      sites: bundledConfig().sites,
      deps: {
        now,
        sleep,
        log,
        monitors: makeMonitorStore(dynamo, table),
        controllers: makeControllerStore(dynamo, table),
        switch: makeSwitch(switchClient, environment('SWITCH_BUCKET')),
        publish: makePublish(sns, environment('TOPIC_ARN')),
        putMetrics: makePutMetrics(cloudwatch),
        resolveAddresses,
        fetchPage: makeFetchPage({ lookup: resolveAddresses }),
        findNameServers: makeFindNameServers(),
        askNameServer: makeAskNameServer(),
        readZone: makeReadZone(route53, pace),
        readRecords: makeReadRecords(route53, pace),
        readHealthCheck: makeReadHealthCheck(route53, pace),
        readCheckers: makeReadCheckers(route53, pace),
        readBucket: makeReadBucket(s3In, environment('ACCOUNT_ID')),
      },
    };
  });
}

/** A bucket is read in its own region, and every client is made once. */
function s3ClientPerRegion(): (region: string) => S3Client {
  const clients = new Map<string, S3Client>();
  return (region) => {
    const client = clients.get(region) ?? new S3Client({ ...AWS_CLIENT_LIMITS, region });
    clients.set(region, client);
    return client;
  };
}
