import { canonicalAddress, isIpv6 } from '../../canonical-address.ts';

/**
 * Whether the public internet leads to the address. Addresses kept for documentation pass: nobody
 * has them, and every example uses them.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html names RFC 5735,
 * RFC 6598 and RFC 5156.
 */
export function isReachableByCheckers(address: string): boolean {
  const plain = canonicalAddress(address);
  if (!isIpv6(plain)) return !IPV4.some(([range, bits]) => isWithin(plain, range, bits));
  const high = Number.parseInt(plain, 16);
  const isUnspecifiedOrLoopback = /^(0:){7}[01]$/.test(plain);
  return !isUnspecifiedOrLoopback && !IPV6.some(([from, to]) => high >= from && high <= to);
}

const IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
];

/** First groups: unique local, link local and multicast. */
const IPV6: readonly (readonly [number, number])[] = [
  [0xfc00, 0xfdff],
  [0xfe80, 0xfebf],
  [0xff00, 0xffff],
];

const isWithin = (address: string, range: string, bits: number): boolean =>
  Math.floor(numberOf(address) / 2 ** (32 - bits)) === numberOf(range) / 2 ** (32 - bits);

const numberOf = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
