import type { HealthCheck, RecordSet, Zone } from '../../lib/core/verify/snapshot.ts';
import type { ReadCheckers, ReadHealthCheck, ReadRecords, ReadZone } from '../../lib/core/world.ts';

export const CONTRACT_ZONE: Zone = {
  id: 'Z0CONTRACT',
  name: 'example.com',
  nameServers: ['ns-1.example.net', 'ns-2.example.net'],
};

const record = (name: string, change: Partial<RecordSet>): RecordSet => ({
  name,
  type: 'A',
  ttlSeconds: 60,
  values: ['203.0.113.10'],
  alias: null,
  routing: 'simple',
  failover: null,
  setIdentifier: null,
  healthCheckId: null,
  ...change,
});

const alias = {
  dnsName: 's3-website-eu-west-1.amazonaws.com',
  hostedZoneId: 'Z1BKCTXD74EZPE',
  evaluateTargetHealth: true,
};

const PAIR: readonly RecordSet[] = [
  record('www.example.com', {
    routing: 'failover',
    failover: 'PRIMARY',
    setIdentifier: 'primary',
    healthCheckId: 'parent',
  }),
  record('www.example.com', {
    ttlSeconds: null,
    values: [],
    alias,
    routing: 'failover',
    failover: 'SECONDARY',
    setIdentifier: 'secondary',
  }),
];

export const CONTRACT_RECORDS: readonly RecordSet[] = [
  ...PAIR,
  record('a.www.example.com', {}),
  record('www2.example.com', {}),
];

type ZoneWorld = { readonly readZone: ReadZone; readonly readRecords: ReadRecords };

/** What every reader of zones promises, of a world that holds CONTRACT_ZONE with CONTRACT_RECORDS. */
export const zoneContract = (name: string, makeWorld: () => Promise<ZoneWorld>) =>
  describe(`the zone of ${name}`, () => {
    let world: ZoneWorld;
    beforeEach(async () => {
      world = await makeWorld();
    });

    test('a zone is found by its name, with its name servers', async () => {
      expect(await world.readZone('example.com')).toEqual(CONTRACT_ZONE);
    });

    test.each(['example.net', 'www.example.com', 'com'])('there is no zone %s', async (zone) => {
      await expect(world.readZone(zone)).rejects.toThrow(zone);
    });

    test('the records at a name are those at exactly this name', async () => {
      const found = await world.readRecords(CONTRACT_ZONE.id, 'www.example.com');
      expect(found.toSorted((a, b) => (a.failover ?? '').localeCompare(b.failover ?? ''))).toEqual(
        PAIR,
      );
    });

    test('a name without records has none, whatever is near it', async () => {
      expect(await world.readRecords(CONTRACT_ZONE.id, 'ww.example.com')).toEqual([]);
      expect(await world.readRecords(CONTRACT_ZONE.id, 'zzz.example.com')).toEqual([]);
    });
  });

export const CONTRACT_CHECK: Omit<HealthCheck, 'checkers'> = {
  id: '0f3a6c1e-0000-4000-8000-000000000001',
  type: 'HTTP_STR_MATCH',
  ipAddress: '203.0.113.10',
  domainName: 'www.example.com',
  port: 80,
  path: '/health',
  searchString: 'ok',
  intervalSeconds: 10,
  failureThreshold: 3,
  inverted: false,
  disabled: false,
  enableSni: false,
  regions: ['eu-west-1', 'us-east-1', 'us-west-2'],
  childIds: [],
  healthThreshold: null,
};

type HealthCheckWorld = {
  readonly readHealthCheck: ReadHealthCheck;
  readonly readCheckers: ReadCheckers;
  readonly close?: () => Promise<void>;
};

/** What every reader of health checks promises, of a world that holds CONTRACT_CHECK alone. */
export const healthCheckContract = (name: string, makeWorld: () => Promise<HealthCheckWorld>) =>
  describe(`the health checks of ${name}`, () => {
    let world: HealthCheckWorld;
    beforeEach(async () => {
      world = await makeWorld();
    });
    afterEach(async () => {
      await world.close?.();
    });

    test('a health check is read as it is configured', async () => {
      expect(await world.readHealthCheck(CONTRACT_CHECK.id)).toEqual(CONTRACT_CHECK);
    });

    test('an absent health check is null, and nobody checks it', async () => {
      const absent = '0f3a6c1e-0000-4000-8000-00000000dead';
      expect(await world.readHealthCheck(absent)).toBeNull();
      await expect(world.readCheckers(absent)).rejects.toThrow(absent);
    });

    test('every checker is in one of the regions of the check', async () => {
      const checkers = await world.readCheckers(CONTRACT_CHECK.id);
      expect(new Set(checkers.map(({ region }) => region))).toEqual(
        new Set(CONTRACT_CHECK.regions),
      );
    });
  });
