import { canonicalAddress } from '../../canonical-address.ts';
import { plainLoadBalancerName } from '../../load-balancer-name.ts';
import type { Site } from '../../site.ts';
import { type Check, fail, type Judgement, listed, pass, warn } from '../check.ts';
import type { HealthCheck } from '../snapshot.ts';
import type { HealthChecksView } from '../views.ts';
import { differences, typesFor, watchesElsewhere } from './endpoint-compare.ts';
import { isExisting, ownCheckMend } from './existing-check.ts';

const endpointWatched: Check<HealthChecksView> = {
  id: 'health-checks.endpoint',
  severity: 'fail',
  rule: "Route 53 itself watches the primary: with an endpoint check, or through the load balancer's own target health. Then it fails over even if Understudy is dead.",
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html',
  ],
  why: 'If nothing of Route 53 watches the primary, an outage while Understudy is dead leaves visitors with errors.',
  judge: ({ site, primary, top, endpoints, missingIds }) => {
    if (endpoints.length > 0)
      return pass(`endpoint check ${listed(endpoints.map(({ id }) => id))}`);
    if (primary.alias?.evaluateTargetHealth === true)
      return pass('the alias evaluates the health of its target');
    if (top === null || missingIds.length > 0) return null;
    return fail(
      `no endpoint check on ${site.name}'s primary`,
      `Deploy to create the endpoint check, and make it a child of the calculated check.`,
    );
  },
};

const byAddress: Check<HealthChecksView> = {
  id: 'health-checks.endpoint-by-address',
  severity: 'fail',
  rule: `The endpoint check connects to the primary's IP address. A check on the record's own name follows the failover and "will be unpredictable"; a load balancer has no fixed address and is checked by its own name.`,
  sources: ['https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html'],
  why: "A check by the site's own name tests the secondary after a failover, finds it healthy and sends visitors back to the broken primary.",
  judge: ({ site, endpoints }) => {
    if (endpoints.length === 0) return null;
    const byName = endpoints.filter(
      ({ ipAddress, domainName }) => ipAddress === null && domainName !== null,
    );
    const mend = byName.some((check) => isExisting(site, check))
      ? `Write a check on the primary's IP address as its healthCheck, or ${ownCheckMend(site)}: an address cannot be added to a check later.`
      : "Create a check on the primary's IP address in its place: an address cannot be added to a check later.";
    if (byName.some(({ domainName }) => domainName === site.name))
      return fail(`the endpoint check connects to ${site.name} itself`, mend);
    const { where } = site.primary;
    const strange = byName.filter(
      ({ domainName }) =>
        where.kind !== 'load-balancer' ||
        plainLoadBalancerName(domainName ?? '') !== plainLoadBalancerName(where.dnsName),
    );
    return strange.length === 0
      ? pass(`the endpoint check connects to ${listed(endpoints.map(placeOf))}`)
      : warn(
          `the endpoint check connects to the name ${listed(strange.map(placeOf))}`,
          mend,
          'What the name resolves to may differ from what visitors get.',
        );
  },
};

const target: Check<HealthChecksView> = {
  id: 'health-checks.endpoint-target',
  severity: 'fail',
  rule: "The endpoint check asks the same thing as Understudy's own probe: address, port, type and path.",
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html',
  ],
  why: 'Two observers that ask different questions disagree: visitors are moved off a healthy primary, or left on a broken one.',
  judge: ({ site, endpoints }) => {
    if (endpoints.length === 0) return null;
    const wrong = endpoints.flatMap((check) => differences(site, check));
    if (wrong.length > 0 && site.primary.healthCheckIds.length > 0)
      return judgeExisting(site, endpoints, listed(wrong));
    if (wrong.length > 0)
      return fail(
        listed(wrong),
        'Set address, port and path with aws route53 update-health-check, or correct the primary in sites.yml; a type needs a new check.',
      );
    const { where } = site.primary;
    const watched = endpoints.map(({ ipAddress }) => canonicalAddress(ipAddress ?? ''));
    const unwatched =
      where.kind === 'addresses' && watched.some((address) => address !== '')
        ? where.addresses.filter((address) => !watched.includes(canonicalAddress(address)))
        : [];
    return unwatched.length === 0
      ? pass(`${listed(endpoints.map(placeOf))} by ${listed(typesFor(site))}`)
      : warn(
          `no endpoint check on ${listed(unwatched)}`,
          site.primary.healthCheckIds.length > 0
            ? `Write a check for each address as healthCheck, or ${ownCheckMend(site)}.`
            : 'Deploy to create the missing check.',
        );
  },
};

export const ENDPOINT_CHECKS: readonly Check<HealthChecksView>[] = [
  endpointWatched,
  byAddress,
  target,
];

/** Another server's health is never the primary's; what else differs, others may want as it is. */
function judgeExisting(site: Site, endpoints: readonly HealthCheck[], seen: string): Judgement {
  const mend = `Change the primary in sites.yml to what the check asks, if that is as good; or ${ownCheckMend(site)}.`;
  return endpoints.some((check) => watchesElsewhere(site, check))
    ? fail(seen, mend)
    : warn(
        seen,
        mend,
        "The check is somebody else's, and asks another question than Understudy's probes: on some days the two disagree.",
      );
}

const placeOf = ({ ipAddress, domainName, type }: HealthCheck): string =>
  ipAddress ?? domainName ?? `nothing, being of type ${type}`;
