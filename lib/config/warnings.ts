import { plainLoadBalancerName } from '../core/load-balancer-name.ts';
import { websiteEndpoint } from '../core/s3-website.ts';
import { alertWarnings } from './alerts-warnings.ts';
import { complainAt, type PlacedComplaint } from './complaint.ts';
import { controlsShareHost } from './controls.ts';
import type { Draft, DraftSite } from './draft.ts';
import { EXPECT_WARNINGS } from './expect-rules.ts';

/** What works as written and will hurt one day. */
export const warningsOf = (draft: Draft): PlacedComplaint[] => [
  ...alertWarnings(draft),
  ...controlsShareHost(draft),
  ...standsBesideRoute53(draft),
  ...draft.sites.flatMap((site) => SITE_WARNINGS.flatMap((warning) => warning(site))),
];

type Warning = (site: DraftSite) => PlacedComplaint[];

const SITE_WARNINGS: readonly Warning[] = [
  (site) => httpsMeetsWebsite(site),
  (site) => ipv6HasNoSecondary(site),
  (site) => portOfAnotherProtocol(site),
  (site) => tcpReadsNothing(site),
  (site) => errorsCountAsHealthy(site),
  (site) => markerOnBothPages(site),
  (site) => oneFailureFlips(site),
  (site) => flapsWithinTtl(site),
  (site) => sharesRegion(site),
  (site) => isInternal(site),
  (site) => zoneIdIsUnknown(site),
  ...EXPECT_WARNINGS,
];

/**
 * Where Route 53 takes changes; it answers, and fails over by its health checks, from everywhere. China and
 * GovCloud have Route 53s of their own.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
 */
const ROUTE53_CHANGES_IN = 'us-east-1';

/** Once is enough: all sites of a stack have their secondaries in one region. */
function standsBesideRoute53({ sites }: Draft): PlacedComplaint[] {
  const site = sites.find(({ secondary }) => secondary.region === ROUTE53_CHANGES_IN);
  if (site === undefined) return [];
  return [
    complainAt(
      [...site.path, 'secondary', 'region'],
      `a bad day of ${ROUTE53_CHANGES_IN} takes the monitor, the secondary and the way to change records in Route 53 all at once`,
      'choose another region, or accept it: a failover itself changes no record',
    ),
  ];
}

const httpsMeetsWebsite: Warning = ({ path, primary, secondary }) =>
  primary.protocol === 'https' && secondary.https === false
    ? [
        complainAt(
          [...path, 'primary', 'protocol'],
          'an S3 website does not answer https, so visitors who come by https meet a connection error after a failover',
          'write `https: true` under secondary, or keep the site reachable by http',
        ),
      ]
    : [];

/** Route 53 has S3 website aliases for A records alone: https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html */
const ipv6HasNoSecondary: Warning = ({ path, primary, secondary }) => {
  if (secondary.https) return [];
  const index = (primary.address ?? []).findIndex((address) => address.includes(':'));
  if (index === -1) return [];
  return [
    complainAt(
      [...path, 'primary', 'address', index],
      'an S3 website has no IPv6 address, so visitors who come over IPv6 are not failed over',
      'write `https: true` under secondary, publish IPv4 addresses alone, or accept it',
    ),
  ];
};

const portOfAnotherProtocol: Warning = ({ path, primary: { protocol, port } }) => {
  const meant = port === 443 ? 'https' : port === 80 ? 'http' : protocol;
  if (protocol === undefined || protocol === 'tcp' || meant === protocol) return [];
  const message = `port ${port} usually speaks ${meant}, and the protocol is ${protocol}`;
  return [complainAt([...path, 'primary', 'port'], message, `write \`protocol: ${meant}\``)];
};

/** The time limit is the one expectation that a connection can meet. */
const tcpReadsNothing: Warning = ({ path, primary, primaryKeys, expectKeys }) => {
  if (primary.protocol !== 'tcp') return [];
  const unused = [
    ...(primaryKeys?.includes('path') ? ['path'] : []),
    ...(expectKeys.some((key) => key !== 'within') ? ['expect'] : []),
  ];
  return unused.map((key) =>
    complainAt(
      [...path, 'primary', key],
      key === 'path'
        ? 'a tcp probe only opens a connection, so this is not used'
        : 'a tcp probe only opens a connection, so nothing here but `within` is used',
      'leave it out, or write `protocol: http`',
    ),
  );
};

const errorsCountAsHealthy: Warning = ({ path, expect }) =>
  (expect.status ?? []).some(({ to }) => to >= 500)
    ? [
        complainAt(
          [...path, 'primary', 'expect', 'status'],
          'a server that answers with an error (500 to 599) counts as healthy',
          'write 200-399',
        ),
      ]
    : [];

const markerOnBothPages: Warning = ({ path, expect, secondary }) =>
  secondary.marker !== undefined && expect.contains?.includes(secondary.marker)
    ? [
        complainAt(
          [...path, 'secondary', 'marker'],
          'a healthy primary contains this text too, so it cannot tell the two apart',
          'write a text that only the page of the secondary contains',
        ),
      ]
    : [];

const oneFailureFlips: Warning = ({ path, policy }) =>
  policy.mode === 'automatic' && policy.failureThreshold === 1
    ? [
        complainAt(
          [...path, 'policy', 'failureThreshold'],
          'one lost packet is enough to fail over',
          'write 2 or more; 3 is usual',
        ),
      ]
    : [];

const RECORD_TTL_MS = 60_000;

/** Resolvers keep an answer for up to a minute: a flip back within it meets visitors who never saw the first. */
const flapsWithinTtl: Warning = ({ path, policy }) =>
  policy.failback === 'automatic' &&
  policy.cooldown !== undefined &&
  Math.max(policy.cooldown, policy.stableFor ?? policy.cooldown) < RECORD_TTL_MS
    ? [
        complainAt(
          [...path, 'policy', 'cooldown'],
          'visitors can be sent back before all of them have arrived: DNS answers are kept for a minute',
          'write 10m',
        ),
      ]
    : [];

const zoneIdIsUnknown: Warning = ({ path, secondary: { region, https } }) =>
  region !== undefined && !https && websiteEndpoint(region)?.hostedZoneId === null
    ? [
        complainAt(
          [...path, 'secondary', 'region'],
          `Understudy does not know the zone ID of S3 websites in ${region}, so it cannot write the alias record there`,
          'choose another region, or create the secondary record yourself',
        ),
      ]
    : [];

/**
 * Its name resolves to private addresses for everybody, and an application load balancer's tells so:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-internal-load-balancers.html
 */
const isInternal: Warning = ({ path, primary: { loadBalancer } }) =>
  loadBalancer !== undefined && plainLoadBalancerName(loadBalancer).startsWith('internal-')
    ? [
        complainAt(
          [...path, 'primary', 'loadBalancer'],
          'an internal load balancer has private addresses, which neither visitors nor Understudy can reach',
          'write the name of the internet-facing load balancer in front of it',
        ),
      ]
    : [];

/** A load balancer's name tells its region. */
const sharesRegion: Warning = ({ path, primary: { loadBalancer }, secondary: { region } }) =>
  region !== undefined && loadBalancer?.split('.').includes(region)
    ? [
        complainAt(
          [...path, 'secondary', 'region'],
          `the load balancer is in ${region} too, so an outage of the region takes both`,
          'choose another region for the secondary',
        ),
      ]
    : [];
