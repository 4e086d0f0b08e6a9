import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateHealthCheckCommand,
  CreateHostedZoneCommand,
  type HealthCheckConfig,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { type AdoptOrder, type AdoptRequest, adopt } from '../../lib/app/adopt/adopt.ts';
import type { AdoptDeps } from '../../lib/app/adopt/adopt-deps.ts';
import { NO_CHOICES } from '../../lib/core/adopt/choices.ts';
import type { Site } from '../../lib/core/site.ts';
import { switchKey } from '../../lib/core/switch-key.ts';
import { epochMs } from '../../lib/core/time.ts';
import { makeReadLatestBackup, makeSaveBackupItem } from '../../lib/io/backup-items.ts';
import { sleep } from '../../lib/io/clock.ts';
import { makeListHealthChecks, makeReadRecords, makeReadZone } from '../../lib/io/route53.ts';
import { makeChangeRecords, makeIsInSync } from '../../lib/io/route53-changes.ts';
import { simpleRecord } from '../../lib/local/zone.ts';
import { answerFor } from '../../lib/local/zone-answer.ts';
import { checkers } from '../core/adopt/zone-world.ts';
import { dnsAnswer, SITE } from '../fixtures/snapshot.ts';
import { makeFakeAdoptWorld, WEBSITE_ADDRESS } from '../support/fake-adopt-world.ts';
import { describeOn, type EmulatedClient, hurriedPace, uniqueName } from './on.ts';
import { putByHand } from './records.ts';
import { newTable } from './tables.ts';

jest.setTimeout(60_000);

/** A minute of waiting takes one and a half seconds. */
const HURRY = 40;
const SWITCH_DOMAIN = 'understudy-switch.s3.eu-west-1.amazonaws.com';
const APPLY = { planId: null, waitMs: 300_000 } as const;
const ADOPT: AdoptOrder = { kind: 'adopt', choices: NO_CHOICES };

/*
 * ministack loses the children of a calculated check, so that no check can be found there. No emulator
 * has checkers that can see an absent object, or name servers: those are the test's, and the name servers
 * answer from the records that the emulator has at that moment.
 */
describeOn('moto', (options) => {
  test('a plain record is adopted, and put back from what the state table kept', async () => {
    const { site, plain, deps, records, readLatestBackup, run } = await makeWorld(options);

    expect((await run(deps, ADOPT)).outcome.kind).toBe('applied');
    expect((await records()).map(({ failover }) => failover).toSorted()).toEqual([
      'PRIMARY',
      'SECONDARY',
    ]);
    expect((await run(deps, ADOPT)).outcome.kind).toBe('nothing-to-do');

    const backup = await readLatestBackup(site.name);
    if (backup === null) throw new Error('nothing was saved');
    const back = await run(deps, { kind: 'rollback', backup, overrides: [] });
    expect(back.outcome.kind).toBe('applied');
    expect(await records()).toEqual([plain]);
  });

  test('a pair becomes a plain record with the primary in it', async () => {
    const { plain, deps, records, run } = await makeWorld(options);
    await run(deps, ADOPT);
    const { outcome } = await run(deps, { kind: 'release', overrides: [] });
    expect(outcome.kind).toBe('applied');
    expect(await records()).toEqual([{ ...plain, ttlSeconds: 60 }]);
  });

  test('a name server that answers otherwise afterwards brings the plain record back', async () => {
    const { plain, deps, records, run } = await makeWorld(options);
    const { outcome } = await run(
      {
        ...deps,
        askNameServer: async (server, name, type) =>
          (await records()).length === 2 && type === 'A'
            ? dnsAnswer({ addresses: [WEBSITE_ADDRESS] })
            : deps.askNameServer(server, name, type),
      },
      ADOPT,
    );
    expect(outcome).toMatchObject({ kind: 'rolled-back' });
    expect(await records()).toEqual([plain]);
  });

  test('a record that somebody changes after the plan is left to them', async () => {
    const { site, deps, records, run, change } = await makeWorld(options);
    const { plan } = await run(deps, ADOPT, null);
    const other = simpleRecord(site.name, 'A', 120, ['203.0.113.10']);
    await change(other);
    const { outcome } = await run(deps, ADOPT, { planId: plan.id, waitMs: 300_000 });
    expect(outcome).toMatchObject({ kind: 'changed-since' });
    expect(await records()).toEqual([other]);
  });
});

