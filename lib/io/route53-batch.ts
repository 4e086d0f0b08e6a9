import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { RecordChange } from '../core/record-change.ts';
import type { RecordSet } from '../core/verify/snapshot.ts';

/** One of our changes in Route 53's words. */
export const toSdkChange = ({ action, record }: RecordChange): Change => ({
  Action: action,
  ResourceRecordSet: toSdkRecordSet(record),
});

/** The opposite of `toRecordSet`: what was read goes back as it was, so that a DELETE matches it. */
function toSdkRecordSet(record: RecordSet): ResourceRecordSet {
  return {
    Name: dottedName(record.name),
    // The type is a plain word where it comes from; Route 53 refuses one that it does not know.
    Type: record.type as ResourceRecordSet['Type'],
    ...routingSettings(record),
    ...(record.setIdentifier === null ? {} : { SetIdentifier: record.setIdentifier }),
    ...(record.healthCheckId === null ? {} : { HealthCheckId: record.healthCheckId }),
    ...(record.alias === null ? plainSettings(record) : aliasSettings(record.alias)),
  };
}

const plainSettings = ({ ttlSeconds, values }: RecordSet): Partial<ResourceRecordSet> => ({
  ...(ttlSeconds === null ? {} : { TTL: ttlSeconds }),
  ResourceRecords: values.map((Value) => ({ Value })),
});

const aliasSettings = (alias: NonNullable<RecordSet['alias']>): Partial<ResourceRecordSet> => ({
  AliasTarget: {
    DNSName: dottedName(alias.dnsName),
    HostedZoneId: alias.hostedZoneId,
    EvaluateTargetHealth: alias.evaluateTargetHealth,
  },
});

/** Weights, regions and places are not read, so records that have them cannot be written back. */
function routingSettings({ name, routing, failover }: RecordSet): Partial<ResourceRecordSet> {
  if (routing === 'simple') return {};
  if (routing === 'multivalue') return { MultiValueAnswer: true };
  if (failover !== null) return { Failover: failover };
  throw new RangeError(
    `a ${routing} record (${name}) cannot be written to Route 53: only what makes simple, failover and multivalue records is known`,
  );
}

/**
 * With its trailing dot. Route 53 takes escape codes for every character, and wants them for those
 * outside ASCII; the `*` of a wildcard must stand as it is:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
 */
const dottedName = (name: string): string =>
  `${name.replace(/[^a-z0-9._*-]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)}.`;
