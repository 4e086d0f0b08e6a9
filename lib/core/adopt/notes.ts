import type { Site } from '../site.ts';
import { listed } from '../verify/check.ts';
import { siblingOf } from '../verify/names-beside.ts';
import { isCloudFront } from '../verify/pair.ts';
import type { RecordSet } from '../verify/snapshot.ts';
import { secondaryRecord, servingRecord } from './pair-after.ts';
import type { PlanKind, SitePart } from './plan.ts';
import { areSameRecords } from './record-sets.ts';
import type { SiteSeen, ZoneSeen } from './seen.ts';

/** How long Route 53 normally takes: https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html */
const IN_SYNC_TEXT = 'normally within 60 seconds';

type Before = Pick<SitePart, 'before' | 'after'>;

/** What a change means for visitors, and how it is taken back. */
export const commonNotes = (kind: PlanKind, sites: readonly Before[]): readonly string[] =>
  sites.every(({ before, after }) => areSameRecords(before, after))
    ? []
    : [
        noticeText(kind, sites),
        `The way back is one change, too: it is at every name server ${IN_SYNC_TEXT}, and with every visitor once the TTL is over.`,
      ];

function noticeText(kind: PlanKind, sites: readonly Before[]): string {
  if (kind !== 'adopt')
    return 'Visitors notice nothing while the primary is served: the name servers answer as before. From then on no failover can move them.';
  const isAllKept = sites.every(({ before, after }) =>
    before.every(({ type }) => after.some((record) => record.type === type)),
  );
  return isAllKept
    ? 'Visitors notice nothing: the name servers answer as before, with the primary.'
    : 'Visitors who come by the A record notice nothing: the name servers answer as before, with the primary.';
}

/** What is particular about one site's change into a pair. */
export const adoptNotes = (seen: ZoneSeen, { site }: SiteSeen, part: Before): readonly string[] => [
  ...ttlNotes(part),
  ...loadBalancerNotes(site.name, part),
  ...besideNotes(part),
  ...cloudFrontNotes(site, part),
  ...siblingNotes(seen, site.name),
];

/** What stays behind when a pair is taken apart. */
export const releaseNotes = ({ after }: Before): readonly string[] =>
  after.some(({ type, healthCheckId }) => type !== 'A' && type !== 'AAAA' && healthCheckId !== null)
    ? ['A failover pair of another type stays as it is: see to it by hand.']
    : [];

function ttlNotes({ before, after }: Before): readonly string[] {
  return (['A', 'AAAA'] as const).flatMap((type) => {
    const old = servingRecord(before.filter((record) => record.type === type))?.ttlSeconds ?? 0;
    const next = servingRecord(after.filter((record) => record.type === type))?.ttlSeconds ?? 0;
    return next === 0 || next >= old
      ? []
      : [
          `The TTL of the ${type} record goes from ${old} s to ${next} s. Resolvers that hold the old answer keep it for up to ${old} s: until then a failover reaches their visitors late.`,
        ];
  });
}

/**
 * "Every target group that contains targets must contain at least one healthy target", and one without
 * targets is unhealthy: https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html
 */
function loadBalancerNotes(name: string, { before, after }: Before): readonly string[] {
  const was = servingRecord(before.filter(({ type }) => type === 'A'))?.alias;
  const is = servingRecord(after.filter(({ type }) => type === 'A'))?.alias;
  return is?.evaluateTargetHealth === true && was?.evaluateTargetHealth === false
    ? [
        `Route 53 asks the load balancer for the health of its targets from now on: when a target group of it, be it another site's, has none that is healthy, ${name} fails over.`,
      ]
    : [];
}

function besideNotes({ before, after }: Before): readonly string[] {
  const has = (records: readonly RecordSet[], type: string) =>
    records.some((record) => record.type === type);
  const isDropped = (type: string) => has(before, type) && !has(after, type);
  const secondary = secondaryRecord(after.filter(({ type }) => type === 'A'));
  const isHttpOnly = secondary !== null && !isCloudFront(secondary);
  return [
    ...(isDropped('AAAA')
      ? [
          'The AAAA record goes: everybody comes over IPv4, and visitors who have IPv6 alone cannot come any more.',
        ]
      : []),
    ...['HTTPS', 'SVCB']
      .filter(isDropped)
      .map((type) => `The ${type} record goes: browsers that went by it go by the A record.`),
    ...(has(after, 'HTTPS') && isHttpOnly
      ? [
          'The HTTPS record stays: browsers that read it ask by https, which the S3 website behind the SECONDARY does not speak.',
        ]
      : []),
  ];
}

function cloudFrontNotes({ name, secondary }: Site, { before, after }: Before): readonly string[] {
  const isNew = after.some(
    (record) =>
      isCloudFront(record) && !before.some((old) => old.alias?.dnsName === record.alias?.dnsName),
  );
  if (isNew && secondary.front.kind === 'cloudfront')
    return [
      `The SECONDARY leads to the stack's distribution: after a failover visitors of ${name} get the static site over HTTPS, with 503, and over IPv6 where an AAAA record is paired, too.`,
    ];
  return isNew
    ? [
        `CloudFront answers for ${name} only where the distribution has it as an alternate domain name, with a certificate for it.`,
      ]
    : [];
}

/** The apex without its www, or the other way round, is half a failover. */
function siblingNotes({ records, sites }: ZoneSeen, name: string): readonly string[] {
  const seen = sites.find(({ site }) => site.name === name);
  const sibling = seen === undefined ? null : siblingOf(seen.site);
  if (sibling === null || sites.some(({ site }) => site.name === sibling)) return [];
  const there = records.filter((record) => record.name === sibling && LEADING.has(record.type));
  const follows = there.some(
    ({ alias, values, failover }) =>
      failover !== null ||
      alias?.dnsName === name ||
      values.some((value) => value.replace(/\.$/, '').toLowerCase() === name),
  );
  return there.length === 0 || follows
    ? []
    : [
        `${sibling} is not part of this: what it has (${listed([...new Set(there.map(({ type }) => type))])}) leads its visitors to the primary whatever happens. As a site of its own in sites.yml it can be adopted together with ${name}.`,
      ];
}

const LEADING: ReadonlySet<string> = new Set(['A', 'AAAA', 'CNAME']);
