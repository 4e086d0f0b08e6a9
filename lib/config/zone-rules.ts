import { partitionOf } from '../core/partition.ts';
import { complainAt, type PlacedComplaint } from './complaint.ts';
import { type Draft, stackRegionOf } from './draft.ts';
import { show } from './show.ts';

/** What zones of other accounts cannot be combined with. */
export const zoneRulesBroken = (draft: Draft): PlacedComplaint[] => [
  ...nobodysZone(draft),
  ...anotherPartition(draft),
  ...certificateNobodyCanValidate(draft),
];

/** A role that no site needs is a zone that is misspelt, and its sites would be read with the wrong account. */
function nobodysZone({ zoneRoles, sites }: Draft): PlacedComplaint[] {
  const zones = sites.flatMap(({ hostedZone }) => hostedZone ?? []);
  if (zones.length === 0) return [];
  return Object.keys(zoneRoles)
    .filter((zone) => !zones.includes(zone))
    .map((zone) => ({
      ...complainAt(
        ['zoneRoles', zone],
        `no site has the hosted zone ${show(zone)}`,
        `write one of ${[...new Set(zones)].join(', ')}, or leave it out`,
      ),
      at: 'key' as const,
    }));
}

/**
 * An account is in one partition, and nobody of another one can assume its roles
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
 */
function anotherPartition({ zoneRoles, sites }: Draft): PlacedComplaint[] {
  const region = stackRegionOf({ sites });
  if (region === undefined) return [];
  const partition = partitionOf(region);
  return Object.entries(zoneRoles)
    .filter(([, roleArn]) => roleArn.split(':')[1] !== partition)
    .map(([zone, roleArn]) =>
      complainAt(
        ['zoneRoles', zone],
        `the role is in the partition ${roleArn.split(':')[1]}, and the stack in ${region} is in ${partition}`,
        `write a role whose ARN begins with arn:${partition}:iam::`,
      ),
    );
}

/**
 * A certificate of the stack is validated by records that CloudFormation writes, and it does so with the
 * account of the stack alone
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-certificatemanager-certificate.html).
 */
const certificateNobodyCanValidate = ({ zoneRoles, sites }: Draft): PlacedComplaint[] =>
  sites.flatMap(({ path, hostedZone, secondary: { https, certificate } }) =>
    https !== true ||
    certificate !== undefined ||
    hostedZone === undefined ||
    zoneRoles[hostedZone] === undefined
      ? []
      : [
          complainAt(
            [...path, 'secondary', 'https'],
            `the zone ${hostedZone} is in another account, where the stack cannot write the records that validate a certificate`,
            'request a certificate in us-east-1 yourself, have its records written to the zone, and write its ARN as `certificate`',
          ),
        ],
  );
