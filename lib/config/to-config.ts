import type { Config, Expectation, Front, Primary, Site } from '../core/site.ts';
import type { SitesFile } from './schema.ts';
import { toAlerts } from './to-alerts.ts';
import { maintenanceOf } from './to-maintenance.ts';

/** The clock of the schedule ticks in minutes. */
const MINUTE_MS = 60_000;

type SiteEntry = SitesFile['sites'][number];

/** Fills in what one field leaves to another. The file has passed the schema and the rules. */
export const toConfig = (file: SitesFile): Config => ({
  alerts: toAlerts(file.alerts),
  monitor: { controls: file.monitor.controls },
  verify: { everyMs: Math.ceil(file.verify.every / MINUTE_MS) * MINUTE_MS },
  audit: { keepMs: file.audit.keep },
  stack: {
    name: file.stack.name,
    tags: file.stack.tags ?? {},
    permissionsBoundary: file.stack.permissionsBoundary ?? null,
  },
  sites: file.sites.map((site) => toSite(site, file)),
});

function toSite(
  { name, hostedZone, primary, secondary, policy }: SiteEntry,
  { zoneRoles, maintenance }: Pick<SitesFile, 'zoneRoles' | 'maintenance'>,
): Site {
  return {
    name,
    hostedZone,
    zoneRoleArn: zoneRoles?.[hostedZone] ?? null,
    primary: toPrimary(primary),
    secondary: {
      bucket: secondary.bucket ?? name,
      isExisting: secondary.existing,
      region: secondary.region,
      content: secondary.content,
      marker: secondary.marker ?? null,
      front: toFront(secondary),
    },
    policy: {
      mode: policy.mode,
      intervalMs: policy.interval,
      freshEvery: policy.freshEvery,
      failureThreshold: policy.failureThreshold,
      successThreshold: policy.successThreshold,
      failback: policy.failback,
      stableForMs: policy.stableFor,
      cooldownMs: policy.cooldown,
      flipsPerDayMax: policy.flipsPerDay,
      armAfter: policy.armAfter,
      bothUnhealthy: policy.bothUnhealthy,
      drill: {
        everyMs: policy.drill.every ?? null,
        window: policy.drill.window ?? null,
        stayMs: policy.drill.stay,
        withinMs: policy.drill.within,
      },
      maintenance: maintenanceOf(name, maintenance ?? []),
    },
  };
}

const toFront = ({ https, certificate, retryAfter }: SiteEntry['secondary']): Front =>
  https
    ? {
        kind: 'cloudfront',
        certificateArn: certificate ?? null,
        retryAfterMs: retryAfter ?? RETRY_AFTER_MS,
      }
    : { kind: 'website' };

/** Long enough that a crawler does not come by at every hiccup, short against most outages. */
const RETRY_AFTER_MS = 5 * MINUTE_MS;

const toPrimary = (primary: SiteEntry['primary']): Primary => ({
  where: whereOf(primary),
  protocol: primary.protocol,
  port: portOf(primary),
  path: primary.path,
  expect: toExpectation(primary.expect),
  healthCheckIds: primary.healthCheck ?? [],
});

const toExpectation = (expect: SiteEntry['primary']['expect']): Expectation => ({
  status: expect.status,
  contains: expect.contains ?? null,
  notContains: expect.notContains ?? null,
  matches: expect.matches ?? null,
  headers: Object.entries(expect.headers ?? {}).map(([name, value]) => ({
    name: name.toLowerCase(),
    equals: value === true ? null : value,
  })),
  json: Object.entries(expect.json ?? {}).map(([path, equals]) => ({ path, equals })),
  withinMs: expect.within,
  slowAfterMs: expect.slowAfter ?? null,
  slowIsUnhealthy: expect.slowIs === 'unhealthy',
  redirects: expect.redirects,
});

function whereOf({ address, loadBalancer }: SiteEntry['primary']): Primary['where'] {
  if (loadBalancer !== undefined) return { kind: 'load-balancer', dnsName: loadBalancer };
  if (address !== undefined) return { kind: 'addresses', addresses: address };
  throw new Error('a primary without a target passed the rules');
}

function portOf({ protocol, port }: SiteEntry['primary']): number {
  if (port !== undefined) return port;
  if (protocol === 'tcp') throw new Error('a tcp probe without a port passed the rules');
  return protocol === 'https' ? 443 : 80;
}
