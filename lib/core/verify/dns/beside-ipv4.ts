import { canonicalAddress } from '../../canonical-address.ts';
import type { Served } from '../../failover.ts';
import { plainLoadBalancerName } from '../../load-balancer-name.ts';
import { servedByAddresses, told } from '../../served.ts';
import type { Site } from '../../site.ts';
import { type Check, fail, type Judgement, listed, pass, unknown, warn } from '../check.ts';
import type { Look } from '../finding.ts';
import { isCloudFront, isFailoverPair, pairOf } from '../pair.ts';
import type { DnsAnswer, Snapshot } from '../snapshot.ts';
import type { DnsView } from '../views.ts';

const ipv6: Check<DnsView> = {
  id: 'dns.ipv6',
  severity: 'fail',
  rule: 'The AAAA answers lead to the target that the A answers lead to. An S3 website has no IPv6 addresses, so an AAAA record can only follow where the secondary is CloudFront.',
  sources: ['https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/RoutingToS3Bucket.html'],
  why: 'Visitors with IPv6 go by the AAAA record: while it leads to a broken primary, they stay there, however well everybody else is failed over.',
  judge: ({ site, snapshot, servers, served }) => {
    const answers = servers.flatMap(({ aaaa }) => told(aaaa));
    const mend = `dig +norecurse @${servers[0]?.nameServer ?? ''} ${site.name} AAAA`;
    if (answers.length === 0)
      return unasked(
        'AAAA',
        servers.map(({ aaaa }) => aaaa),
        mend,
      );
    const addresses = unique(answers.flatMap((answer) => answer.addresses));
    if (addresses.length === 0) return pass('no AAAA record: visitors with IPv6 come over IPv4');
    if (served === 'primary' && isLedToLoadBalancer(site, snapshot, addresses))
      return pass(`AAAA ${listed(addresses)}: by an alias to the load balancer, which is served`);
    return judgeFollowing(snapshot, served, addresses, {
      seen: `AAAA ${listed(addresses)}`,
      mend:
        site.secondary.front.kind === 'cloudfront'
          ? `Make a pair of the AAAA record: npm start -- adopt ${site.name} --pair AAAA; IPv6 addresses of the primary belong into sites.yml.`
          : `Delete the AAAA record of ${site.name}, or give it a failover pair with a CloudFront secondary (secondary.https: true in sites.yml); IPv6 addresses of the primary belong into sites.yml.`,
    });
  },
};

const httpsHints: Check<DnsView> = {
  id: 'dns.https-hints',
  severity: 'fail',
  rule: 'An HTTPS record leads nobody away from the A records: no hints and no other target, or a failover pair of its own. Its mere being there turns http into https, which an S3 website does not speak.',
  sources: [
    'https://www.rfc-editor.org/rfc/rfc9460#section-7.3',
    'https://www.rfc-editor.org/rfc/rfc9460#section-9.5',
  ],
  why: 'Browsers that read the HTTPS record go where it says, and a failover of the A records does not change that.',
  judge: (view) => {
    const { site, servers } = view;
    const answers = servers.flatMap(({ https }) => told(https));
    const mend = `dig +norecurse @${servers[0]?.nameServer ?? ''} ${site.name} TYPE65`;
    if (answers.length === 0)
      return unasked(
        'HTTPS',
        servers.map(({ https }) => https),
        mend,
      );
    const isThere = answers.some(({ ttlSeconds }) => ttlSeconds !== null);
    return isThere ? judgeHttps(view, answers) : pass('no HTTPS record');
  },
};

export const BESIDE_IPV4_CHECKS: readonly Check<DnsView>[] = [ipv6, httpsHints];

function judgeHttps(
  { site, snapshot, served }: DnsView,
  answers: readonly DnsAnswer[],
): Judgement | null {
  const places = unique(
    answers.flatMap(({ targetNames, addresses }) => [...targetNames, ...addresses]),
  );
  const seen = `an HTTPS record that leads to ${listed(places)}`;
  const mend = `Take hints and other targets out of the HTTPS record of ${site.name}, or give it a failover pair with a CloudFront secondary.`;
  const following =
    places.length === 0
      ? pass('an HTTPS record that leads nowhere else')
      : judgeFollowing(snapshot, served, places, { seen, mend });
  if (following?.outcome !== 'pass') return following;
  if (places.length > 0 && !isPair(snapshot))
    return warn(`${seen}, without a failover pair of HTTPS records`, mend);
  if (isHttpOnly(site, snapshot))
    return warn(
      'an HTTPS record, and a secondary that does not speak HTTPS',
      `Delete the HTTPS record of ${site.name}, or put CloudFront in front of the secondary.`,
      'Browsers that read the HTTPS record use https in place of http: after a failover to an S3 website they get no connection.',
    );
  return following;
}

/** Whether the places belong to the target that is served; null when the A answers do not name one. */
function judgeFollowing(
  { primaryAddresses, secondaryAddresses }: Snapshot,
  served: Served,
  places: readonly string[],
  { seen, mend }: { readonly seen: string; readonly mend: string },
): Judgement | null {
  if (served !== 'primary' && served !== 'secondary') return null;
  if (servedByAddresses(places, primaryAddresses, secondaryAddresses) === served)
    return pass(`${seen}: the ${served}, which is served`);
  return served === 'secondary'
    ? fail(`${seen}: not the secondary, which is served`, mend)
    : warn(`${seen}: not known as the primary, which is served`, mend);
}

/**
 * Nobody here knows a load balancer's IPv6 addresses, since it is probed over IPv4: that they are its own is
 * known by the PRIMARY of the AAAA pair.
 */
function isLedToLoadBalancer(
  { primary: { where } }: Site,
  { records, secondaryAddresses }: Snapshot,
  addresses: readonly string[],
): boolean {
  if (where.kind !== 'load-balancer' || !records.ok) return false;
  const secondary = secondaryAddresses.map(canonicalAddress);
  if (addresses.some((address) => secondary.includes(canonicalAddress(address)))) return false;
  const name = plainLoadBalancerName(where.dnsName);
  return records.value.some(
    ({ type, failover, alias }) =>
      type === 'AAAA' &&
      failover === 'PRIMARY' &&
      alias !== null &&
      plainLoadBalancerName(alias.dnsName) === name,
  );
}

const isPair = ({ records }: Snapshot): boolean =>
  records.ok && isFailoverPair('HTTPS', records.value);

function isHttpOnly(site: Site, { records }: Snapshot): boolean {
  const secondary = records.ok ? pairOf(site, records.value).secondary : null;
  return secondary !== null && !isCloudFront(secondary);
}

/** Nobody told, and each for a reason of their own: the first stands for all. */
function unasked(type: string, looks: readonly Look<DnsAnswer>[], mend: string): Judgement {
  const [why = 'nobody was asked'] = looks.map((look) => (look.ok ? look.value.rcode : look.why));
  return unknown(`no name server could tell about ${type} records: ${why}`, mend);
}

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)];
