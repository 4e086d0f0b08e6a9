import type { Site } from '../../site.ts';
import { type Check, fail, judgeAll, listed, pass, unreadable, warn } from '../check.ts';
import type { Finding } from '../finding.ts';
import { pairMend } from '../mends.ts';
import { failoverRecords, isFailoverPair, LEADING_TYPES, pairOf } from '../pair.ts';
import type { RecordSet, Snapshot } from '../snapshot.ts';
import type { RecordsView } from '../views.ts';
import { BESIDE_CHECKS } from './beside-check.ts';
import { PRIMARY_RECORD_CHECKS } from './primary-record.ts';
import { SECONDARY_RECORD_CHECKS } from './secondary-record.ts';
import { ZONE_CHECKS } from './zone-check.ts';

/** Whether the records at the site's name are a failover pair that Route 53 can act on. */
export function verifyRecords(site: Site, snapshot: Snapshot): Finding[] {
  if (!snapshot.records.ok)
    return [
      unreadable(
        'records',
        `the records of ${site.name} could not be read: ${snapshot.records.why}`,
        `aws route53 list-hosted-zones-by-name --dns-name ${site.hostedZone} shows whether the zone can be read with these credentials.`,
      ),
    ];
  const records = snapshot.records.value.filter(({ name }) => name === site.name);
  return judgeAll(RECORD_CHECKS, { site, snapshot, records, ...pairOf(site, records) });
}

const pairComplete: Check<RecordsView> = {
  id: 'records.pair-complete',
  severity: 'fail',
  rule: 'The pair is complete: exactly one PRIMARY and exactly one SECONDARY failover record of type A.',
  sources: ['https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html'],
  why: 'Without both records Route 53 has nothing to fail over to, and visitors of a broken primary get errors.',
  judge: ({ site, records }) => {
    const primaries = failoverRecords(site, records, 'PRIMARY').length;
    const secondaries = failoverRecords(site, records, 'SECONDARY').length;
    const seen = `${primaries} PRIMARY and ${secondaries} SECONDARY failover A records at ${site.name}`;
    return primaries === 1 && secondaries === 1 ? pass(seen) : fail(seen, pairMend(site));
  },
};

const setIdentifiersDiffer: Check<RecordsView> = {
  id: 'records.set-identifiers-differ',
  severity: 'fail',
  rule: 'The two records have different set identifiers, as records of one name and type must.',
  sources: ['https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html'],
  why: 'Tools tell the two records apart by set identifier only: with the same one they overwrite each other, and the pair is lost.',
  judge: ({ primary, secondary }) => {
    if (primary === null || secondary === null) return null;
    const seen = `set identifiers ${quoted(primary)} and ${quoted(secondary)}`;
    return primary.setIdentifier !== null &&
      secondary.setIdentifier !== null &&
      primary.setIdentifier !== secondary.setIdentifier
      ? pass(seen)
      : fail(seen, 'Give each of the two records a set identifier of its own.');
  },
};

const nothingInTheWay: Check<RecordsView> = {
  id: 'records.nothing-in-the-way',
  severity: 'fail',
  rule: "No record of another routing policy, and no CNAME, has the pair's name. Those of a traffic policy are judged by themselves.",
  sources: ['https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html'],
  why: 'A record beside the pair answers visitors whatever the health checks say, or keeps Route 53 from accepting the pair at all.',
  judge: ({ site, records }) => {
    const inTheWay = records.filter(
      ({ type, routing }) =>
        routing !== 'traffic-policy' &&
        (type === 'CNAME' || (type === 'A' && routing !== 'failover')),
    );
    return inTheWay.length === 0
      ? pass(`only failover A records and no CNAME at ${site.name}`)
      : fail(`${listed(inTheWay.map(described))} at ${site.name}`, pairMend(site));
  },
};

const aaaaCovered: Check<RecordsView> = {
  id: 'records.aaaa-covered',
  severity: 'warn',
  rule: 'AAAA, HTTPS and SVCB records at the name fail over as pairs of their own, or do not exist: an S3 website can be the target of an A record only.',
  sources: ['https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/RoutingToS3Bucket.html'],
  why: 'Visitors with IPv6, and browsers that read HTTPS records, go on to the broken primary while everybody else is failed over.',
  judge: ({ site, records }) => {
    const beside = ['AAAA', 'HTTPS', 'SVCB'].filter(
      (type) => records.some((record) => record.type === type) && !isFailoverPair(type, records),
    );
    return beside.length === 0
      ? pass(`no AAAA, HTTPS or SVCB record outside a failover pair at ${site.name}`)
      : warn(
          `${listed(beside)} at ${site.name} without a failover pair`,
          site.secondary.front.kind === 'cloudfront'
            ? `Make a pair of the AAAA record, and drop the others: npm start -- adopt ${site.name} ${beside.map((type) => (type === 'AAAA' ? '--pair AAAA' : `--drop ${type}`)).join(' ')}`
            : `Delete the ${listed(beside)} record of ${site.name}, or give it a failover pair with a CloudFront secondary (secondary.https: true in sites.yml).`,
        );
  },
};

const pairsTogether: Check<RecordsView> = {
  id: 'records.pairs-together',
  severity: 'warn',
  rule: 'The pairs of other types at the name hang on the same health check as the pair of A records, so that one switch moves them all.',
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html',
  ],
  why: 'Visitors with IPv6, and browsers that read HTTPS records, are moved at another time than everybody else, or not at all.',
  judge: ({ site, primary, records }) => {
    if (primary === null) return null;
    const others = records.filter(
      ({ type, failover }) =>
        type !== 'A' && LEADING_TYPES.includes(type) && failover === 'PRIMARY',
    );
    if (others.length === 0) return null;
    const apart = others.filter(({ healthCheckId }) => healthCheckId !== primary.healthCheckId);
    return apart.length === 0
      ? pass(`${listed(others.map(({ type }) => type))} on the health check of the A records`)
      : warn(
          listed(apart.map(({ type, healthCheckId }) => `${type} on ${healthCheckId ?? 'none'}`)),
          primary.healthCheckId === null
            ? `Attach the site's health check to every PRIMARY record of ${site.name}.`
            : `Attach health check ${primary.healthCheckId} to every PRIMARY record of ${site.name}.`,
        );
  },
};

export const RECORD_CHECKS: readonly Check<RecordsView>[] = [
  pairComplete,
  setIdentifiersDiffer,
  nothingInTheWay,
  aaaaCovered,
  pairsTogether,
  ...PRIMARY_RECORD_CHECKS,
  ...SECONDARY_RECORD_CHECKS,
  ...BESIDE_CHECKS,
  ...ZONE_CHECKS,
];

const quoted = ({ setIdentifier }: RecordSet): string =>
  setIdentifier === null ? 'none' : `"${setIdentifier}"`;

const described = ({ type, routing }: RecordSet): string => `a ${routing} ${type} record`;
