import { BlockList, isIP } from 'node:net';
import type { Complaint } from './complaint.ts';
import { show } from './show.ts';

/**
 * What speaks against an address as a primary, or null. Route 53 checks no local, private,
 * non-routable or multicast address (https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html);
 * documentation addresses pass, because examples and rehearsals use them.
 */
export function addressComplaint(text: string): Complaint | null {
  const family = isIP(text);
  if (family === 0) return notAnAddress(text);
  if (family === 6 && text.includes('%'))
    return unreachableFor(text, 'a link-local address with a zone');
  const inner = /^::ffff:([0-9.]+)$/i.exec(text)?.[1];
  if (inner !== undefined)
    return { message: `${show(text)} is an IPv4 address in IPv6 form`, instead: `write ${inner}` };
  const kind = SPECIAL.find(({ list }) => list.check(text, family === 4 ? 'ipv4' : 'ipv6'));
  return kind === undefined ? null : unreachableFor(text, kind.name);
}

/** One spelling for each address, so that two of them can be compared. */
export const canonicalAddress = (address: string): string =>
  isIP(address) === 6 ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;

const unreachableFor = (text: string, kind: string): Complaint => ({
  message: `${show(text)} is ${kind}, which Route 53's health checkers cannot reach`,
  instead: 'write the public address of the primary, such as 203.0.113.10',
});

function notAnAddress(text: string): Complaint {
  const embedded =
    /(?:^|\/|\[)([0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-f:]*::?[0-9a-f:]+)\]?(?:[:/]|$)/i;
  const address = embedded.exec(text)?.[1];
  if (address !== undefined && isIP(address) !== 0)
    return {
      message: `${show(text)} is more than an IP address`,
      instead: `write ${address}, and put port and path under \`port\` and \`path\``,
    };
  if (/\.elb\..*amazonaws\./i.test(text))
    return {
      message: `${show(text)} is a load balancer's name, not an IP address`,
      instead: `write it as \`loadBalancer\` in place of \`address\``,
    };
  if (/^[\w-]+(\.[\w-]+)*\.[a-z][\w-]*\.?$/i.test(text))
    return {
      message: `${show(text)} is a domain name, and after a failover it would lead to the secondary`,
      instead:
        'write the IP address of the primary, or the name of its load balancer as `loadBalancer`',
    };
  return {
    message: `${show(text)} is not an IP address`,
    instead: 'write for example 203.0.113.10 or 2001:db8::10',
  };
}

type Subnet = readonly [network: string, prefix: number, family?: 'ipv6'];

const special = (name: string, subnets: readonly Subnet[]) => {
  const list = new BlockList();
  for (const [network, prefix, family] of subnets) list.addSubnet(network, prefix, family);
  return { name, list };
};

/** https://www.iana.org/assignments/iana-ipv4-special-registry and its IPv6 sister. */
const SPECIAL = [
  special('the unspecified address', [
    ['0.0.0.0', 8],
    ['::', 128, 'ipv6'],
  ]),
  special('a loopback address', [
    ['127.0.0.0', 8],
    ['::1', 128, 'ipv6'],
  ]),
  special('a private address', [
    ['10.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
    ['fc00::', 7, 'ipv6'],
  ]),
  special('a shared address behind a carrier', [['100.64.0.0', 10]]),
  special('a link-local address', [
    ['169.254.0.0', 16],
    ['fe80::', 10, 'ipv6'],
  ]),
  special('a multicast address', [
    ['224.0.0.0', 4],
    ['ff00::', 8, 'ipv6'],
  ]),
  special('a reserved address', [
    ['240.0.0.0', 4],
    ['192.0.0.0', 24],
    ['198.18.0.0', 15],
    ['fec0::', 10, 'ipv6'],
  ]),
];
