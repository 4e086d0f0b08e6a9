import { ChangeRefusedError, type RecordChange } from '../../lib/core/record-change.ts';
import type { HealthCheck, RecordSet, Zone } from '../../lib/core/verify/snapshot.ts';
import type {
  ChangeRecords,
  IsInSync,
  ListHealthChecks,
  ReadCheckers,
  ReadRecords,
  ReadZone,
} from '../../lib/core/world.ts';

export const CONTRACT_ZONE: Zone = {
  id: 'Z0CONTRACT',
  name: 'example.com',
  nameServers: ['ns-1.example.net', 'ns-2.example.net'],
  acceleratedRecovery: true,
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
  record('*.example.com', { type: 'TXT', values: ['"<any> & all"', '"two"'] }),
];

/** How often a change of the contract's zone is asked about before it is in sync. */
export const CONTRACT_SETTLE_ASKS = 2;
/** The health checks that a record of the contract's zone may name. */
export const CONTRACT_CHECK_IDS: readonly string[] = ['parent'];

type ZoneWorld = {
  readonly readZone: ReadZone;
  readonly readRecords: ReadRecords;
  readonly changeRecords: ChangeRecords;
  readonly isInSync: IsInSync;
};

const byText = (records: readonly RecordSet[]) =>
  records.map((each) => JSON.stringify(each, Object.keys(each).sort())).toSorted();

/** What every zone promises, of a world that holds CONTRACT_ZONE with CONTRACT_RECORDS. */
export const zoneContract = (name: string, makeWorld: () => Promise<ZoneWorld>) =>
  describe(`the zone of ${name}`, () => {
    let world: ZoneWorld;
    beforeEach(async () => {
      world = await makeWorld();
    });
    const read = (...names: string[]) => world.readRecords(CONTRACT_ZONE.id, names);

    test('a zone is found by its name, with its name servers', async () => {
      expect(await world.readZone('example.com')).toEqual(CONTRACT_ZONE);
    });

    test.each(['example.net', 'www.example.com', 'com'])('there is no zone %s', async (zone) => {
      await expect(world.readZone(zone)).rejects.toThrow(zone);
    });

    test('the records at a name are those at exactly this name', async () => {
      expect(new Set(await read('www.example.com'))).toEqual(new Set(PAIR));
    });

    test('the records at several names come together, each once, a wildcard among them', async () => {
      const found = await read('www2.example.com', '*.example.com', 'WWW2.example.com.');
      expect(new Set(found)).toEqual(
        new Set(
          CONTRACT_RECORDS.filter((each) =>
            ['www2.example.com', '*.example.com'].includes(each.name),
          ),
        ),
      );
      expect(found).toHaveLength(2);
    });

    test('a name without records has none, whatever is near it', async () => {
      expect(await read('ww.example.com')).toEqual([]);
      expect(await read('zzz.example.com')).toEqual([]);
      expect(await read()).toEqual([]);
    });

    describe('when it is changed', () => {
      const change = (...changes: readonly RecordChange[]) =>
        world.changeRecords(CONTRACT_ZONE.id, changes, 'a change of the contract');
      const create = (created: RecordSet): RecordChange => ({ action: 'CREATE', record: created });
      const remove = (removed: RecordSet): RecordChange => ({ action: 'DELETE', record: removed });
      const plain = record('www.example.com', {});
      const other = record('new.example.com', {});
      const existing = record('www2.example.com', {});

      test('every kind of record that was read can be deleted as it was read, and created again', async () => {
        const names = CONTRACT_RECORDS.map((each) => each.name);
        const found = await read(...names);
        await change(...found.map(remove), ...found.map(create));
        expect(byText(await read(...names))).toEqual(byText(CONTRACT_RECORDS));
      });

      test('a change is read at once, and is in sync after a while', async () => {
        const id = await change(...PAIR.map(remove), create(plain));
        expect(await read('www.example.com')).toEqual([plain]);
        const asks: boolean[] = [];
        while (asks.length <= CONTRACT_SETTLE_ASKS) asks.push(await world.isInSync(id));
        expect(asks).toEqual([...Array(CONTRACT_SETTLE_ASKS).fill(false), true]);
        expect(await world.isInSync(id)).toBe(true);
      });

      test('a batch with one bad change changes nothing, and says what is bad', async () => {
        const refused = change(create(other), create(existing));
        await expect(refused).rejects.toThrow(ChangeRefusedError);
        await expect(refused).rejects.toMatchObject({
          reasons: [
            "Tried to create resource record set [name='www2.example.com.', type='A'] but it already exists",
          ],
        });
        expect(await read('new.example.com')).toEqual([]);
      });

      test('every reason is told', async () => {
        const missing = record('nope.example.com', {});
        await expect(change(remove(missing), create(existing))).rejects.toMatchObject({
          reasons: [
            "Tried to delete resource record set [name='nope.example.com.', type='A'] but it was not found",
            "Tried to create resource record set [name='www2.example.com.', type='A'] but it already exists",
          ],
        });
      });

      test.each([
        ['names a health check that does not exist', { ...PAIR[0], healthCheckId: 'nobody' }],
        ['is malformed', { ...PAIR[0], setIdentifier: null }],
      ])('a record that %s is refused', async (_name, wrong) => {
        const bad = { ...plain, ...wrong, name: 'new.example.com' };
        await expect(change(create(bad))).rejects.toThrow(ChangeRefusedError);
        expect(await read('new.example.com')).toEqual([]);
      });

      test('a second batch has to wait for the first', async () => {
        const id = await change(create(other));
        const second = change(remove(other));
        await expect(second).rejects.toMatchObject({ code: 'PriorRequestNotComplete' });
        expect(await read('new.example.com')).toEqual([other]);
        for (let ask = 0; ask <= CONTRACT_SETTLE_ASKS; ask += 1) await world.isInSync(id);
        expect(await change(remove(other))).not.toBe(id);
      });

      test('an unknown change and an unknown zone are errors that name them', async () => {
        await expect(world.isInSync('C0NOBODY')).rejects.toMatchObject({ code: 'NoSuchChange' });
        await expect(world.isInSync('C0NOBODY')).rejects.toThrow('C0NOBODY');
        await expect(world.changeRecords('Z0NOBODY', [create(other)], '')).rejects.toThrow(
          'Z0NOBODY',
        );
        await expect(world.readRecords('Z0NOBODY', ['www.example.com'])).rejects.toThrow(
          'Z0NOBODY',
        );
      });
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
  readonly listHealthChecks: ListHealthChecks;
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

    test('health checks are listed as they are configured', async () => {
      expect(await world.listHealthChecks()).toEqual([CONTRACT_CHECK]);
    });

    test('nobody checks a health check that is absent', async () => {
      const absent = '0f3a6c1e-0000-4000-8000-00000000dead';
      await expect(world.readCheckers(absent)).rejects.toThrow(absent);
    });

    test('every checker is in one of the regions of the check', async () => {
      const checkers = await world.readCheckers(CONTRACT_CHECK.id);
      expect(new Set(checkers.map(({ region }) => region))).toEqual(
        new Set(CONTRACT_CHECK.regions),
      );
    });
  });
