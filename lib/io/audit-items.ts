import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEntry } from '../core/audit.ts';
import { BrokenRecordError } from '../core/records.ts';
import type { ReadHistory } from '../core/world.ts';
import { callAws } from './aws-call.ts';
import { decodeAudit, encodeAudit, RECORD_SCHEMA, schemaOf } from './state-records.ts';

const PREFIX = 'audit#';

/**
 * The entries as items beside the record that they belong to, in the order of time. The record's
 * version makes their keys unique. DynamoDB deletes them by itself some time after `expiresAt`.
 */
export const auditItems = (
  entries: readonly AuditEntry[],
  version: number,
  keepMs: number,
): readonly Record<string, AttributeValue>[] =>
  entries.map((entry, index) => ({
    site: { S: entry.site },
    record: { S: `${PREFIX}${new Date(entry.at).toISOString()}#${padded(version)}#${index}` },
    schema: { N: String(RECORD_SCHEMA) },
    value: { S: encodeAudit(entry) },
    expiresAt: { N: String(Math.ceil((entry.at + keepMs) / 1_000)) },
  }));

/** The audit trail of a site, newest first. */
export const makeReadHistory =
  (client: DynamoDBClient, tableName: string): ReadHistory =>
  async (site, limit) => {
    const request = new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: '#site = :site AND begins_with(#record, :prefix)',
      ExpressionAttributeNames: { '#site': 'site', '#record': 'record' },
      ExpressionAttributeValues: { ':site': { S: site }, ':prefix': { S: PREFIX } },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit,
    });
    const call = { action: 'dynamodb:Query', on: `table ${tableName}` };
    const { Items = [] } = await callAws(call, (options) => client.send(request, options));
    return Items.map((item) => entryOf(item, site));
  };

function entryOf(item: Readonly<Record<string, AttributeValue>>, site: string): AuditEntry {
  const name = `audit entry ${item.record?.S ?? ''} of ${site}`;
  const schema = schemaOf(item.schema?.N, name);
  if (item.value?.S === undefined) throw new BrokenRecordError(name, 'it has no value');
  return decodeAudit(item.value.S, name, schema);
}

/** So that the order of the keys is the order of the versions. */
const padded = (version: number): string => String(version).padStart(10, '0');
