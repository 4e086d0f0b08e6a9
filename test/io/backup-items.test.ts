import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Backup, backupOf } from '../../lib/core/adopt/backup.ts';
import { planAdoption } from '../../lib/core/adopt/plan-adoption.ts';
import { epochMs } from '../../lib/core/time.ts';
import { makeReadHistory } from '../../lib/io/audit-items.ts';
import { AwsCallError } from '../../lib/io/aws-errors.ts';
import { makeReadLatestBackup, makeSaveBackupItem } from '../../lib/io/backup-items.ts';
import { startDynamoTable } from '../contract/dynamo-table.ts';
import { choices, zoneSeen } from '../core/adopt/zone-world.ts';
import { answerInTurn } from './aws-loopback.ts';

const SITE = 'www.example.com';
const backup = (hour: number, change: Partial<Backup> = {}): Backup => ({
  ...backupOf(planAdoption(zoneSeen(), choices()), {
    planId: `plan-${hour}`,
    by: 'ada',
    savedAt: epochMs(Date.UTC(2026, 10, 23, hour)),
  }),
  ...change,
});

describe('in the state table', () => {
  let table: Awaited<ReturnType<typeof startDynamoTable>>;
  let client: DynamoDBClient;
  beforeEach(async () => {
    table = await startDynamoTable();
    client = new DynamoDBClient(table.client);
  });
  afterEach(async () => {
    client.destroy();
    await table.close();
  });
  const save = (one: Backup) => makeSaveBackupItem(client, 'state')(one);
  const latest = (site: string) => makeReadLatestBackup(client, 'state')(site);

  test('there is none at first, then the newest is found, whichever was saved last', async () => {
    expect(await latest(SITE)).toBeNull();
    await save(backup(2));
    await save(backup(1));
    expect(await latest(SITE)).toEqual(backup(2));
  });

  test('one of several sites is found under each of them', async () => {
    const both = backup(1, { sites: [SITE, 'example.com'] });
    await save(both);
    expect([await latest(SITE), await latest('example.com')]).toEqual([both, both]);
  });

  test('none is written over, not even by the same plan at the same moment', async () => {
    await save(backup(1));
    await expect(save(backup(1, { by: 'eve' }))).rejects.toThrow(AwsCallError);
    expect((await latest(SITE))?.by).toBe('ada');
  });

  test('it is no part of the history', async () => {
    await save(backup(1));
    expect(await makeReadHistory(client, 'state')(SITE, 10)).toEqual([]);
  });
});

test('one that is damaged is not put back', async () => {
  const broken = JSON.stringify({ Items: [{ value: { S: '{"version":1}' } }] });
  const server = await answerInTurn([{ status: 200, body: broken }]);
  const client = new DynamoDBClient(server.client);
  try {
    await expect(makeReadLatestBackup(client, 'state')(SITE)).rejects.toThrow(
      /backup of www\.example\.com in the state table .*planId/,
    );
  } finally {
    client.destroy();
    await server.close();
  }
});
