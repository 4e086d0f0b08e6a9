import type { Site } from '../site.ts';
import { unreachable } from '../unreachable.ts';
import { listed } from '../verify/check.ts';
import { CLOUDFRONT_ZONE_ID } from '../verify/pair.ts';
import type { RecordSet } from '../verify/snapshot.ts';
import type { BesideChoice, BesideType } from './choices.ts';
import { type Part, pairAfter, secondaryRecord, servingRecord } from './pair-after.ts';
import type { Block, BlockId } from './plan.ts';
import { cloudFrontTarget, type SecondaryFacts } from './secondary-target.ts';

export const BESIDE_TYPES: readonly BesideType[] = ['AAAA', 'HTTPS', 'SVCB'];

/**
 * What becomes of records that would not follow the A records: somebody has to say, since each answer
 * costs some visitors something. A pair that already leads to CloudFront has been decided before.
 */
export function besideAfter(
  site: Site,
  type: BesideType,
  records: readonly RecordSet[],
  facts: BesideFacts,
): Part {
  if (records.length === 0) return { ok: true, after: [] };
  const choice = facts.choices.beside[type] ?? decidedBefore(type, records);
  switch (choice) {
    case null:
      return blocked(site, 'beside', ...question(site, type, records));
    case 'drop':
      return { ok: true, after: [] };
    case 'keep':
      return kept(site, type, records, facts.checkId);
    case 'pair':
      return paired(site, type, records, facts);
    default:
      return unreachable(choice);
  }
}

type BesideFacts = SecondaryFacts & { readonly checkId: string };

/** The stack's own distribution need not be named. */
const pairOption = ({ secondary }: Site, name: string): string =>
  secondary.front.kind === 'cloudfront' ? '--pair AAAA' : `--pair AAAA --cloudfront ${name}`;

const decidedBefore = (
  type: BesideType,
  records: readonly RecordSet[],
): Extract<BesideChoice, 'pair'> | null => {
  const secondary = secondaryRecord(records);
  const isPair = servingRecord(records) !== null && secondary !== null;
  const leadsToCloudFront = secondary?.alias?.hostedZoneId === CLOUDFRONT_ZONE_ID;
  return type === 'AAAA' && isPair && leadsToCloudFront ? 'pair' : null;
};

function kept(site: Site, type: BesideType, records: readonly RecordSet[], checkId: string): Part {
  if (type === 'AAAA')
    return blocked(
      site,
      'cannot-keep',
      'an AAAA record that stays leads visitors with IPv6 to the primary for ever',
      `Choose --drop AAAA, or ${pairOption(site, 'NAME')}.`,
    );
  const primary = servingRecord(records);
  const follows = secondaryRecord(records) !== null && primary?.healthCheckId === checkId;
  if (follows || records.every((record) => leadsNowhereElse(site, record)))
    return { ok: true, after: records };
  return blocked(
    site,
    'cannot-keep',
    `the ${type} record leads visitors elsewhere by itself: ${listed(records.flatMap(placesOf))}`,
    `Choose --drop ${type}, or take its hints and other targets out first.`,
  );
}

/** An S3 website has no IPv6 addresses and speaks no HTTPS: only CloudFront can be such a secondary. */
function paired(
  site: Site,
  type: BesideType,
  records: readonly RecordSet[],
  facts: BesideFacts,
): Part {
  if (type !== 'AAAA')
    return blocked(
      site,
      'cannot-pair',
      `a pair of ${type} records is not made here: a service binding names parameters that only you can know for both sides`,
      `Choose --drop ${type}, or --keep ${type} where it leads nowhere else.`,
    );
  const target = cloudFrontTarget(site, facts);
  return target === null
    ? blocked(
        site,
        'cloudfront-needed',
        'an S3 website has no IPv6 addresses, so nothing but CloudFront can be the secondary of an AAAA pair',
        site.secondary.front.kind === 'cloudfront'
          ? 'See to the distribution of the stack first, which the A record waits for, too.'
          : 'Name the distribution in front of the bucket: --pair AAAA --cloudfront dXXXX.cloudfront.net; or let the stack make one: secondary.https: true in sites.yml.',
      )
    : pairAfter(site, records, facts.checkId, target);
}

/** https://www.rfc-editor.org/rfc/rfc9460#section-2.2 and section 7.3: `priority target params`. */
function leadsNowhereElse(site: Site, record: RecordSet): boolean {
  if (record.routing !== 'simple' || record.alias !== null) return false;
  return record.values.every((value) => {
    const [priority, target = ''] = value.trim().split(/\s+/);
    const isHere = target === '.' || target.replace(/\.$/, '').toLowerCase() === site.name;
    return isHere && priority !== '0' && !/\bipv[46]hint\s*=/i.test(value);
  });
}

const placesOf = ({ alias, values }: RecordSet): readonly string[] =>
  alias === null ? values.map(shortened) : [`alias to ${alias.dnsName}`];

/** A key in an HTTPS record has no end, and a person only has to recognise the record. */
const shortened = (value: string): string =>
  value.length <= VALUE_CHARS_MAX ? value : `${value.slice(0, VALUE_CHARS_MAX - 3)}...`;

const VALUE_CHARS_MAX = 64;

function question(
  site: Site,
  type: BesideType,
  records: readonly RecordSet[],
): readonly [string, string] {
  const isKeepable = records.every((record) => leadsNowhereElse(site, record));
  const seen = listed(records.flatMap(placesOf));
  return type === 'AAAA'
    ? [
        `an AAAA record stands beside the A record (${seen}): visitors with IPv6 would stay on a broken primary`,
        `Choose --drop AAAA (everybody comes over IPv4; visitors who have IPv6 alone come no more), or ${pairOption(site, 'dXXXX.cloudfront.net')} (it fails over to CloudFront).`,
      ]
    : [
        `${type === 'HTTPS' ? 'an HTTPS' : 'an SVCB'} record stands beside the A record (${seen}): browsers that read it go where it says, and by https`,
        isKeepable
          ? `Choose --drop ${type}, or --keep ${type}: it has no hints and no other target.`
          : `Choose --drop ${type}, or take its hints and other targets out first, then --keep ${type}.`,
      ];
}

const blocked = (site: Site, id: BlockId, what: string, mend: string): Part => {
  const block: Block = { id, site: site.name, what, mend };
  return { ok: false, block };
};
