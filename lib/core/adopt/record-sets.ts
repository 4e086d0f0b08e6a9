import type { RecordChange } from '../record-change.ts';
import type { RecordSet } from '../verify/snapshot.ts';

/** The types that decide where visitors of a name go. A plan looks at these; others are left alone. */
const CONCERNED_TYPES: ReadonlySet<string> = new Set(['A', 'AAAA', 'CNAME', 'HTTPS', 'SVCB']);

/** The records at a name that a plan is about, in one order whatever order they were read in. */
export const concernedAt = (records: readonly RecordSet[], name: string): readonly RecordSet[] =>
  inOrder(records.filter((record) => record.name === name && CONCERNED_TYPES.has(record.type)));

/** By name, type, role and set identifier. */
export const inOrder = (records: readonly RecordSet[]): readonly RecordSet[] =>
  records.toSorted((one, other) => compare(orderKey(one), orderKey(other)));

/** Whether two records are the same to Route 53; the order of the values does not matter. */
export const isSameRecord = (one: RecordSet, other: RecordSet): boolean =>
  canonicalRecord(one) === canonicalRecord(other);

export const areSameRecords = (one: readonly RecordSet[], other: readonly RecordSet[]): boolean =>
  canonicalRecords(one) === canonicalRecords(other);

/** One text per set of records, to compare and to digest. */
export const canonicalRecords = (records: readonly RecordSet[]): string =>
  JSON.stringify(records.map(canonicalRecord).sort());

/**
 * The least batch that makes the one out of the other: what goes with its exact old values, as a
 * DELETE must have them, and only then what comes.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
 */
export const changesBetween = (
  before: readonly RecordSet[],
  after: readonly RecordSet[],
): readonly RecordChange[] => [
  ...without(before, after).map((record) => ({ action: 'DELETE' as const, record })),
  ...without(after, before).map((record) => ({ action: 'CREATE' as const, record })),
];

/** What a batch makes of the records, if Route 53 takes it. */
export const recordsAfter = (
  records: readonly RecordSet[],
  changes: readonly RecordChange[],
): readonly RecordSet[] => {
  const of = (wanted: RecordChange['action']) =>
    changes.flatMap(({ action, record }) => (action === wanted ? [record] : []));
  return inOrder([...without(records, of('DELETE')), ...of('CREATE')]);
};

const without = (records: readonly RecordSet[], others: readonly RecordSet[]): RecordSet[] =>
  records.filter((record) => !others.some((other) => isSameRecord(record, other)));

const orderKey = ({ name, type, failover, setIdentifier }: RecordSet): string =>
  [name, type, failover ?? '', setIdentifier ?? ''].join(' ');

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

const canonicalRecord = (record: RecordSet): string =>
  JSON.stringify([
    record.name,
    record.type,
    record.ttlSeconds,
    [...record.values].sort(),
    record.alias && [
      record.alias.dnsName,
      record.alias.hostedZoneId,
      record.alias.evaluateTargetHealth,
    ],
    record.routing,
    record.failover,
    record.setIdentifier,
    record.healthCheckId,
  ]);
