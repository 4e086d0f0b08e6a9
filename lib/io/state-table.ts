import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { AuditEntry } from '../core/audit.ts';
import { BrokenRecordError, StaleRecordError, type Stored } from '../core/records.ts';
import type { BudgetStore, ControllerStore, MonitorStore, ShardStore } from '../core/world.ts';
import { auditItems } from './audit-items.ts';
import { callAws } from './aws-call.ts';
import { AwsCallError } from './aws-errors.ts';
import { onlyOver } from './only-over.ts';
import {
  type Decode,
  decodeBudget,
  decodeController,
  decodeMonitor,
  decodeShard,
  encodeBudget,
  encodeController,
  encodeMonitor,
  encodeShard,
  RECORD_SCHEMA,
  schemaOf,
} from './state-records.ts';

/** The record that only the probe function writes. */
export const makeMonitorStore = (client: DynamoDBClient, tableName: string): MonitorStore =>
  makeStore(client, tableName, { kind: 'monitor', encode: encodeMonitor, decode: decodeMonitor });

/** The record that only the failover function writes; what it says of the past is kept for `keepMs`. */
export const makeControllerStore = (
  client: DynamoDBClient,
  tableName: string,
  keepMs: number,
): ControllerStore =>
  makeStore(
    client,
    tableName,
    { kind: 'controller', encode: encodeController, decode: decodeController },
    (entries, version) => auditItems(entries, version, keepMs),
  );

/** The record that the windows of a shard share. */
export const makeShardStore = (client: DynamoDBClient, tableName: string): ShardStore =>
  makeStore(client, tableName, { kind: 'shard', encode: encodeShard, decode: decodeShard });

/** How many alerts the stack has sent in this hour; both functions write it. */
export const makeBudgetStore = (client: DynamoDBClient, tableName: string): BudgetStore => {
  const store = makeStore(client, tableName, {
    kind: 'budget',
    encode: encodeBudget,
    decode: decodeBudget,
  });
  return {
    load: () => store.load(ALERTS_KEY),
    save: (value, version) => store.save(ALERTS_KEY, value, version),
  };
};

/** No domain name begins like it. */
const ALERTS_KEY = '#alerts';

/** A record that grew this long holds something that it should not; DynamoDB itself ends at 400 KB. */
export class RecordTooLargeError extends Error {
  override readonly name = 'RecordTooLargeError';
  constructor(record: string, bytes: number) {
    super(`${record} has ${bytes} bytes, more than ${RECORD_BYTES_MAX}`);
  }
}

const RECORD_BYTES_MAX = 350_000;

type Codec<T> = {
  readonly kind: 'monitor' | 'controller' | 'shard' | 'budget';
  readonly encode: (value: T) => string;
  readonly decode: Decode<T>;
};

/** What else is written with a record, as whole items; none for most. */
type Companions = (audit: readonly AuditEntry[], version: number) => readonly Item[];
type Item = Record<string, AttributeValue>;

const makeStore = <T>(
  client: DynamoDBClient,
  tableName: string,
  codec: Codec<T>,
  companions: Companions = () => [],
) => ({
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
  save: async (
    site: string,
    value: T,
    expectedVersion: number,
    audit: readonly AuditEntry[] = [],
  ): Promise<number> => {
    const record = recordName(site, codec.kind);
    const text = codec.encode(value);
    const bytes = Buffer.byteLength(text);
    if (bytes > RECORD_BYTES_MAX) throw new RecordTooLargeError(record, bytes);
    const version = expectedVersion + 1;
    const put = {
      TableName: tableName,
      Item: { ...keyOf(site, codec.kind), ...attributesOf(text, version) },
      ...onlyOver(expectedVersion),
    };
    const others = companions(audit, version).map((Item) => ({ TableName: tableName, Item }));
    await write(client, put, others).catch((error) => {
      if (error instanceof AwsCallError && isLostRace(error))
        throw new StaleRecordError(record, expectedVersion, { cause: error });
      throw error;
    });
    return version;
  },
});

/**
 * A transaction is cancelled by the record's condition or by another writer at that very moment, and a
 * put alone is refused while another's transaction is under way; each time somebody else was quicker
 * (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html,
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling).
 */
const LOST_RACES: ReadonlySet<string> = new Set([
  'ConditionalCheckFailedException',
  'TransactionConflictException',
  // As the reasons of a cancelled transaction spell them.
  'ConditionalCheckFailed',
  'TransactionConflict',
]);

/** A transaction may be cancelled for other reasons, too, such as throttling; those are errors. */
function isLostRace({ code, cause }: AwsCallError): boolean {
  if (code !== 'TransactionCanceledException') return LOST_RACES.has(code);
  const { CancellationReasons: reasons = [] } = cause as Partial<TransactionCanceledException>;
  return reasons.some(({ Code = '' }) => LOST_RACES.has(Code));
}

type Put = NonNullable<TransactWriteItem['Put']>;

/** Companions are written with the record or not at all; alone it needs no transaction. */
async function write(client: DynamoDBClient, put: Put, others: readonly Put[]): Promise<void> {
  const on = `table ${put.TableName}`;
  if (others.length === 0) {
    const request = new PutItemCommand(put);
    await callAws({ action: 'dynamodb:PutItem', on }, (options) => client.send(request, options));
    return;
  }
  const request = new TransactWriteItemsCommand({
    TransactItems: [put, ...others].map((Put) => ({ Put })),
  });
  const call = { action: 'dynamodb:PutItem in a transaction', on };
  await callAws(call, (options) => client.send(request, options));
}

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

function toStored<T>(
  item: Readonly<Record<string, AttributeValue>>,
  codec: Codec<T>,
  record: string,
): Stored<T> {
  const schema = schemaOf(item.schema?.N, record);
  const version = Number(item.version?.N);
  if (!Number.isSafeInteger(version) || version < 1)
    throw new BrokenRecordError(record, `its version is ${item.version?.N ?? 'missing'}`);
  if (item.value?.S === undefined) throw new BrokenRecordError(record, 'it has no value');
  return { value: codec.decode(item.value.S, record, schema), version };
}
