import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Backup } from '../core/adopt/backup.ts';
import { callAws } from './aws-call.ts';
import { BACKUP_VERSION, BrokenBackupError, decodeBackup, encodeBackup } from './backup-schema.ts';

const PREFIX = 'backup#';
/** So long a change of records can be taken back without its file. */
const KEEP_MS = 400 * 24 * 60 * 60_000;

/**
 * Saves the way back beside the records of each of its sites, of all or of none. Each has an item of
 * its own by its moment and plan, so that none is ever written over.
 */
export const makeSaveBackupItem =
  (client: DynamoDBClient, tableName: string) =>
  async (backup: Backup): Promise<void> => {
    const request = new TransactWriteItemsCommand({
      TransactItems: backup.sites.map((site) => ({
        Put: {
          TableName: tableName,
          Item: itemOf(site, backup),
          ConditionExpression: 'attribute_not_exists(#version)',
          ExpressionAttributeNames: { '#version': 'version' },
        },
      })),
    });
    const call = { action: 'dynamodb:PutItem in a transaction', on: `table ${tableName}` };
    await callAws(call, (options) => client.send(request, options));
  };

/** The newest backup of a site; null when there is none. */
export const makeReadLatestBackup =
  (client: DynamoDBClient, tableName: string) =>
  async (site: string): Promise<Backup | null> => {
    const request = new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: '#site = :site AND begins_with(#record, :prefix)',
      ExpressionAttributeNames: { '#site': 'site', '#record': 'record' },
      ExpressionAttributeValues: { ':site': { S: site }, ':prefix': { S: PREFIX } },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: 1,
    });
    const call = { action: 'dynamodb:Query', on: `table ${tableName}` };
    const { Items = [] } = await callAws(call, (options) => client.send(request, options));
    const [item] = Items;
    if (item === undefined) return null;
    const where = `the backup of ${site} in the state table`;
    if (item.value?.S === undefined) throw new BrokenBackupError(where, 'it has no value');
    return decodeBackup(item.value.S, where);
  };

const itemOf = (site: string, backup: Backup): Record<string, AttributeValue> => ({
  site: { S: site },
  record: { S: `${PREFIX}${new Date(backup.savedAt).toISOString()}#${backup.planId}` },
  version: { N: '1' },
  schema: { N: String(BACKUP_VERSION) },
  value: { S: encodeBackup(backup) },
  expiresAt: { N: String(Math.ceil((backup.savedAt + KEEP_MS) / 1_000)) },
});
