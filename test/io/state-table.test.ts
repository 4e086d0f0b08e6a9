import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { NO_INCIDENT } from '../../lib/core/alerts/incident.ts';
import type { AuditEntry } from '../../lib/core/audit.ts';
import type { MonitorState } from '../../lib/core/records.ts';
import { epochMs } from '../../lib/core/time.ts';
import {
  makeBudgetStore,
  makeControllerStore,
  makeMonitorStore,
  makeShardStore,
} from '../../lib/io/state-table.ts';
import { AUDIT_ENTRY, controllerState, MONITOR } from '../fixtures/records.ts';
import { type Answer, answerInTurn } from './aws-loopback.ts';

const SITE = 'www.example.com';
const dynamodb = mockClient(DynamoDBClient);
const client = new DynamoDBClient({ region: 'eu-west-1' });
const store = makeMonitorStore(client, 'understudy');
beforeEach(() => dynamodb.reset());

const closings: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closings.splice(0).map((close) => close())));
const serve = async (answers: readonly Answer[]) => {
  const server = await answerInTurn(answers);
  closings.push(server.close);
  return server;
};

const STATE: MonitorState = { ...MONITOR, lastWindowAt: epochMs(7), healthyWindows: 3 };
const TEXT =
  '{"health":{},"incidents":{"outage":{"state":"none"},"degraded":{"state":"none"},"certificate":{"state":"none"}},"lastHealthyAt":null,"answers":null,"certificate":null,"lastWindowAt":7,"blind":false,"healthyWindows":3,"configDigest":null}';
const CONTROLLER = controllerState(epochMs(1));
const KEEP_MS = 400 * 24 * 60 * 60_000;
const item = (change: object = {}) => ({
  site: { S: SITE },
  record: { S: 'monitor' },
  version: { N: '4' },
  schema: { N: '4' },
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
    { schema: { N: '5' } },
    'its schema is 5, this version of Understudy reads 1, 2, 3, 4',
  ],
  [
    'without a schema',
    { schema: undefined },
    'its schema is missing, this version of Understudy reads 1, 2, 3, 4',
  ],
  ['of a schema that is no number', { schema: { S: '2' } }, 'its schema is missing'],
  ['of a schema before the first', { schema: { N: '0' } }, 'its schema is 0'],
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
  await makeControllerStore(client, 'understudy', KEEP_MS).save(SITE, CONTROLLER, 0);
  expect(put()?.Item).toMatchObject({
    record: { S: 'controller' },
    value: { S: JSON.stringify(CONTROLLER) },
  });
  dynamodb.on(GetItemCommand).resolves({ Item: put()?.Item as never });
  expect(await makeControllerStore(client, 'understudy', KEEP_MS).load(SITE)).toEqual({
    value: CONTROLLER,
    version: 1,
  });
});

test('a record of schema 1 is read as what it would be today, and saved as that', async () => {
  const value = { S: '{"health":{},"incident":{"state":"none"},"lastWindowAt":7}' };
  dynamodb.on(GetItemCommand).resolves({ Item: item({ schema: { N: '1' }, value }) });
  const stored = await store.load(SITE);
  expect(stored).toEqual({ value: { ...STATE, healthyWindows: 1_000 }, version: 4 });
  dynamodb.on(PutItemCommand).resolves({});
  await store.save(SITE, STATE, stored?.version ?? 0);
  expect(put()?.Item).toEqual(item({ version: { N: '5' } }));
});

