import { EXPECT_ANY } from '../core/probing/expect.ts';
import type { Site } from '../core/site.ts';
import { switchKey } from '../core/switch-key.ts';
import type { RecordSet, Zone } from '../core/verify/snapshot.ts';
import type { StageCheck } from './health-checkers.ts';

/** The site of the rehearsal: production's shape, with addresses that RFC 5737 keeps for documentation. */
export const STAGE_SITE: Site = {
  name: 'www.example.com',
  hostedZone: 'example.com',
  zoneRoleArn: null,
  primary: {
    where: { kind: 'addresses', addresses: ['203.0.113.10'] },
    protocol: 'http',
    port: 80,
    path: '/health',
    expect: { ...EXPECT_ANY, contains: 'ok' },
    healthCheckIds: [],
  },
  secondary: {
    bucket: 'www.example.com',
    isExisting: false,
    front: { kind: 'website' },
    region: 'eu-west-1',
    content: './site',
    marker: null,
  },
  policy: {
    mode: 'automatic',
    intervalMs: 1_000,
    freshEvery: 3,
    failureThreshold: 3,
    successThreshold: 2,
    failback: 'manual',
    stableForMs: 10_000,
    cooldownMs: 5_000,
    flipsPerDayMax: 6,
    armAfter: 1,
    bothUnhealthy: 'stay',
    maintenance: [],
    drill: { everyMs: null, window: null, stayMs: 3_000, withinMs: 60_000 },
  },
};

/** Addresses and names of everything on the stage. */
export const STAGE_PLACES = {
  primaryAddress: '203.0.113.10',
  websiteAddress: '198.51.100.20',
  websiteName: 's3-website-eu-west-1.amazonaws.com',
  websiteZoneId: 'Z1BKCTXD74EZPE',
  restAddress: '198.51.100.21',
  restName: 's3.eu-west-1.amazonaws.com',
  switchBucket: 'understudy-switch',
  /** Pages of other owners, by which the monitor tells that it can see. */
  controls: [
    { name: 'control-1.example.net', address: '192.0.2.201' },
    { name: 'control-2.example.org', address: '192.0.2.202' },
  ],
  nameServers: [
    { name: 'ns-1.understudy.example', address: '198.51.100.53' },
    { name: 'ns-2.understudy.example', address: '198.51.100.54' },
    { name: 'ns-3.understudy.example', address: '198.51.100.55' },
    { name: 'ns-4.understudy.example', address: '198.51.100.56' },
  ],
} as const;

/** Identifiers of the health checks. */
export const STAGE_CHECK_IDS = {
  parent: '11111111-1111-4111-8111-111111111111',
  endpoint: '22222222-2222-4222-8222-222222222222',
  switch: '33333333-3333-4333-8333-333333333333',
} as const;

export const STAGE_ZONE: Zone = {
  id: 'Z0EXAMPLE0STAGE',
  name: STAGE_SITE.hostedZone,
  nameServers: STAGE_PLACES.nameServers.map(({ name }) => name),
  acceleratedRecovery: true,
};

/** The failover pair, as `adopt` leaves it. */
export const STAGE_RECORDS: readonly RecordSet[] = [
  {
    name: STAGE_SITE.name,
    type: 'A',
    ttlSeconds: 60,
    values: [STAGE_PLACES.primaryAddress],
    alias: null,
    routing: 'failover',
    failover: 'PRIMARY',
    setIdentifier: 'primary',
    healthCheckId: STAGE_CHECK_IDS.parent,
  },
  {
    name: STAGE_SITE.name,
    type: 'A',
    ttlSeconds: null,
    values: [],
    alias: {
      dnsName: STAGE_PLACES.websiteName,
      hostedZoneId: STAGE_PLACES.websiteZoneId,
      evaluateTargetHealth: true,
    },
    routing: 'failover',
    failover: 'SECONDARY',
    setIdentifier: 'secondary',
    healthCheckId: null,
  },
];

/**
 * The three health checks as they have long been when the stage opens; children come first, so that
 * a change is told cause before effect. In production the switch check speaks HTTPS: the stage has
 * no certificate.
 */
export const stageChecks = (failureThreshold: number): readonly StageCheck[] => [
  {
    ...CHECK,
    id: STAGE_CHECK_IDS.endpoint,
    type: 'HTTP_STR_MATCH',
    ipAddress: STAGE_PLACES.primaryAddress,
    domainName: STAGE_SITE.name,
    port: STAGE_SITE.primary.port,
    path: STAGE_SITE.primary.path,
    searchString: STAGE_SITE.primary.expect.contains,
    intervalSeconds: 10,
    failureThreshold,
    settledAs: 'healthy',
  },
  {
    ...CHECK,
    id: STAGE_CHECK_IDS.switch,
    type: 'HTTP',
    domainName: `${STAGE_PLACES.switchBucket}.${STAGE_PLACES.restName}`,
    port: 80,
    path: `/${switchKey(STAGE_SITE.name)}`,
    intervalSeconds: 10,
    failureThreshold: 1,
    inverted: true,
    settledAs: 'unhealthy',
  },
  {
    ...CHECK,
    id: STAGE_CHECK_IDS.parent,
    type: 'CALCULATED',
    childIds: [STAGE_CHECK_IDS.endpoint, STAGE_CHECK_IDS.switch],
    healthThreshold: 2,
  },
];

const CHECK = {
  ipAddress: null,
  domainName: null,
  port: null,
  path: null,
  searchString: null,
  intervalSeconds: null,
  failureThreshold: null,
  inverted: false,
  disabled: false,
  enableSni: false,
  regions: [],
  childIds: [],
  healthThreshold: null,
} as const;
