import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { makeReadHistory } from '../../lib/io/audit-items.ts';
import { makeSwitch } from '../../lib/io/s3-switch.ts';
import { makeControllerStore, makeMonitorStore } from '../../lib/io/state-table.ts';
import { startDynamoTable } from './dynamo-table.ts';
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
