import { isCloudFront } from '../core/verify/pair.ts';
import type { RecordSet } from '../core/verify/snapshot.ts';
import type { ZoneFacts } from './zone-rules.ts';
import { aliasText, keyOf, setText } from './zone-rules-text.ts';

/** Why a record cannot be created beside those that are there. */
export function besideRefusals(facts: ZoneFacts, record: RecordSet): readonly string[] {
  const named = facts.records.filter(({ name }) => name === record.name);
  const alike = named.filter(({ type }) => type === record.type);
  if (alike.some((other) => keyOf(other) === keyOf(record)))
    return [`Tried to create resource record set ${setText(record)} but it already exists`];
  return [
    ...routingRefusals(alike, record),
    ...roleRefusals(alike, record),
    ...cnameRefusals(facts.zoneName, named, record),
    ...targetRefusals(facts, record),
  ];
}

/**
 * The record sets of one name and type have one routing policy, and a simple one is alone:
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html. The texts:
 * https://github.com/gympass/cdn-origin-controller/pull/102 and, of weighted records only,
 * `a non-weighted set exists with the same name and type`.
 */
function routingRefusals(alike: readonly RecordSet[], record: RecordSet): readonly string[] {
  if (alike.every(({ routing }) => routing === record.routing)) return [];
  return record.routing === 'simple'
    ? [
        `RRSet with DNS name ${record.name}., type ${record.type} cannot be created as other RRSets exist with the same name and type.`,
      ]
    : [
        `${memberText(record)} cannot be created because a non-${record.routing} set exists with the same name and type.`,
      ];
}

/**
 * A name and type have one PRIMARY and one SECONDARY (https://github.com/boto/boto3/issues/1347; the
 * text is made like the one about latency records in
 * https://github.com/hashicorp/terraform-provider-aws/issues/1668), and "you can't specify a CloudFront
 * distribution for both" (https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html;
 * Route 53's own words are not known).
 */
function roleRefusals(alike: readonly RecordSet[], record: RecordSet): readonly string[] {
  if (record.failover === null) return [];
  if (alike.some(({ failover }) => failover === record.failover))
    return [
      `${memberText(record)}, and Failover ${record.failover} cannot be created because a failover RRSet with the same name, type and failover already exists.`,
    ];
  return isCloudFront(record) && alike.some(isCloudFront)
    ? [
        `${memberText(record)} cannot be created because both the primary and the secondary would be a CloudFront distribution.`,
      ]
    : [];
}

/**
 * A CNAME is alone at its name. The texts: https://github.com/capitalone/Particle-Cloud-Framework/issues/113,
 * https://github.com/RJPearson94/terraform-aws-open-next/issues/24
 */
function cnameRefusals(
  zoneName: string,
  named: readonly RecordSet[],
  { name, type }: RecordSet,
): readonly string[] {
  const isConflict = named.some((other) => (other.type === 'CNAME') !== (type === 'CNAME'));
  // A CNAME at the apex is refused for that already.
  if (!isConflict || name === zoneName) return [];
  return type === 'CNAME'
    ? [
        `RRSet of type CNAME with DNS name ${name}. is not permitted as it conflicts with other records with the same DNS name in zone ${zoneName}.`,
      ]
    : [
        `RRSet of type ${type} with DNS name ${name}. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zoneName}.`,
      ];
}

/** An alias within the zone needs its target there already: https://github.com/octodns/octodns/pull/366 */
function targetRefusals({ zoneName, records }: ZoneFacts, record: RecordSet): readonly string[] {
  const target = record.alias?.dnsName;
  const isWithin = target === zoneName || target?.endsWith(`.${zoneName}`) === true;
  const isThere = records.some(({ name, type }) => name === target && type === record.type);
  return isWithin && !isThere ? [`${aliasText(record)} but that target was not found`] : [];
}

const memberText = ({ name, type, setIdentifier }: RecordSet): string =>
  `RRSet with DNS name ${name}., type ${type}, SetIdentifier ${setIdentifier}`;