describe('a save with audit entries', () => {
  const controllers = makeControllerStore(client, 'understudy', KEEP_MS);
  const FLIPPED: AuditEntry = { ...AUDIT_ENTRY, event: 'failover-done', phase: 'on-secondary' };
  const transactions = () =>
    dynamodb.commandCalls(TransactWriteItemsCommand).map(({ args }) => args[0].input);

  test('is one transaction: the record under its condition, and each entry beside it', async () => {
    dynamodb.on(TransactWriteItemsCommand).resolves({});
    expect(await controllers.save(SITE, CONTROLLER, 4, [AUDIT_ENTRY, FLIPPED])).toBe(5);
    const entry = (index: number, value: AuditEntry) => ({
      Put: {
        TableName: 'understudy',
        Item: {
          site: { S: SITE },
          record: { S: `audit#2026-11-22T03:00:00.000Z#0000000005#${index}` },
          schema: { N: '4' },
          value: { S: JSON.stringify(value) },
          expiresAt: { N: String((AUDIT_ENTRY.at + KEEP_MS) / 1_000) },
        },
      },
    });
    expect(transactions()).toEqual([
      {
        TransactItems: [
          {
            Put: {
              TableName: 'understudy',
              Item: item({
                record: { S: 'controller' },
                version: { N: '5' },
                value: { S: JSON.stringify(CONTROLLER) },
              }),
              ConditionExpression: '#version = :expected',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':expected': { N: '4' } },
            },
          },
          entry(0, AUDIT_ENTRY),
          entry(1, FLIPPED),
        ],
      },
    ]);
    expect(put()).toBeUndefined();
  });

  test('as the first one demands that there is no record', async () => {
    dynamodb.on(TransactWriteItemsCommand).resolves({});
    expect(await controllers.save(SITE, CONTROLLER, 0, [AUDIT_ENTRY])).toBe(1);
    expect(transactions()[0]?.TransactItems?.[0]?.Put).toMatchObject({
      ConditionExpression: 'attribute_not_exists(#version)',
    });
  });

  test('that another writer was in the middle of is stale, one that was throttled is an error', async () => {
    const save = () => controllers.save(SITE, CONTROLLER, 4, [AUDIT_ENTRY]);
    dynamodb.on(TransactWriteItemsCommand).rejects(cancelled('TransactionConflict'));
    await expect(save()).rejects.toMatchObject({ name: 'StaleRecordError' });
    dynamodb.on(TransactWriteItemsCommand).rejects(cancelled('ThrottlingError'));
    await expect(save()).rejects.toMatchObject({ name: 'AwsCallError' });
  });

  test('that others were quicker than is stale, with the cause', async () => {
    const cause = cancelled('ConditionalCheckFailed');
    dynamodb.on(TransactWriteItemsCommand).rejects(cause);
    await expect(controllers.save(SITE, CONTROLLER, 4, [AUDIT_ENTRY])).rejects.toMatchObject({
      name: 'StaleRecordError',
      message: `controller record of ${SITE} changed since version 4 was read`,
      cause: { name: 'AwsCallError', cause },
    });
  });

  test('that is denied names what has to be granted', async () => {
    dynamodb
      .on(TransactWriteItemsCommand)
      .rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    await expect(controllers.save(SITE, CONTROLLER, 4, [AUDIT_ENTRY])).rejects.toThrow(
      'dynamodb:PutItem in a transaction on table understudy was denied: grant it',
    );
  });

  test('of an entry that could not be read back writes nothing', async () => {
    const broken = { ...AUDIT_ENTRY, at: epochMs(-1) };
    await expect(controllers.save(SITE, CONTROLLER, 4, [broken])).rejects.toThrow(
      'audit entry would be unreadable: at: ',
    );
    expect(dynamodb.calls()).toEqual([]);
  });

  test.each([
    ['none', []],
    ['nothing said of them', undefined],
  ] as const)('with %s is a put like any other', async (_name, audit) => {
    dynamodb.on(PutItemCommand).resolves({});
    await controllers.save(SITE, CONTROLLER, 4, audit);
    expect(put()).toMatchObject({ ConditionExpression: '#version = :expected' });
    expect(transactions()).toEqual([]);
  });
});

test('a save while the transaction of somebody else is under way is stale', async () => {
  const cause = new TransactionConflictException({ message: 'no', $metadata: {} });
  dynamodb.on(PutItemCommand).rejects(cause);
  await expect(store.save(SITE, STATE, 4)).rejects.toMatchObject({ name: 'StaleRecordError' });
});

test('so has a shard, for its windows', async () => {
  dynamodb.on(PutItemCommand).resolves({});
  const state = { windows: ['a', 'b'], blindness: NO_INCIDENT, broken: { [SITE]: NO_INCIDENT } };
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

test('and so has the stack, for how many alerts it has sent', async () => {
  dynamodb.on(PutItemCommand).resolves({});
  dynamodb.on(GetItemCommand).resolves({});
  const budget = { since: epochMs(7), sent: 3, beyond: 0, isTold: false };
  const budgets = makeBudgetStore(client, 'understudy');
  expect(await budgets.load()).toBeNull();
  expect(await budgets.save(budget, 4)).toBe(5);
  expect(put()).toMatchObject({
    Item: {
      site: { S: '#alerts' },
      record: { S: 'budget' },
      value: { S: JSON.stringify(budget) },
    },
    ConditionExpression: '#version = :expected',
  });
});

/** As DynamoDB cancels a transaction: a reason for each of its items. */
const cancelled = (reason: string) =>
  new TransactionCanceledException({
    message: 'no',
    $metadata: {},
    CancellationReasons: [{ Code: reason }, { Code: 'None' }],
  });

const refusal = (code: string) => ({
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({
    __type: `com.amazonaws.dynamodb.v20120810#${code}`,
    message: 'no',
    CancellationReasons: [{ Code: 'ConditionalCheckFailed' }, { Code: 'None' }],
  }),
});

test('over a real connection a transaction that was lost is stale, and a repetition of it is known', async () => {
  dynamodb.restore();
  const server = await serve([
    { ...refusal('InternalServerError'), status: 500 },
    refusal('TransactionCanceledException'),
  ]);
  const real = new DynamoDBClient({ ...server.client, maxAttempts: 2 });
  const controllers = makeControllerStore(real, 'understudy', KEEP_MS);
  await expect(controllers.save(SITE, CONTROLLER, 4, [AUDIT_ENTRY])).rejects.toMatchObject({
    name: 'StaleRecordError',
  });
  expect(server.requests.map(({ headers }) => headers['x-amz-target'])).toEqual(
    Array(2).fill('DynamoDB_20120810.TransactWriteItems'),
  );
  // With the same token DynamoDB does not do again what was done already.
  const tokens = server.requests.map(({ body }) => JSON.parse(body).ClientRequestToken);
  expect(tokens).toEqual([expect.stringMatching(/^.{36}$/), tokens[0]]);
});

test('over a real connection a lost race is stale and a missing permission is named', async () => {
  dynamodb.restore();
  const server = await serve([
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
});
