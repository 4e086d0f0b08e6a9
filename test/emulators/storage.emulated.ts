import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { METRIC } from '../../lib/core/metric-names.ts';
import { epochMs } from '../../lib/core/time.ts';
import { makeReadHistory } from '../../lib/io/audit-items.ts';
import { makePutMetrics } from '../../lib/io/cloudwatch.ts';
import { makeReadHeartbeat } from '../../lib/io/cloudwatch-alarm.ts';
import {
  makeHeadObject,
  makeListObjects,
  makePutObject,
  makeRemoveObject,
} from '../../lib/io/s3-objects.ts';
import { makeSwitch } from '../../lib/io/s3-switch.ts';
import { makePublish } from '../../lib/io/sns.ts';
import { makeReadTopic } from '../../lib/io/sns-topic.ts';
import { makeReadParameter, makeReadSecret } from '../../lib/io/ssm.ts';
import { makeControllerStore, makeMonitorStore, makeShardStore } from '../../lib/io/state-table.ts';
import { stateStoreContract } from '../contract/state-store.contract.ts';
import { switchContract } from '../contract/switch.contract.ts';
import { outageMessage } from '../fixtures/message.ts';
import { describeOn, type EmulatedClient, type EmulatorName, uniqueName } from './on.ts';
import { newTable } from './tables.ts';

const KEPT_MS = 400 * 24 * 60 * 60_000;
const EMULATED: readonly EmulatorName[] = ['moto', 'ministack'];

const newBucket = async (s3: S3Client): Promise<string> => {
  const name = uniqueName('bucket');
  await s3.send(
    new CreateBucketCommand({
      Bucket: name,
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    }),
  );
  return name;
};

for (const emulator of EMULATED)
  describeOn(emulator, (client) => {
    const s3 = new S3Client({ ...client, forcePathStyle: true });
    const dynamo = new DynamoDBClient(client);
    afterAll(() => {
      s3.destroy();
      dynamo.destroy();
    });

    switchContract(`S3 as ${emulator} has it`, async () => {
      const bucket = await newBucket(s3);
      return {
        flip: makeSwitch(s3, bucket),
        putByHand: async (key, body) => {
          const bytes = Buffer.from(body);
          await s3.send(
            new PutObjectCommand({
              Bucket: bucket,
              Key: key,
              Body: bytes,
              ContentLength: bytes.length,
            }),
          );
        },
      };
    });

    stateStoreContract(`DynamoDB as ${emulator} has it`, async () => {
      const table = await newTable(dynamo);
      return {
        monitor: makeMonitorStore(dynamo, table),
        controller: makeControllerStore(dynamo, table, KEPT_MS),
        readHistory: makeReadHistory(dynamo, table),
      };
    });

    test('the windows of a shard share a record under its version', async () => {
      const store = makeShardStore(dynamo, await newTable(dynamo));
      const value = { windows: ['a'], blindness: { state: 'none' }, broken: {} } as const;
      expect(await store.load('shard-0')).toBeNull();
      expect(await store.save('shard-0', value, 0)).toBe(1);
      expect(await store.load('shard-0')).toEqual({ value, version: 1 });
      await expect(store.save('shard-0', value, 0)).rejects.toMatchObject({
        name: 'StaleRecordError',
      });
    });

    describe('the objects of a website', () => {
      const body = Buffer.from('<h1>sorry</h1>');
      const md5 = '3ea49844fe4ebad4f370cc6327fb87e0';
      const upload = {
        key: 'index.html',
        md5,
        body,
        contentType: 'text/html; charset=utf-8',
        cacheControl: 'max-age=60',
      };
      const clientFor = () => s3;

      test('what is uploaded is listed with its MD5, has its headers, and can be removed', async () => {
        const place = { bucket: await newBucket(s3), region: 'eu-west-1' };
        const list = () => makeListObjects(clientFor, null)(place.bucket, place.region);
        await makePutObject(clientFor, null)(place, upload);
        expect(await list()).toEqual([{ key: 'index.html', etag: md5, bytes: body.length }]);
        expect(await makeHeadObject(clientFor, null)(place, 'index.html')).toMatchObject({
          contentType: upload.contentType,
          cacheControl: upload.cacheControl,
          isOurs: true,
        });
        expect(await makeRemoveObject(clientFor, null)(place, 'index.html', md5)).toBe(true);
        expect(await list()).toEqual([]);
      });
    });

    alerting(client);
  });

function alerting(client: EmulatedClient): void {
  const sns = new SNSClient(client);
  const ssm = new SSMClient(client);
  const cloudwatch = new CloudWatchClient(client);
  afterAll(() => {
    for (const one of [sns, ssm, cloudwatch]) one.destroy();
  });

  test('a topic is read with its subscriptions, and takes an alert', async () => {
    const { TopicArn = '' } = await sns.send(
      new CreateTopicCommand({ Name: uniqueName('alerts') }),
    );
    await sns.send(
      new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'ops@example.com' }),
    );
    const topic = await makeReadTopic(sns, TopicArn)();
    expect(topic?.subscriptions.map(({ protocol, endpoint }) => [protocol, endpoint])).toEqual([
      ['email', 'ops@example.com'],
    ]);
    await makePublish(sns, TopicArn)(outageMessage());
  });

  test('a topic that does not exist is null', async () => {
    const absent = 'arn:aws:sns:eu-west-1:000000000000:understudy-nowhere';
    expect(await makeReadTopic(sns, absent)()).toBeNull();
  });

  test('a secret is known to be one without being read, and is read by whom it is for', async () => {
    const name = `/understudy/${uniqueName('webhook')}`;
    expect(await makeReadParameter(ssm)(name)).toBeNull();
    await ssm.send(
      new PutParameterCommand({
        Name: name,
        Type: 'SecureString',
        Value: 'https://hooks.example/',
      }),
    );
    expect(await makeReadParameter(ssm)(name)).toEqual({ isSecret: true });
    expect(await makeReadSecret(ssm)(name)).toBe('https://hooks.example/');
  });

  test('the heartbeat alarm is found by its name, and metrics are taken', async () => {
    const name = uniqueName('monitor-silent');
    expect(await makeReadHeartbeat(cloudwatch, name)()).toBeNull();
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        Namespace: 'Understudy',
        MetricName: METRIC.window,
        Statistic: 'Sum',
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        Period: 60,
        EvaluationPeriods: 3,
        AlarmActions: ['arn:aws:sns:eu-west-1:000000000000:understudy-alerts'],
        ActionsEnabled: true,
      }),
    );
    expect(await makeReadHeartbeat(cloudwatch, name)()).toMatchObject({ hasActions: true });
    const at = epochMs(Date.UTC(2026, 10, 22));
    const metric = { name: METRIC.window, unit: 'Count', dimensions: {}, at, values: [1] } as const;
    await makePutMetrics(cloudwatch)([metric]);
  });
}
