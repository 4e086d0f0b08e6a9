import type { RecordSet } from '../core/verify/snapshot.ts';

/** What tells record sets apart: https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html */
export const keyOf = ({ name, type, setIdentifier }: RecordSet): string =>
  JSON.stringify([name, type, setIdentifier]);

/** As Route 53 names a record set that it creates or deletes. */
export const setText = ({ name, type, setIdentifier }: RecordSet): string => {
  const identifier = setIdentifier === null ? '' : `, set-identifier='${setIdentifier}'`;
  return `[name='${name}.', type='${type}'${identifier}]`;
};

/** Begins the refusal of an alias. */
export const aliasText = (record: RecordSet): string =>
  `Tried to create an alias that targets ${record.alias?.dnsName}., type ${record.type} in zone ${record.alias?.hostedZoneId},`;
