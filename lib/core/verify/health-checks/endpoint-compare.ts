import { canonicalAddress } from '../../canonical-address.ts';
import type { Site } from '../../site.ts';
import { listed } from '../check.ts';
import type { HealthCheck } from '../snapshot.ts';

/** Where an endpoint check departs from the primary that sites.yml describes, in words. */
export function differences(site: Site, check: HealthCheck): string[] {
  const { port, path, expect } = site.primary;
  return [
    ...differs(
      check,
      'address',
      watchesElsewhere(site, check),
      check.ipAddress,
      listed(addressesOf(site) ?? []),
    ),
    ...differs(check, 'port', portOf(check) !== port, portOf(check), port),
    ...differs(
      check,
      'path',
      check.type !== 'TCP' && (check.path ?? '/') !== path,
      check.path ?? '/',
      path,
    ),
    ...differs(
      check,
      'text',
      check.searchString !== null && check.searchString !== expect.contains,
      `"${check.searchString}"`,
      expect.contains === null ? 'none' : `"${expect.contains}"`,
    ),
    ...differs(
      check,
      'type',
      !typesFor(site).includes(check.type),
      check.type,
      typesFor(site).join(' or '),
    ),
  ];
}

/** Whether the check connects to an address that is none of the primary's. */
export const watchesElsewhere = (site: Site, { ipAddress }: HealthCheck): boolean =>
  ipAddress !== null && addressesOf(site)?.includes(canonicalAddress(ipAddress)) === false;

const addressesOf = ({ primary: { where } }: Site): readonly string[] | null =>
  where.kind === 'addresses' ? where.addresses.map(canonicalAddress) : null;

/**
 * The types of health check that ask what the primary's own probe asks. Route 53 takes every 2xx
 * and 3xx for healthy: a primary that is healthy with another status can be asked for a connection only.
 */
export function typesFor({ primary }: Site): readonly string[] {
  const isAskable = primary.expect.status.every(({ from, to }) => from >= 200 && to <= 399);
  return isAskable ? TYPES[primary.protocol] : ['TCP'];
}

const TYPES: Record<Site['primary']['protocol'], readonly string[]> = {
  http: ['HTTP', 'HTTP_STR_MATCH'],
  https: ['HTTPS', 'HTTPS_STR_MATCH'],
  tcp: ['TCP'],
};

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html: the port has a default. */
const portOf = ({ port, type }: HealthCheck): number =>
  port ?? (type.startsWith('HTTPS') ? 443 : 80);

const differs = (
  { id }: HealthCheck,
  what: string,
  isDifferent: boolean,
  found: string | number | null,
  expected: string | number,
): string[] => (isDifferent ? [`${id} has ${what} ${found}, sites.yml has ${expected}`] : []);
