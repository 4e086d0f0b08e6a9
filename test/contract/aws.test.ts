import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Route53Client } from '@aws-sdk/client-route-53';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { makeReadHistory } from '../../lib/io/audit-items.ts';
import { makeReadHeartbeat } from '../../lib/io/cloudwatch-alarm.ts';
import {
  makeListHealthChecks,
  makeReadCheckers,
  makeReadRecords,
  makeReadZone,
} from '../../lib/io/route53.ts';
import { makeChangeRecords, makeIsInSync } from '../../lib/io/route53-changes.ts';
import { makeSwitch } from '../../lib/io/s3-switch.ts';
import { makeReadTopic } from '../../lib/io/sns-topic.ts';
import { makeReadParameter } from '../../lib/io/ssm.ts';
import { makeControllerStore, makeMonitorStore } from '../../lib/io/state-table.ts';
import { freshPace } from '../io/route53-support.ts';
import { alertingContract } from './alerting.contract.ts';
import { CONTRACT_ALARM, CONTRACT_TOPIC, startAlertingServices } from './alerting-services.ts';
import { startDynamoTable } from './dynamo-table.ts';
import {
  CONTRACT_CHECK,
  CONTRACT_CHECK_IDS,
  CONTRACT_RECORDS,
  CONTRACT_SETTLE_ASKS,
  CONTRACT_ZONE,
  healthCheckContract,
  zoneContract,
} from './route53.contract.ts';
import { startRoute53 } from './route53-server.ts';
import { startS3Bucket } from './s3-bucket.ts';
import { stateStoreContract } from './state-store.contract.ts';
import { switchContract } from './switch.contract.ts';

const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closings.splice(0).map((close) => close()));
});

switchContract('S3, behind its wire', async () => {
  const bucket = await startS3Bucket('switches');
  const client = new S3Client({ ...bucket.client, forcePathStyle: true });
  closings.push(bucket.close, async () => client.destroy());
  return {
    flip: makeSwitch(client, 'switches'),
    putByHand: async (key, body) => void bucket.objects.set(key, body),
  };
});

stateStoreContract('DynamoDB, behind its wire', async () => {
  const table = await startDynamoTable();
  const client = new DynamoDBClient(table.client);
  closings.push(table.close, async () => client.destroy());
  return {
    monitor: makeMonitorStore(client, 'understudy'),
    controller: makeControllerStore(client, 'understudy', 400 * 24 * 60 * 60_000),
    readHistory: makeReadHistory(client, 'understudy'),
  };
});

alertingContract('SNS, SSM and CloudWatch, behind their wires', async (contents) => {
  const services = await startAlertingServices(contents);
  closings.push(services.close);
  return {
    readTopic: makeReadTopic(new SNSClient(services.client), CONTRACT_TOPIC),
    readParameter: makeReadParameter(new SSMClient(services.client)),
    readHeartbeat: makeReadHeartbeat(new CloudWatchClient(services.client), CONTRACT_ALARM),
  };
});

const route53 = async (pageSize: number) => {
  const server = await startRoute53(
    { zone: CONTRACT_ZONE, checks: [CONTRACT_CHECK], pageSize },
    CONTRACT_RECORDS,
    { healthCheckIds: CONTRACT_CHECK_IDS, settleAsks: CONTRACT_SETTLE_ASKS },
  );
  const client = new Route53Client(server.client);
  closings.push(server.close, async () => client.destroy());
  const pace = freshPace();
  return {
    readZone: makeReadZone(client, pace),
    readRecords: makeReadRecords(client, pace),
    changeRecords: makeChangeRecords(client, pace),
    isInSync: makeIsInSync(client, pace),
    listHealthChecks: makeListHealthChecks(client, pace),
    readCheckers: makeReadCheckers(client, pace),
  };
};

zoneContract('Route 53, behind its wire', () => route53(300));
zoneContract('Route 53, behind its wire, in pages of one record', () => route53(1));
healthCheckContract('Route 53, behind its wire', () => route53(300));
