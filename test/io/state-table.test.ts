import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import type { ControllerState, MonitorState } from '../../lib/core/records.ts';
import { epochMs } from '../../lib/core/time.ts';
import { makeControllerStore, makeMonitorStore, makeShardStore } from '../../lib/io/state-table.ts';
import { answerInTurn } from './aws-loopback.ts';

const SITE = 'www.example.com';
const dynamodb = mockClient(DynamoDBClient);
const client = new DynamoDBClient({ region: 'eu-west-1' });
const store = makeMonitorStore(client, 'understudy');
beforeEach(() => dynamodb.reset());

const STATE: MonitorState = {
  health: {},
  incident: { state: 'none' },
  lastWindowAt: epochMs(7),
  blind: false,
};
const TEXT = '{"health":{},"incident":{"state":"none"},"lastWindowAt":7,"blind":false}';
const CONTROLLER: ControllerState = {
  failover: { phase: 'on-primary', since: epochMs(1), flips: [], held: false, reason: null },
  untold: null,
  verified: null,
};
const item = (change: object = {}) => ({
  site: { S: SITE },
  record: { S: 'monitor' },
  version: { N: '4' },
  schema: { N: '1' },
  value: { S: TEXT },
  ...change,
});
const put = () => dynamodb.commandCalls(PutItemCommand)[0]?.args[0].input;

test('a record is read consistently, with its version', async () => {
  dynamodb.on(GetItemCommand).resolves({ Item: item() });
  expect(await store.load(SITE)).toEqual({ value: STATE, version: 4 });
  expect(dynamodb.commandCalls(GetItemCommand)[0]?.args[0].input).toEqual({
    TableName: 'understudy',
    Key: { site: { S: SITE }, record: { S: 'monitor' } },
    ConsistentRead: true,
  });
});

test('a site without a record has none', async () => {
  dynamodb.on(GetItemCommand).resolves({});
  expect(await store.load(SITE)).toBeNull();
});

test.each([
  [
    'of a newer schema',
    { schema: { N: '2' } },
    'its schema is 2, this version of Understudy reads 1',
  ],
  ['without a schema', { schema: undefined }, 'its schema is missing'],
  ['without a version', { version: undefined }, 'its version is missing'],
  ['with a strange version', { version: { N: '1.5' } }, 'its version is 1.5'],
  ['without a value', { value: undefined }, 'it has no value'],
  ['with a broken value', { value: { S: '{}' } }, 'health: '],
])('a record %s stops the tick', async (_name, change, problem) => {
  dynamodb.on(GetItemCommand).resolves({ Item: item(change) as never });
  const loaded = store.load(SITE);
  await expect(loaded).rejects.toMatchObject({ name: 'BrokenRecordError' });
  await expect(loaded).rejects.toThrow(`monitor record of ${SITE} cannot be read: ${problem}`);
});

test('the first save demands that there is no record', async () => {
  dynamodb.on(PutItemCommand).resolves({});
  expect(await store.save(SITE, STATE, 0)).toBe(1);
  expect(put()).toEqual({
    TableName: 'understudy',
    Item: item({ version: { N: '1' } }),
    ConditionExpression: 'attribute_not_exists(#version)',
    ExpressionAttributeNames: { '#version': 'version' },
  });
});

test('every other save demands the version that was read, so a deleted record is no match', async () => {
  dynamodb.on(PutItemCommand).resolves({});
  expect(await store.save(SITE, STATE, 4)).toBe(5);
  expect(put()).toEqual({
    TableName: 'understudy',
    Item: item({ version: { N: '5' } }),
    ConditionExpression: '#version = :expected',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':expected': { N: '4' } },
  });
});

test('a save over a changed record is stale, with the cause', async () => {
  const cause = new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
  dynamodb.on(PutItemCommand).rejects(cause);
  await expect(store.save(SITE, STATE, 4)).rejects.toMatchObject({
    name: 'StaleRecordError',
    message: `monitor record of ${SITE} changed since version 4 was read`,
    cause: { name: 'AwsCallError', cause },
  });
});

test('a record that grew too long is refused before DynamoDB refuses it', async () => {
  const health = Object.fromEntries(
    Array.from({ length: 6_000 }, (_none, index) => [
      `target-${index}.example.com`,
      { status: 'unknown' as const, since: null, run: null },
    ]),
  );
  await expect(store.save(SITE, { ...STATE, health }, 0)).rejects.toMatchObject({
    name: 'RecordTooLargeError',
    message: expect.stringMatching(
      /^monitor record of www\.example\.com has \d{6} bytes, more than 350000$/,
    ),
  });
  expect(put()).toBeUndefined();
});

test('the controller has a record of its own', async () => {
  dynamodb.on(PutItemCommand).resolves({});
  await makeControllerStore(client, 'understudy').save(SITE, CONTROLLER, 0);
  expect(put()?.Item).toMatchObject({
    record: { S: 'controller' },
    value: { S: JSON.stringify(CONTROLLER) },
  });
  dynamodb.on(GetItemCommand).resolves({ Item: put()?.Item as never });
  expect(await makeControllerStore(client, 'understudy').load(SITE)).toEqual({
    value: CONTROLLER,
    version: 1,
  });
});

test('so has a shard, for its windows', async () => {
  dynamodb.on(PutItemCommand).resolves({});
  const state = { windows: ['a', 'b'], blindness: { state: 'none' } } as const;
  await makeShardStore(client, 'understudy').save('#shard/0/1', state, 4);
  expect(put()).toMatchObject({
    Item: {
      site: { S: '#shard/0/1' },
      record: { S: 'shard' },
      value: { S: JSON.stringify(state) },
    },
    ConditionExpression: '#version = :expected',
  });
});

const refusal = (code: string) => ({
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: 'no' }),
});

test('over a real connection a lost race is stale and a missing permission is named', async () => {
  dynamodb.restore();
  const server = await answerInTurn([
    refusal('ConditionalCheckFailedException'),
    refusal('AccessDeniedException'),
  ]);
  const real = makeMonitorStore(new DynamoDBClient(server.client), 'understudy');
  await expect(real.save(SITE, STATE, 4)).rejects.toMatchObject({ name: 'StaleRecordError' });
  await expect(real.load(SITE)).rejects.toThrow(
    'dynamodb:GetItem on table understudy was denied: grant it',
  );
  expect(server.requests.map(({ headers }) => headers['x-amz-target'])).toEqual([
    'DynamoDB_20120810.PutItem',
    'DynamoDB_20120810.GetItem',
  ]);
  await server.close();
});
