import { isIPv4, isIPv6 } from 'node:net';
import { canonicalAddress } from '../core/canonical-address.ts';
import { websiteEndpoint, websiteRegions } from '../core/s3-website.ts';
import { isCloudFront } from '../core/verify/pair.ts';
import type { RecordSet } from '../core/verify/snapshot.ts';
import type { ZoneFacts } from './zone-rules.ts';
import { aliasText } from './zone-rules-text.ts';

/** What is wrong with a record that is to be created, whatever else is at its name. */
export const contentRefusals = (facts: ZoneFacts, record: RecordSet): readonly string[] => [
  ...nameRefusals(facts.zoneName, record),
  ...valueRefusals(record),
  ...healthCheckRefusals(facts.healthCheckIds, record),
  ...targetHealthRefusals(record),
  ...websiteRefusals(record),
];

/**
 * A zone holds its own names, and no CNAME at its apex
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#CNAMEFormat). The
 * texts: https://github.com/meltwater/terraform-aws-asg-dns-handler/issues/38,
 * https://stackoverflow.com/questions/20215729
 */
function nameRefusals(zoneName: string, { name, type }: RecordSet): readonly string[] {
  if (name !== zoneName && !name.endsWith(`.${zoneName}`))
    return [`RRSet with DNS name ${name}. is not permitted in zone ${zoneName}.`];
  return type === 'CNAME' && name === zoneName
    ? [`RRSet of type CNAME with DNS name ${name}. is not permitted at apex in zone ${zoneName}.`]
    : [];
}

const ADDRESS_TYPES: Readonly<Record<string, readonly [(text: string) => boolean, string]>> = {
  A: [isIPv4, 'ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)'],
  AAAA: [isIPv6, 'AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)'],
};

/**
 * Values of A and AAAA records are addresses, each but once. The texts:
 * https://github.com/gomodules/dns/issues/7, https://github.com/kubernetes-sigs/external-dns/issues/1929
 */
function valueRefusals({ type, values }: RecordSet): readonly string[] {
  const [isValid, problem] = ADDRESS_TYPES[type] ?? [() => true, ''];
  const bare = values.map(canonicalAddress);
  return [
    ...values
      .filter((value) => !isValid(value))
      .map(
        (value) => `Invalid Resource Record: FATAL problem: ${problem} encountered with '${value}'`,
      ),
    ...values
      .filter((_value, index) => problem !== '' && bare.indexOf(bare[index] ?? '') !== index)
      .map((value) => `Duplicate Resource Record: '${value}'`),
  ];
}

/**
 * A health check must exist (https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html,
 * NoSuchHealthCheck), and a primary with values must have one
 * (https://github.com/kubernetes-sigs/external-dns/issues/2362).
 */
function healthCheckRefusals(known: readonly string[], record: RecordSet): readonly string[] {
  const { alias, failover, healthCheckId } = record;
  if (healthCheckId !== null)
    return known.includes(healthCheckId)
      ? []
      : [`No health check exists with the specified ID: ${healthCheckId}`];
  return alias === null && failover === 'PRIMARY'
    ? [
        'A non-alias primary ResourceRecordSet must have an associated health check. No changes made.',
      ]
    : [];
}

/**
 * "For failover alias resource record sets, you must also include the EvaluateTargetHealth element
 * and set the value to true" (https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html),
 * while "you can't set EvaluateTargetHealth to true when the alias target is a CloudFront distribution"
 * (https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html). Route 53's own words
 * for either are not known, nor whether it enforces the first: a batch that keeps to it is safe.
 */
function targetHealthRefusals(record: RecordSet): readonly string[] {
  if (record.alias === null) return [];
  const evaluates = record.alias.evaluateTargetHealth;
  if (isCloudFront(record))
    return evaluates
      ? [
          `${aliasText(record)} but EvaluateTargetHealth cannot be true for CloudFront distributions`,
        ]
      : [];
  return record.failover !== null && !evaluates
    ? [`${aliasText(record)} but EvaluateTargetHealth must be true for failover records`]
    : [];
}

/**
 * An S3 website is behind its region's endpoint in that region's zone, for type A alone and without a
 * bucket in its name (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/RoutingToS3Bucket.html,
 * https://docs.aws.amazon.com/general/latest/gr/s3.html#s3_website_region_endpoints). The texts:
 * https://github.com/aws/aws-cdk/issues/19643, https://github.com/hashicorp/terraform/issues/21021
 */
function websiteRefusals(record: RecordSet): readonly string[] {
  const { alias, type } = record;
  const endpoint = ENDPOINTS.find(
    ({ dnsName }) => alias?.dnsName === dnsName || alias?.dnsName.endsWith(`.${dnsName}`),
  );
  if (alias === null || endpoint === undefined) return [];
  if (endpoint.hostedZoneId !== null && endpoint.hostedZoneId !== alias.hostedZoneId)
    return [`${aliasText(record)} but the alias target name does not lie within the target zone`];
  return type === 'A' && alias.dnsName === endpoint.dnsName
    ? []
    : [`${aliasText(record)} but that target was not found`];
}

const ENDPOINTS = websiteRegions()
  .map(websiteEndpoint)
  .filter((endpoint) => endpoint !== null);
