import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { StaleRecordError } from '../../lib/core/records.ts';
import { epochMs } from '../../lib/core/time.ts';
import { makeSlackMemory } from '../../lib/io/slack-memory.ts';
import { describeOn, type EmulatorName } from './on.ts';
import { newTable } from './tables.ts';

const EMULATED: readonly EmulatorName[] = ['moto', 'ministack'];
const NOW = epochMs(Date.UTC(2026, 10, 22, 3, 4, 5));
const ID = 'www.example.com/outage/2026-11-22T03:04:05.000Z/opened';
const POSTING = { state: 'posting', at: NOW } as const;

for (const emulator of EMULATED)
  describeOn(emulator, (client) => {
    const dynamo = new DynamoDBClient(client);
    afterAll(() => dynamo.destroy());

    test('of two that begin to post the same message at the same moment one is refused', async () => {
      const { postings } = makeSlackMemory(dynamo, await newTable(dynamo), 'C1');
      const both = await Promise.allSettled([
        postings.save(ID, POSTING, 0, NOW),
        postings.save(ID, POSTING, 0, NOW),
      ]);
      const refused = both.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      expect(refused).toEqual([expect.any(StaleRecordError)]);
      expect(await postings.load(ID)).toEqual({ value: POSTING, version: 1 });
    });

    test('a thread is found again, and beginning it twice is refused', async () => {
      const { threads } = makeSlackMemory(dynamo, await newTable(dynamo), 'C1');
      const start = { name: '1700000000.000100', subject: 's', body: 'b' };
      await threads.save(ID, start, 0, NOW);
      await expect(threads.save(ID, start, 0, NOW)).rejects.toThrow(StaleRecordError);
      expect(await threads.load(ID)).toEqual({ value: start, version: 1 });
    });
  });