/** A zone on the emulator with a plain record and the checks that the stack makes. */
async function makeWorld(options: EmulatedClient) {
  const route53 = new Route53Client({ ...options, maxAttempts: 1 });
  const dynamo = new DynamoDBClient(options);
  const pace = hurriedPace();
  const readRecords = makeReadRecords(route53, pace);
  const zoneName = `${uniqueName('zone')}.example.com`;
  const name = `www.${zoneName}`;
  const site: Site = {
    ...SITE,
    name,
    hostedZone: zoneName,
    secondary: { ...SITE.secondary, bucket: name },
  };
  await route53.send(new CreateHostedZoneCommand({ Name: zoneName, CallerReference: zoneName }));
  const zone = await makeReadZone(route53, pace)(zoneName);
  const plain = simpleRecord(name, 'A', 300, ['203.0.113.10']);
  const change = (record: typeof plain) => putByHand(route53, zone.id, record);
  await change(plain);
  const switchId = await createChecks(route53, site);
  const table = await newTable(dynamo);
  const records = () => readRecords(zone.id, [name]);
  const deps: AdoptDeps = {
    ...makeFakeAdoptWorld([plain], [site]).deps,
    now: () => epochMs(Math.round(performance.now() * HURRY)),
    sleep: (durationMs, signal) => sleep(durationMs / HURRY, signal),
    switchDomain: SWITCH_DOMAIN,
    readZone: makeReadZone(route53, pace),
    readRecords,
    listHealthChecks: makeListHealthChecks(route53, pace),
    changeRecords: makeChangeRecords(route53, pace),
    isInSync: makeIsInSync(route53, pace),
    findNameServers: async () =>
      zone.nameServers.map((server) => ({ name: server, address: '192.0.2.1' })),
    saveItem: makeSaveBackupItem(dynamo, table),
    readCheckers: async (id) => checkers(id === switchId ? 0 : 16, 16),
    askNameServer: async (_server, asked, type) => {
      const aliasAddresses = { 's3-website-eu-west-1.amazonaws.com': [WEBSITE_ADDRESS] };
      const data = { name: zoneName, records: await records(), aliasAddresses };
      const said = answerFor(data, () => true, asked, type);
      const [set] = said.kind === 'answer' ? said.sets : [];
      return dnsAnswer({ addresses: set?.values ?? [], ttlSeconds: set?.ttlSeconds ?? null });
    },
  };
  const run = (given: AdoptDeps, order: AdoptOrder, apply: AdoptRequest['apply'] = APPLY) =>
    adopt(given, { sites: [site], order, apply, by: 'ada' }, new AbortController().signal);
  return {
    site,
    plain,
    deps,
    records,
    change,
    run,
    readLatestBackup: makeReadLatestBackup(dynamo, table),
  };
}

/** As lib/stack makes them; answers with the ID of the check on the switch. */
async function createChecks(client: Route53Client, site: Site): Promise<string> {
  const create = async (config: HealthCheckConfig): Promise<string> => {
    const CallerReference = uniqueName('check');
    const answer = await client.send(
      new CreateHealthCheckCommand({ CallerReference, HealthCheckConfig: config }),
    );
    return answer.HealthCheck?.Id ?? '';
  };
  const endpoint = await create({
    Type: 'HTTP',
    IPAddress: '203.0.113.10',
    Port: 80,
    ResourcePath: '/health',
    FullyQualifiedDomainName: site.name,
    RequestInterval: 10,
    FailureThreshold: 3,
  });
  const onSwitch = await create({
    Type: 'HTTPS',
    FullyQualifiedDomainName: SWITCH_DOMAIN,
    Port: 443,
    ResourcePath: `/${switchKey(site.name)}`,
    EnableSNI: true,
    Inverted: true,
    RequestInterval: 10,
    FailureThreshold: 1,
  });
  await create({
    Type: 'CALCULATED',
    ChildHealthChecks: [endpoint, onSwitch],
    HealthThreshold: 2,
  });
  return onSwitch;
}
