import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import * as fc from 'fast-check';
import type { AuditEntry } from '../../lib/core/audit.ts';
import { type EpochMs, epochMs, plusMs } from '../../lib/core/time.ts';
import { auditItems, makeReadHistory } from '../../lib/io/audit-items.ts';
import { AUDIT_ENTRY } from '../fixtures/records.ts';

const SITE = AUDIT_ENTRY.site;
const KEEP_MS = 24 * 60 * 60_000;
const dynamodb = mockClient(DynamoDBClient);
const readHistory = makeReadHistory(new DynamoDBClient({ region: 'eu-west-1' }), 'understudy');
beforeEach(() => dynamodb.reset());
afterAll(() => dynamodb.restore());

const entryAt = (at: EpochMs): AuditEntry => ({ ...AUDIT_ENTRY, at });
const keysOf = (entries: readonly AuditEntry[], version: number) =>
  auditItems(entries, version, KEEP_MS).map(({ record }) => record?.S ?? '');

describe('the items of audit entries', () => {
  test('hold the entry as text, its schema and the moment at which it may be forgotten', () => {
    expect(auditItems([AUDIT_ENTRY], 7, KEEP_MS)).toEqual([
      {
        site: { S: 'www.example.com' },
        record: { S: 'audit#2026-11-22T03:00:00.000Z#0000000007#0' },
        schema: { N: '4' },
        value: {
          S: '{"site":"www.example.com","at":1795316400000,"event":"failover-begun","by":"understudy","reason":"primary-unhealthy","words":null,"phase":"failing-over","overridden":[]}',
        },
        expiresAt: { N: '1795402800' },
      },
    ]);
  });

  test.each([
    [0, '1795402800'],
    [1, '1795402801'],
    [999, '1795402801'],
  ])('are kept for whole seconds, never for less than was asked: %i ms', (ms, expiresAt) => {
    const [item] = auditItems([entryAt(plusMs(AUDIT_ENTRY.at, ms))], 1, KEEP_MS);
    expect(item?.expiresAt).toEqual({ N: expiresAt });
  });

  test('that could not be read back are refused', () => {
    const nobody = { ...AUDIT_ENTRY, by: undefined as unknown as string };
    expect(() => auditItems([nobody], 1, KEEP_MS)).toThrow('audit entry would be unreadable: by: ');
  });

  const moment = fc.integer({ min: 0, max: 4_000_000_000_000 }).map(epochMs);
  const version = fc.integer({ min: 1, max: 9_999_999_999 });

  test('have keys in the order of time, then of versions, then as they were given', () => {
    const either = fc.constantFrom(1, 9, 10, 99, 1_000);
    fc.assert(
      fc.property(fc.oneof(moment, either.map(epochMs)), moment, either, version, (a, b, v, w) => {
        const [early, late] = a <= b ? [a, b] : [b, a];
        fc.pre(early < late && v < w);
        const ordered = [
          ...keysOf([entryAt(early), entryAt(early)], v),
          ...keysOf([entryAt(early)], w),
          ...keysOf([entryAt(late)], v),
        ];
        expect(ordered.toSorted()).toEqual(ordered);
      }),
    );
  });

  test('of different saves never share a key', () => {
    fc.assert(
      fc.property(moment, fc.uniqueArray(version, { minLength: 2 }), (at, versions) => {
        const keys = versions.flatMap((one) => keysOf([entryAt(at), entryAt(at)], one));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});

describe('the history of a site', () => {
  test('is asked for newest first, as it is at this moment, by the beginning of the key', async () => {
    dynamodb.on(QueryCommand).resolves({});
    expect(await readHistory(SITE, 50)).toEqual([]);
    expect(dynamodb.commandCalls(QueryCommand).map(({ args }) => args[0].input)).toEqual([
      {
        TableName: 'understudy',
        KeyConditionExpression: '#site = :site AND begins_with(#record, :prefix)',
        ExpressionAttributeNames: { '#site': 'site', '#record': 'record' },
        ExpressionAttributeValues: { ':site': { S: SITE }, ':prefix': { S: 'audit#' } },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: 50,
      },
    ]);
  });

  test('comes back as it was written, in the order of the answer', async () => {
    const ordered: AuditEntry = {
      ...AUDIT_ENTRY,
      at: plusMs(AUDIT_ENTRY.at, 4_000),
      event: 'maintenance',
      by: 'ops@example.com',
      reason: null,
      words: 'we move, “quietly”',
      overridden: ['cooling-down', 'held'],
    };
    const Items = auditItems([AUDIT_ENTRY, ordered], 3, KEEP_MS).toReversed();
    dynamodb.on(QueryCommand).resolves({ Items });
    expect(await readHistory(SITE, 2)).toEqual([ordered, AUDIT_ENTRY]);
  });

  const [GOOD] = auditItems([AUDIT_ENTRY], 3, KEEP_MS);
  test.each([
    ['without a value', { value: undefined }, 'it has no value'],
    ['that is no JSON', { value: { S: '{' } }, 'it is not JSON'],
    [
      'with an event that nobody knows',
      { value: { S: JSON.stringify({ ...AUDIT_ENTRY, event: 'explosion' }) } },
      'event: ',
    ],
    [
      'with a field that nobody knows',
      { value: { S: JSON.stringify({ ...AUDIT_ENTRY, mood: 'calm' }) } },
      'record: Unrecognized key: "mood"',
    ],
    ['of a newer schema', { schema: { N: '5' } }, 'its schema is 5'],
    ['without a schema', { schema: undefined }, 'its schema is missing'],
  ])('is not guessed at: an entry %s', async (_name, change, problem) => {
    dynamodb.on(QueryCommand).resolves({ Items: [{ ...GOOD, ...change } as never] });
    const read = readHistory(SITE, 1);
    await expect(read).rejects.toMatchObject({ name: 'BrokenRecordError' });
    await expect(read).rejects.toThrow(
      `audit entry audit#2026-11-22T03:00:00.000Z#0000000003#0 of ${SITE} cannot be read: ${problem}`,
    );
  });

  test('without the permission names it', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    dynamodb.on(QueryCommand).rejects(denied);
    await expect(readHistory(SITE, 1)).rejects.toThrow(
      'dynamodb:Query on table understudy was denied: grant it',
    );
  });
});
