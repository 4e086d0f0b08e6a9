import {
  CreateHealthCheckCommand,
  CreateHostedZoneCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { ChangeRefusedError, type RecordChange } from '../../lib/core/record-change.ts';
import type { RecordSet } from '../../lib/core/verify/snapshot.ts';
import {
  makeListHealthChecks,
  makeReadCheckers,
  makeReadRecords,
  makeReadZone,
} from '../../lib/io/route53.ts';
import { makeChangeRecords, makeIsInSync } from '../../lib/io/route53-changes.ts';
import { makeListPublicZones } from '../../lib/io/route53-zones.ts';
import { simpleRecord } from '../../lib/local/zone.ts';
import { eventually } from '../support/eventually.ts';
import { describeOn, type EmulatorName, hurriedPace, uniqueName } from './on.ts';
import { putByHand } from './records.ts';

const EMULATED: readonly EmulatorName[] = ['moto', 'ministack'];

for (const emulator of EMULATED)
  describeOn(emulator, (options) => {
    const client = new Route53Client({ ...options, maxAttempts: 1 });
    const pace = hurriedPace();
    const readZone = makeReadZone(client, pace);
    const readRecords = makeReadRecords(client, pace);
    const listHealthChecks = makeListHealthChecks(client, pace);
    const changeRecords = makeChangeRecords(client, pace);
    const isInSync = makeIsInSync(client, pace);
    afterAll(() => client.destroy());

    const newZone = async () => {
      const name = `${uniqueName('zone')}.example.com`;
      await client.send(new CreateHostedZoneCommand({ Name: name, CallerReference: name }));
      return readZone(name);
    };
    const newCheck = async (): Promise<string> => {
      const answer = await client.send(
        new CreateHealthCheckCommand({
          CallerReference: uniqueName('check'),
          HealthCheckConfig: {
            Type: 'HTTP',
            IPAddress: '203.0.113.10',
            Port: 80,
            ResourcePath: '/health',
            RequestInterval: 10,
            FailureThreshold: 3,
          },
        }),
      );
      return answer.HealthCheck?.Id ?? '';
    };

    test('a zone is found by its name, with its name servers', async () => {
      const zone = await newZone();
      expect(zone.id).toMatch(/^[A-Z0-9]+$/);
      expect(zone.nameServers.length).toBeGreaterThan(0);
      expect(await makeListPublicZones(client, pace)()).toContain(zone.name);
      await expect(readZone('nowhere.example.org')).rejects.toMatchObject({ name: 'ZoneError' });
    });

    test('the health checks of the account are listed as they are configured', async () => {
      const id = await newCheck();
      const found = (await listHealthChecks()).find((check) => check.id === id);
      expect(found).toMatchObject({
        type: 'HTTP',
        ipAddress: '203.0.113.10',
        port: 80,
        path: '/health',
        intervalSeconds: 10,
        failureThreshold: 3,
        inverted: false,
      });
    });

    test('a plain record becomes a pair in one batch, and the pair a plain record again', async () => {
      const zone = await newZone();
      const name = `www.${zone.name}`;
      const read = () => readRecords(zone.id, [name]);
      const plain = simpleRecord(name, 'A', 300, ['203.0.113.10', '203.0.113.11']);
      const pair = pairAt(name, await newCheck());
      await putByHand(client, zone.id, plain);
      expect(await read()).toEqual([plain]);

      await change(zone.id, [
        { action: 'DELETE', record: plain },
        ...pair.map((record) => ({ action: 'CREATE' as const, record })),
      ]);
      expect(bySet(await read())).toEqual(pair);

      await change(zone.id, [
        ...pair.map((record) => ({ action: 'DELETE' as const, record })),
        { action: 'CREATE', record: plain },
      ]);
      expect(await read()).toEqual([plain]);
    });

    test('a batch of which a part is refused changes nothing, and says so', async () => {
      const zone = await newZone();
      const plain = simpleRecord(`www.${zone.name}`, 'A', 300, ['203.0.113.10']);
      await putByHand(client, zone.id, plain);
      const other = simpleRecord(`other.${zone.name}`, 'A', 60, ['203.0.113.11']);
      const refused = changeRecords(
        zone.id,
        [
          { action: 'CREATE', record: other },
          { action: 'DELETE', record: { ...plain, values: ['203.0.113.99'] } },
        ],
        'a test',
      );
      await expect(refused).rejects.toBeInstanceOf(ChangeRefusedError);
      expect(await readRecords(zone.id, [plain.name, other.name])).toEqual([plain]);
    });

    if (emulator === 'moto')
      test('checkers are asked for what they saw', async () => {
        const checkers = await makeReadCheckers(client, pace)(await newCheck());
        expect(checkers).toContainEqual(expect.objectContaining({ isHealthy: true }));
      });

    async function change(zoneId: string, changes: readonly RecordChange[]): Promise<void> {
      const id = await changeRecords(zoneId, changes, 'a test');
      await eventually('the change is in sync', () => isInSync(id));
    }
  });

const pairAt = (name: string, healthCheckId: string): readonly RecordSet[] => [
  {
    ...simpleRecord(name, 'A', 60, ['203.0.113.10', '203.0.113.11']),
    routing: 'failover',
    failover: 'PRIMARY',
    setIdentifier: 'primary',
    healthCheckId,
  },
  {
    ...simpleRecord(name, 'A', 60, []),
    ttlSeconds: null,
    alias: {
      dnsName: 's3-website-eu-west-1.amazonaws.com',
      hostedZoneId: 'Z1BKCTXD74EZPE',
      evaluateTargetHealth: true,
    },
    routing: 'failover',
    failover: 'SECONDARY',
    setIdentifier: 'secondary',
  },
];

const bySet = (records: readonly RecordSet[]): readonly RecordSet[] =>
  records.toSorted((a, b) => (a.setIdentifier ?? '').localeCompare(b.setIdentifier ?? ''));
