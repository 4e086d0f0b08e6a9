import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { BrokenRecordError, StaleRecordError } from '../../lib/core/records.ts';
import { epochMs } from '../../lib/core/time.ts';
import { makeSlackMemory } from '../../lib/io/slack-memory.ts';
import { startDynamoTable } from '../contract/dynamo-table.ts';

const NOW = epochMs(Date.UTC(2026, 10, 22, 3, 4, 5));
const ID = 'www.example.com/outage/2026-11-22T03:04:05.000Z/opened';
const POSTING = { state: 'posting', at: NOW } as const;

let table: Awaited<ReturnType<typeof startDynamoTable>>;
beforeEach(async () => {
  table = await startDynamoTable();
});
afterEach(() => table.close());

const memory = (channel = 'C1') =>
  makeSlackMemory(new DynamoDBClient(table.client), 'state', channel);

test('what was saved is there, under the version that the next one must know', async () => {
  const { postings } = memory();
  expect(await postings.load(ID)).toBeNull();
  expect(await postings.save(ID, POSTING, 0, NOW)).toBe(1);
  const posted = { state: 'posted', at: NOW } as const;
  expect(await postings.save(ID, posted, 1, NOW)).toBe(2);
  expect(await postings.load(ID)).toEqual({ value: posted, version: 2 });
});

test('of two that begin at the same moment one is refused', async () => {
  await memory().postings.save(ID, POSTING, 0, NOW);
  await expect(memory().postings.save(ID, POSTING, 0, NOW)).rejects.toThrow(StaleRecordError);
  await expect(memory().postings.save(ID, POSTING, 7, NOW)).rejects.toThrow(StaleRecordError);
});

test('a thread is one of its channel, and is no posting', async () => {
  const start = { name: '1.0', subject: 's', body: 'b' };
  await memory('C1').threads.save(ID, start, 0, NOW);
  expect(await memory('C1').threads.load(ID)).toEqual({ value: start, version: 1 });
  expect(await memory('C2').threads.load(ID)).toBeNull();
  expect(await memory('C1').postings.load(ID)).toBeNull();
});

describe('as an item', () => {
  let dynamodb: ReturnType<typeof mockClient>;
  beforeEach(() => {
    dynamodb = mockClient(DynamoDBClient);
  });
  afterEach(() => dynamodb.restore());
  const { postings } = makeSlackMemory(new DynamoDBClient({ region: 'eu-west-1' }), 'state', '');

  test('its key begins as the role of the function allows, and it goes after thirty days', async () => {
    dynamodb.onAnyCommand().resolves({});
    await postings.save(ID, POSTING, 0, NOW);
    expect(dynamodb.calls()[0]?.args[0].input).toMatchObject({
      TableName: 'state',
      Item: {
        site: { S: `slack#${ID}` },
        record: { S: 'posting' },
        expiresAt: { N: `${NOW / 1_000 + 30 * 24 * 60 * 60}` },
      },
    });
  });

  test.each([
    ['no value', { version: { N: '1' } }],
    ['a value of another shape', { version: { N: '1' }, value: { S: '{"state":"lost"}' } }],
    ['no version', { value: { S: JSON.stringify(POSTING) } }],
  ])('with %s it is broken', async (_name, Item) => {
    dynamodb.on(GetItemCommand).resolves({ Item });
    await expect(postings.load(ID)).rejects.toThrow(BrokenRecordError);
  });
});
