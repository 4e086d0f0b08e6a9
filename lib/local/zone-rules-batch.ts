import type { RecordChange } from '../core/record-change.ts';
import { keyOf } from './zone-rules-text.ts';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html#limits-api-requests-changeresourcerecordsets */
const RECORDS_MAX = 1_000;
const CHARACTERS_MAX = 32_000;

/** What is wrong with the batch as such, whatever the zone holds. */
export const batchRefusals = (changes: readonly RecordChange[]): readonly string[] => [
  ...sizeRefusals(changes),
  ...changes.flatMap(identifierRefusals),
  ...changes.flatMap(contentFormRefusals),
  ...tangleRefusals(changes),
];

/**
 * The text of the first limit: https://github.com/DNSControl/dnscontrol/issues/1114. The second is
 * known as "character limit of 32000 exceeded" (https://github.com/octodns/octodns/issues/73), its
 * exact words are not. Of an empty list, as of other empty ones: https://github.com/chilts/nice-route53/issues/8
 */
function sizeRefusals(changes: readonly RecordChange[]): readonly string[] {
  const values = changes.flatMap(({ record }) => record.values);
  if (changes.length === 0)
    return [
      "Invalid XML ; cvc-complex-type.2.4.b: The content of element 'Changes' is not complete.",
    ];
  if (values.length > RECORDS_MAX) return [`Number of records limit of ${RECORDS_MAX} exceeded.`];
  return values.join('').length > CHARACTERS_MAX
    ? [`Number of characters limit of ${CHARACTERS_MAX} exceeded.`]
    : [];
}

/**
 * A set identifier is for records other than simple ones, and they must have one. The texts:
 * https://github.com/boto/boto3/issues/2240, https://github.com/hashicorp/terraform-provider-aws/issues/1668
 */
function identifierRefusals(change: RecordChange): readonly string[] {
  const { routing, setIdentifier } = change.record;
  if (routing === 'simple')
    return setIdentifier === null
      ? []
      : [
          `Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation, or MultiValueAnswer], but found none in Change with ${changeText(change)}`,
        ];
  return setIdentifier === null
    ? [`Invalid request: Missing field 'SetIdentifier' in Change with ${changeText(change)}`]
    : [];
}

/**
 * An alias has neither TTL nor values, every other record has both:
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html. The text:
 * https://github.com/getmoto/moto/blob/master/tests/test_route53/test_route53.py
 */
function contentFormRefusals(change: RecordChange): readonly string[] {
  const { alias, ttlSeconds, values } = change.record;
  const isWhole = ttlSeconds !== null && values.length > 0;
  const isEmpty = ttlSeconds === null && values.length === 0;
  if (alias === null ? isWhole : isEmpty) return [];
  const found = alias === null ? 'none' : 'more than one';
  return [
    `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found ${found} in Change with ${changeText(change)}`,
  ];
}

/**
 * One record set is created, deleted, or deleted and then created; nothing else is done with it in
 * one batch: https://github.com/DNSControl/dnscontrol/issues/3493
 */
function tangleRefusals(changes: readonly RecordChange[]): readonly string[] {
  const ofOneSet = Map.groupBy(changes, ({ record }) => keyOf(record));
  return [...ofOneSet.values()]
    .filter((group) => !SENSIBLE.has(group.map(({ action }) => action).join()))
    .map(
      ([first]) =>
        `The request contains an invalid set of changes for a resource record set '${first?.record.type} ${first?.record.name}.'`,
    );
}

const SENSIBLE = new Set(['CREATE', 'DELETE', 'DELETE,CREATE']);

const changeText = ({ action, record }: RecordChange): string =>
  `[Action=${action}, Name=${record.name}., Type=${record.type}, SetIdentifier=${record.setIdentifier}]`;
