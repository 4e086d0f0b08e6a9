import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { SLACK_KEYS, type SlackMemory } from '../core/alerts/slack-channel.ts';
import { parseJson } from '../core/parse-json.ts';
import { BrokenRecordError, StaleRecordError, type Stored } from '../core/records.ts';
import { type EpochMs, epochMs } from '../core/time.ts';
import { callAws } from './aws-call.ts';
import { AwsCallError } from './aws-errors.ts';
import { onlyOver } from './only-over.ts';

/**
 * What the slack function remembers, beside the records of the sites, each thing as an item of its own.
 * `channel` is part of a thread's key: in another channel a thread begins anew.
 */
export const makeSlackMemory = (
  client: DynamoDBClient,
  tableName: string,
  channel: string,
): SlackMemory => ({
  postings: makeStore(client, tableName, { record: 'posting', schema: POSTING }),
  threads: makeStore(client, tableName, { record: `thread#${channel}`, schema: THREAD_START }),
});

const POSTING = z.strictObject({
  state: z.enum(['posting', 'posted']),
  at: z.number().nonnegative().transform(epochMs),
});
const THREAD_START = z.strictObject({
  name: z.string().min(1),
  subject: z.string(),
  body: z.string(),
});

/** Longer than SNS goes on trying, and than an incident should last. DynamoDB deletes what is older. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

type Kind<T> = { readonly record: string; readonly schema: z.ZodType<T> };

const makeStore = <T>(client: DynamoDBClient, tableName: string, { record, schema }: Kind<T>) => ({
  load: async (id: string): Promise<Stored<T> | null> => {
    const request = new GetItemCommand({
      TableName: tableName,
      Key: keyOf(id, record),
      ConsistentRead: true,
    });
    const call = { action: 'dynamodb:GetItem', on: `table ${tableName}` };
    const { Item } = await callAws(call, (options) => client.send(request, options));
    if (Item === undefined) return null;
    const version = Number(Item.version?.N);
    const parsed = schema.safeParse(parseJson(Item.value?.S ?? ''));
    if (parsed.success && Number.isSafeInteger(version)) return { value: parsed.data, version };
    throw new BrokenRecordError(`${record} of ${id}`, 'it is not what Understudy writes');
  },
  save: async (id: string, value: T, expectedVersion: number, now: EpochMs): Promise<number> => {
    const version = expectedVersion + 1;
    const request = new PutItemCommand({
      TableName: tableName,
      Item: {
        ...keyOf(id, record),
        version: { N: String(version) },
        value: { S: JSON.stringify(value) },
        expiresAt: { N: String(Math.ceil((now + KEPT_MS) / 1_000)) },
      },
      ...onlyOver(expectedVersion),
    });
    const call = { action: 'dynamodb:PutItem', on: `table ${tableName}` };
    await callAws(call, (options) => client.send(request, options)).catch((error) => {
      if (error instanceof AwsCallError && error.code === 'ConditionalCheckFailedException')
        throw new StaleRecordError(`${record} of ${id}`, expectedVersion, { cause: error });
      throw error;
    });
    return version;
  },
});

const keyOf = (id: string, record: string) => ({
  site: { S: `${SLACK_KEYS}${id}` },
  record: { S: record },
});
