import { complainAt, type PlacedComplaint } from './complaint.ts';
import type { DraftSite } from './draft.ts';

/**
 * Health checks that were there before take the place of those that the stack would make, one for each
 * address: with fewer of them the votes of the calculated check would not add up.
 */
export function existingHealthChecks({ path, primary, primaryKeys }: DraftSite): PlacedComplaint[] {
  const { healthCheck, address } = primary;
  if (healthCheck === undefined) return [];
  const at = [...path, 'primary', 'healthCheck'];
  if (primaryKeys?.includes('loadBalancer'))
    return [
      complainAt(
        at,
        'a load balancer needs no health check: its record asks for the health of its targets',
        'leave `healthCheck` out',
      ),
    ];
  if (address === undefined || address.length === healthCheck.length) return [];
  return [
    complainAt(
      at,
      `there are ${count(address.length, 'address', 'addresses')} and ${count(healthCheck.length, 'health check', 'health checks')}`,
      'write one for each address, in the order of the addresses, or leave `healthCheck` out: the stack makes them all',
    ),
  ];
}

const count = (number: number, one: string, many: string): string =>
  `${number} ${number === 1 ? one : many}`;
