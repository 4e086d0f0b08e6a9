import { partitionOf } from '../core/partition.ts';
import type { StackPlace } from './names.ts';

/** Dashboards have one name for all regions of an account, and stacks of one name may stand in several. */
export const dashboardName = ({ stack, region }: Pick<StackPlace, 'stack' | 'region'>): string =>
  `${stack}-${region}`;

/**
 * Where a browser shows the stack's dashboard. The console's host of a region is documented
 * (https://docs.aws.amazon.com/general/latest/gr/mgmt-console.html); what stands behind `#` is what the
 * console itself writes there, and that and the hosts of the other partitions are not verified on AWS.
 */
export const dashboardUrl = (place: Pick<StackPlace, 'stack' | 'region'>): string =>
  `https://${place.region}.console.${domainOf(place.region)}/cloudwatch/home?region=${place.region}#dashboards:name=${dashboardName(place)}`;

const domainOf = (region: string): string => DOMAINS[partitionOf(region)] ?? 'aws.amazon.com';

const DOMAINS: Readonly<Record<string, string>> = {
  'aws-cn': 'amazonaws.cn',
  'aws-us-gov': 'amazonaws-us-gov.com',
  'aws-eusc': 'amazonaws-eusc.eu',
};
