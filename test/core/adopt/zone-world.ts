import { type AdoptChoices, NO_CHOICES } from '../../../lib/core/adopt/choices.ts';
import type {
  ListedCheck,
  Observations,
  SiteSeen,
  ZoneSeen,
} from '../../../lib/core/adopt/seen.ts';
import type { Site } from '../../../lib/core/site.ts';
import { switchKey } from '../../../lib/core/switch-key.ts';
import type { Finding } from '../../../lib/core/verify/finding.ts';
import type { CheckerObservation, RecordSet } from '../../../lib/core/verify/snapshot.ts';
import {
  ENDPOINT_CHECK,
  nameServerAnswer,
  PARENT_CHECK,
  PRIMARY_RECORD,
  SECONDARY_RECORD,
  SITE,
  SWITCH_CHECK,
} from '../../fixtures/snapshot.ts';

export const SWITCH_DOMAIN = 'understudy-switch.s3.eu-west-1.amazonaws.com';

/** A record that stands alone at the site's name. */
export const plain = (change: Partial<RecordSet> = {}): RecordSet => ({
  ...PRIMARY_RECORD,
  ttlSeconds: 300,
  routing: 'simple',
  failover: null,
  setIdentifier: null,
  healthCheckId: null,
  ...change,
});

export const PAIR: readonly RecordSet[] = [PRIMARY_RECORD, SECONDARY_RECORD];

export const CLOUDFRONT = {
  dnsName: 'd111111abcdef8.cloudfront.net',
  hostedZoneId: 'Z2FDTNDATAQYW2',
  evaluateTargetHealth: false,
};

/** The health checks as the stack makes them, with IDs that begin with the prefix. */
export function stackChecks(site: Site, prefix = ''): readonly ListedCheck[] {
  const { where, port } = site.primary;
  const aSwitch = (id: string): ListedCheck => ({
    ...listed(SWITCH_CHECK),
    id: `${prefix}${id}`,
    domainName: SWITCH_DOMAIN,
    path: `/${switchKey(site.name)}`,
  });
  if (where.kind === 'load-balancer') return [aSwitch('switch')];
  const endpoints = where.addresses.map((ipAddress, index) => ({
    ...listed(ENDPOINT_CHECK),
    id: `${prefix}endpoint${index === 0 ? '' : index + 1}`,
    domainName: site.name,
    ipAddress,
    port,
  }));
  const switches = endpoints.map((_, index) => aSwitch(`switch${index === 0 ? '' : index + 1}`));
  const parent: ListedCheck = {
    ...listed(PARENT_CHECK),
    id: `${prefix}parent`,
    childIds: [...endpoints, ...switches].map(({ id }) => id),
    healthThreshold: endpoints.length + 1,
  };
  return [...endpoints, ...switches, parent];
}

const listed = ({ checkers: _, ...check }: typeof ENDPOINT_CHECK): ListedCheck => check;

export const checkers = (healthy: number, all: number): readonly CheckerObservation[] =>
  Array.from({ length: all }, (_, index) => ({
    region: 'eu-west-1',
    address: `192.0.2.${index}`,
    isHealthy: index < healthy,
    text: index < healthy ? 'Success: HTTP Status Code 200, OK' : 'Failure: HTTP Status Code 403',
  }));

/** Endpoints are seen healthy, switch objects are not seen. */
export const settled = (checks: readonly ListedCheck[]): Observations =>
  new Map(
    checks.flatMap(({ id, type, inverted }) =>
      type === 'CALCULATED'
        ? []
        : [[id, { ok: true, value: checkers(inverted ? 0 : 16, 16) }] as const],
    ),
  );

export const SEEN_PAGE: readonly Finding[] = [
  { id: 'website.answers', outcome: 'pass', seen: '200', why: 'x', mend: null },
];

/** Four name servers that answer with the site's primary. */
export const siteSeen = (site: Site = SITE, change: Partial<SiteSeen> = {}): SiteSeen => {
  const { where } = site.primary;
  const addresses = where.kind === 'addresses' ? where.addresses : ['203.0.113.77'];
  const ipv4 = addresses.filter((address) => !address.includes(':'));
  return {
    site,
    dns: {
      ok: true,
      value: [1, 2, 3, 4].map((number) => nameServerAnswer(number, { addresses: ipv4 })),
    },
    primaryAddresses: addresses,
    secondaryAddresses: ['198.51.100.20'],
    switched: 'primary',
    answersUs: true,
    distribution: null,
    findings: SEEN_PAGE,
    ...change,
  };
};

/** A zone on a good day, deployed and not adopted; whatever a test is about it lays over. */
export function zoneSeen(
  records: readonly RecordSet[] = [plain()],
  change: Partial<ZoneSeen> = {},
): ZoneSeen {
  const sites = change.sites ?? [siteSeen()];
  const checks =
    change.checks ??
    sites.flatMap(({ site }, index) => stackChecks(site, index === 0 ? '' : `${site.name} `));
  const nameServers = [1, 2, 3, 4].map((number) => ({
    name: `ns-${number}.example.net`,
    address: `192.0.2.${number}`,
  }));
  return {
    zone: {
      id: 'Z0EXAMPLE',
      name: 'example.com',
      nameServers: nameServers.map(({ name }) => name),
      acceleratedRecovery: true,
    },
    nameServers: { ok: true, value: nameServers },
    zoneServerAddresses: [],
    records,
    checks,
    observations: settled(checks),
    switchDomain: SWITCH_DOMAIN,
    sites,
    ...change,
  };
}

/** Records that every zone has, and others at the site's own name that no plan may touch. */
export const OTHERS: readonly RecordSet[] = [
  plain({ name: 'example.com', type: 'NS', ttlSeconds: 172_800, values: ['ns-1.example.net'] }),
  plain({
    name: 'example.com',
    type: 'SOA',
    ttlSeconds: 900,
    values: ['ns-1.example.net x 1 2 3 4 5'],
  }),
  plain({ type: 'TXT', values: ['"v=spf1 -all"'] }),
];

export const choices = (change: Partial<AdoptChoices> = {}): AdoptChoices => ({
  ...NO_CHOICES,
  ...change,
});
