import type { Site } from '../site.ts';
import type { RecordSet } from './snapshot.ts';

/** The failover pair of A records; null where there is none, or more than one. */
export type Pair = { readonly primary: RecordSet | null; readonly secondary: RecordSet | null };

export function pairOf(site: Site, records: readonly RecordSet[]): Pair {
  return {
    primary: only(failoverRecords(site, records, 'PRIMARY')),
    secondary: only(failoverRecords(site, records, 'SECONDARY')),
  };
}

/** The A records at the site's name that have one role in failover routing. */
export const failoverRecords = (
  site: Site,
  records: readonly RecordSet[],
  role: 'PRIMARY' | 'SECONDARY',
): RecordSet[] =>
  records.filter(
    (record) => record.name === site.name && record.type === 'A' && record.failover === role,
  );

/** Whether the records of this type at the name are a failover pair, whatever they hold. */
export function isFailoverPair(type: string, records: readonly RecordSet[]): boolean {
  const ofType = records.filter((record) => record.type === type);
  return (
    ofType.length === 2 &&
    ofType.some(({ failover }) => failover === 'PRIMARY') &&
    ofType.some(({ failover }) => failover === 'SECONDARY')
  );
}

/** The record types that lead a visitor somewhere; every other type at a name is not ours to judge. */
export const LEADING_TYPES: readonly string[] = ['A', 'AAAA', 'CNAME', 'HTTPS', 'SVCB'];

/** CloudFront's aliases share one zone: https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html */
export const CLOUDFRONT_ZONE_ID = 'Z2FDTNDATAQYW2';

export const isCloudFront = (record: RecordSet): boolean =>
  record.alias?.hostedZoneId === CLOUDFRONT_ZONE_ID;

const only = <T>(values: readonly T[]): T | null =>
  values.length === 1 ? (values[0] ?? null) : null;
