import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { BrokenRecordError, StaleRecordError, type Stored } from '../core/records.ts';
import type { ControllerStore, MonitorStore, ShardStore } from '../core/world.ts';
import { callAws } from './aws-call.ts';
import { AwsCallError } from './aws-errors.ts';
import {
  decodeController,
  decodeMonitor,
  decodeShard,
  encodeController,
  encodeMonitor,
  encodeShard,
  RECORD_SCHEMA,
} from './state-records.ts';

/** The record that only the probe function writes. */
export const makeMonitorStore = (client: DynamoDBClient, tableName: string): MonitorStore =>
  makeStore(client, tableName, { kind: 'monitor', encode: encodeMonitor, decode: decodeMonitor });

/** The record that only the failover function writes. */
export const makeControllerStore = (client: DynamoDBClient, tableName: string): ControllerStore =>
  makeStore(client, tableName, {
    kind: 'controller',
    encode: encodeController,
    decode: decodeController,
  });

/** The record that the windows of a shard share. */
export const makeShardStore = (client: DynamoDBClient, tableName: string): ShardStore =>
  makeStore(client, tableName, { kind: 'shard', encode: encodeShard, decode: decodeShard });

/** A record that grew this long holds something that it should not; DynamoDB itself ends at 400 KB. */
export class RecordTooLargeError extends Error {
  override readonly name = 'RecordTooLargeError';
  constructor(record: string, bytes: number) {
    super(`${record} has ${bytes} bytes, more than ${RECORD_BYTES_MAX}`);
  }
}

const RECORD_BYTES_MAX = 350_000;

type Codec<T> = {
  readonly kind: 'monitor' | 'controller' | 'shard';
  readonly encode: (value: T) => string;
  readonly decode: (text: string, record: string) => T;
};

const makeStore = <T>(client: DynamoDBClient, tableName: string, codec: Codec<T>) => ({
  load: async (site: string): Promise<Stored<T> | null> => {
    const request = new GetItemCommand({
      TableName: tableName,
      Key: keyOf(site, codec.kind),
      ConsistentRead: true,
    });
    const call = { action: 'dynamodb:GetItem', on: `table ${tableName}` };
    const { Item } = await callAws(call, (options) => client.send(request, options));
    return Item === undefined ? null : toStored(Item, codec, recordName(site, codec.kind));
  },
  save: async (site: string, value: T, expectedVersion: number): Promise<number> => {
    const record = recordName(site, codec.kind);
    const text = codec.encode(value);
    const bytes = Buffer.byteLength(text);
    if (bytes > RECORD_BYTES_MAX) throw new RecordTooLargeError(record, bytes);
    const version = expectedVersion + 1;
    const request = new PutItemCommand({
      TableName: tableName,
      Item: { ...keyOf(site, codec.kind), ...attributesOf(text, version) },
      ...onlyOver(expectedVersion),
    });
    const call = { action: 'dynamodb:PutItem', on: `table ${tableName}` };
    await callAws(call, (options) => client.send(request, options)).catch((error) => {
      if (error instanceof AwsCallError && error.code === 'ConditionalCheckFailedException')
        throw new StaleRecordError(record, expectedVersion, { cause: error });
      throw error;
    });
    return version;
  },
});

const recordName = (site: string, kind: string): string => `${kind} record of ${site}`;

const keyOf = (site: string, kind: string): Record<string, AttributeValue> => ({
  site: { S: site },
  record: { S: kind },
});

const attributesOf = (text: string, version: number): Record<string, AttributeValue> => ({
  version: { N: String(version) },
  schema: { N: String(RECORD_SCHEMA) },
  value: { S: text },
});

/**
 * The condition is the lock. When the SDK repeats a put whose answer was lost, the repetition finds
 * its own version and fails: the tick ends for nothing, and the next one goes on from what was saved.
 */
const onlyOver = (expectedVersion: number) =>
  expectedVersion === 0
    ? {
        ConditionExpression: 'attribute_not_exists(#version)',
        ExpressionAttributeNames: { '#version': 'version' },
      }
    : {
        ConditionExpression: '#version = :expected',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':expected': { N: String(expectedVersion) } },
      };

function toStored<T>(
  item: Readonly<Record<string, AttributeValue>>,
  codec: Codec<T>,
  record: string,
): Stored<T> {
  const schema = Number(item.schema?.N);
  if (schema !== RECORD_SCHEMA)
    throw new BrokenRecordError(
      record,
      `its schema is ${item.schema?.N ?? 'missing'}, this version of Understudy reads ${RECORD_SCHEMA}`,
    );
  const version = Number(item.version?.N);
  if (!Number.isSafeInteger(version) || version < 1)
    throw new BrokenRecordError(record, `its version is ${item.version?.N ?? 'missing'}`);
  if (item.value?.S === undefined) throw new BrokenRecordError(record, 'it has no value');
  return { value: codec.decode(item.value.S, record), version };
}
