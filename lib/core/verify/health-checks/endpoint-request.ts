import { type Check, fail, listed, pass, warn } from '../check.ts';
import type { HealthCheck } from '../snapshot.ts';
import type { HealthChecksView } from '../views.ts';
import { ownCheckMend } from './existing-check.ts';
import { isReachableByCheckers } from './public-address.ts';

const CONFIG = 'https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html';

const publicAddress: Check<HealthChecksView> = {
  id: 'health-checks.public-address',
  severity: 'fail',
  rule: 'The address that an endpoint check connects to is one of the public internet. Route 53 cannot check local, private, non-routable or multicast ones.',
  sources: [CONFIG],
  why: 'Neither the checkers nor visitors can reach such an address: the primary counts as unhealthy for ever.',
  judge: ({ site, endpoints }) => {
    const addresses = endpoints.flatMap(({ ipAddress }) => ipAddress ?? []);
    if (addresses.length === 0) return null;
    const strange = addresses.filter((address) => !isReachableByCheckers(address));
    return strange.length === 0
      ? pass(`${listed(addresses)} can be reached from the internet`)
      : fail(
          `${listed(strange)} cannot be reached from the internet`,
          site.primary.healthCheckIds.length > 0
            ? `Write a check on the public address of the primary as its healthCheck, or ${ownCheckMend(site)}.`
            : 'Set the public address of the primary in sites.yml, and deploy; where there is none, put a load balancer in front.',
        );
  },
};

const host: Check<HealthChecksView> = {
  id: 'health-checks.host',
  severity: 'warn',
  rule: "An endpoint check by address asks for the site itself: its host name is the site's, or there is none and the address stands in the Host header.",
  sources: [CONFIG],
  why: "Another site on the same server decides: visitors stay on a broken primary, or leave a healthy one on that other site's bad day.",
  judge: ({ site, endpoints }) => {
    const asking = endpoints.filter(({ ipAddress, type }) => ipAddress !== null && type !== 'TCP');
    if (asking.length === 0) return null;
    const others = asking.filter(
      ({ domainName }) => domainName !== null && domainName.toLowerCase() !== site.name,
    );
    return others.length === 0
      ? pass(`each request is for ${site.name} or the address`)
      : warn(
          listed(others.map(({ id, domainName }) => `${id} asks for ${domainName}`)),
          others
            .map(
              ({ id }) =>
                `aws route53 update-health-check --health-check-id ${id} --fully-qualified-domain-name ${site.name}`,
            )
            .join(' && '),
        );
  },
};

const sni: Check<HealthChecksView> = {
  id: 'health-checks.sni',
  severity: 'warn',
  rule: 'A check over HTTPS says in the handshake which name it wants (SNI). It does not validate the certificate: an expired one is healthy to Route 53.',
  sources: [
    CONFIG,
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html',
  ],
  why: 'A server with several certificates refuses the handshake, so that Route 53 finds a healthy primary unhealthy and moves its visitors.',
  judge: ({ endpoints, switches }) => {
    const secure = [...endpoints, ...switches].filter(({ type }) => type.startsWith('HTTPS'));
    if (secure.length === 0) return null;
    const mute = secure.filter(({ enableSni, domainName }) => !enableSni || domainName === null);
    return mute.length === 0
      ? pass(`${listed(secure.map(({ id }) => id))} with SNI`)
      : warn(
          `${listed(mute.map(({ id }) => id))} without ${mute.every(({ enableSni }) => enableSni) ? 'a name for SNI' : 'SNI'}`,
          mute.map(sniCommand).join(' && '),
        );
  },
};

const noRedirect: Check<HealthChecksView> = {
  id: 'health-checks.no-redirect',
  severity: 'warn',
  rule: 'The path that the endpoint check asks for is answered by the site itself. Route 53 takes every 3xx for healthy and does not look where it leads.',
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html',
  ],
  why: 'A redirect to HTTPS or to a login is answered by the outermost server: visitors stay on a primary that is broken behind it.',
  judge: ({ site, endpoints, snapshot: { primaryPage } }) => {
    const asking = endpoints.some(
      ({ type, path }) => type !== 'TCP' && (path ?? '/') === site.primary.path,
    );
    if (!asking || primaryPage === null || !primaryPage.ok) return null;
    const { status, url, headers } = primaryPage.value;
    const seen = `${status} from ${url}`;
    return status < 300 || status > 399
      ? pass(seen)
      : warn(
          headers.location === undefined ? seen : `${seen} to ${headers.location}`,
          `Set primary.path of ${site.name} in sites.yml, or its protocol, to one that the application itself answers with 2xx, and deploy.`,
        );
  },
};

export const REQUEST_CHECKS: readonly Check<HealthChecksView>[] = [
  publicAddress,
  host,
  sni,
  noRedirect,
];

const sniCommand = ({ id, domainName }: HealthCheck): string =>
  `aws route53 update-health-check --health-check-id ${id} --enable-sni${domainName === null ? ' --fully-qualified-domain-name NAME' : ''}`;
