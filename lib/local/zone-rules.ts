import type { RecordChange } from '../core/record-change.ts';
import type { RecordSet } from '../core/verify/snapshot.ts';
import { batchRefusals } from './zone-rules-batch.ts';
import { besideRefusals } from './zone-rules-beside.ts';
import { contentRefusals } from './zone-rules-content.ts';
import { keyOf, setText } from './zone-rules-text.ts';

/** What Route 53 judges a batch by. Names are in lower case, without a trailing dot. */
export type ZoneFacts = {
  readonly zoneName: string;
  /** Every record of the zone as it is before the batch, SOA and NS included. */
  readonly records: readonly RecordSet[];
  /** Every health check of the account. */
  readonly healthCheckIds: readonly string[];
};

/**
 * Why Route 53 would refuse the batch, in its own words as far as they are known; [] when it would
 * make it. A batch is made whole or not at all, but its changes are judged in their order, each on
 * what those before it leave: a CREATE that stands before the DELETE that makes room for it is refused
 * (https://github.com/octodns/octodns/issues/507, https://github.com/DNSControl/dnscontrol/pull/3565).
 */
export function refusalsOf(facts: ZoneFacts, changes: readonly RecordChange[]): readonly string[] {
  const malformed = batchRefusals(changes);
  if (malformed.length > 0) return malformed;
  const refusals: string[] = [];
  let records = facts.records;
  for (const change of changes) {
    refusals.push(...changeRefusals({ ...facts, records }, change));
    records = applyChanges(records, [change]);
  }
  return [...refusals, ...apexRefusals(facts.zoneName, records)];
}

/** The records after the batch, whether Route 53 would make it or not. */
export const applyChanges = (
  records: readonly RecordSet[],
  changes: readonly RecordChange[],
): readonly RecordSet[] =>
  changes.reduce<readonly RecordSet[]>((left, { action, record }) => {
    const key = keyOf(record);
    const others = left.filter((each) => keyOf(each) !== key);
    return action === 'DELETE' ? others : [...others, record];
  }, records);

const changeRefusals = (facts: ZoneFacts, { action, record }: RecordChange): readonly string[] =>
  action === 'DELETE'
    ? deleteRefusals(facts.records, record)
    : [...contentRefusals(facts, record), ...besideRefusals(facts, record)];

/**
 * "To delete a resource record set, you must specify all the same values that you specified when you
 * created it" (https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html).
 * The texts: https://github.com/boto/boto/issues/2887, https://github.com/kubernetes-sigs/external-dns/issues/732
 */
function deleteRefusals(records: readonly RecordSet[], record: RecordSet): readonly string[] {
  const current = records.find((each) => keyOf(each) === keyOf(record));
  const tried = `Tried to delete resource record set ${setText(record)}`;
  if (current === undefined) return [`${tried} but it was not found`];
  return contentOf(current) === contentOf(record)
    ? []
    : [`${tried} but the values provided do not match the current values`];
}

/** All that a DELETE must repeat; the order of values says nothing. */
const contentOf = (record: RecordSet): string =>
  JSON.stringify([
    record.ttlSeconds,
    record.values.toSorted(),
    record.alias === null
      ? null
      : [record.alias.dnsName, record.alias.hostedZoneId, record.alias.evaluateTargetHealth],
    record.routing,
    record.failover,
    record.healthCheckId,
  ]);

/**
 * A zone keeps the SOA and NS records of its apex. The texts: https://github.com/airbnb/zonify/issues/1,
 * https://github.com/DNSControl/dnscontrol/pull/4402
 */
function apexRefusals(zoneName: string, records: readonly RecordSet[]): readonly string[] {
  const types = records.filter(({ name }) => name === zoneName).map(({ type }) => type);
  const refusals: string[] = [];
  if (!types.includes('NS'))
    refusals.push('A HostedZone must contain at least one NS record for the zone itself.');
  if (types.filter((type) => type === 'SOA').length !== 1)
    refusals.push('A HostedZone must contain exactly one SOA record.');
  return refusals;
}
