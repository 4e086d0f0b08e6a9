import { canonicalAddress } from '../../canonical-address.ts';
import { type Check, fail, listed, pass, unknown, warn } from '../check.ts';
import type { NameServerAnswer, Zone } from '../snapshot.ts';
import type { DnsView } from '../views.ts';

const delegation: Check<DnsView> = {
  id: 'dns.delegation',
  severity: 'fail',
  rule: "DNS leads to the zone's own name servers: by their names, or under names of one's own (white-label name servers) by their addresses.",
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/migrate-dns-domain-in-use.html',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/white-label-name-servers.html',
  ],
  why: 'Visitors are told where to go by name servers that do not have this zone: whatever fails over in it moves nobody.',
  judge: ({ site, snapshot: { zone, zoneServerAddresses }, servers }) => {
    if (!zone.ok || zone.value.nameServers.length === 0) return null;
    const byAnotherName = servers.filter((server) => !isNamedIn(zone.value, server));
    if (byAnotherName.length === 0)
      return pass(`${namesOf(servers)} of the zone's ${zone.value.nameServers.length}`);
    const mend = `Name ${listed(zone.value.nameServers)} at the registrar of ${site.hostedZone}, or in the NS record of the zone above it, and no others.`;
    if (!zoneServerAddresses.ok)
      return unknown(
        `DNS leads to ${namesOf(byAnotherName)}; the addresses of ${listed(zone.value.nameServers)} are not known: ${zoneServerAddresses.why}`,
        mend,
      );
    const own = new Set(zoneServerAddresses.value.map(canonicalAddress));
    const strange = byAnotherName.filter(
      ({ nameServerAddress }) => !own.has(canonicalAddress(nameServerAddress)),
    );
    if (strange.length === 0)
      return pass(`${namesOf(servers)}, at the addresses of the zone's name servers`);
    const seen = `DNS leads to ${namesOf(strange)}, the zone is at ${listed(zone.value.nameServers)}`;
    return strange.length === servers.length
      ? fail(seen, mend)
      : warn(
          seen,
          mend,
          'Visitors whose resolver asks one of these name servers are not told of a failover.',
        );
  },
};

export const DELEGATION_CHECKS: readonly Check<DnsView>[] = [delegation];

const isNamedIn = (zone: Zone, { nameServer }: NameServerAnswer): boolean =>
  zone.nameServers.map(plain).includes(plain(nameServer));

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** Each name once: a name server may have several addresses. */
const namesOf = (servers: readonly NameServerAnswer[]): string =>
  listed([...new Set(servers.map(({ nameServer }) => nameServer))]);
