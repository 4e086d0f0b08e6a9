import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateHealthCheckCommand,
  CreateHostedZoneCommand,
  type HealthCheckConfig,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { type AdoptOrder, type AdoptRequest, adopt } from '../../lib/app/adopt/adopt.ts';
import type { AdoptDeps } from '../../lib/app/adopt/adopt-deps.ts';
import type { Primary, Site } from '../../lib/core/site.ts';
import { switchKey } from '../../lib/core/switch-key.ts';
import { epochMs } from '../../lib/core/time.ts';
import type { RecordSet } from '../../lib/core/verify/snapshot.ts';
import { makeReadLatestBackup, makeSaveBackupItem } from '../../lib/io/backup-items.ts';
import { sleep } from '../../lib/io/clock.ts';
import { makeListHealthChecks } from '../../lib/io/route53.ts';
import { makeRoute53As } from '../../lib/io/route53-as-role.ts';
import { makeZoneChanges } from '../../lib/io/zone-changes.ts';
import { makeZoneClients } from '../../lib/io/zone-clients.ts';
import { makeZoneReads } from '../../lib/io/zone-reads.ts';
import { answerFor } from '../../lib/local/zone-answer.ts';
import { checkers } from '../core/adopt/zone-world.ts';
import { dnsAnswer, SITE } from '../fixtures/snapshot.ts';
import { makeFakeAdoptWorld, WEBSITE_ADDRESS } from '../support/fake-adopt-world.ts';
import { type EmulatedClient, hurriedPace, uniqueName } from './on.ts';
import { putByHand } from './records.ts';
import { newTable } from './tables.ts';

/** A minute of waiting takes one and a half seconds. */
const HURRY = 40;
const SWITCH_DOMAIN = 'understudy-switch.s3.eu-west-1.amazonaws.com';
const APPLY = { planId: null, waitMs: 300_000 } as const;

/** What stands at the site's name before anything is done, and where it leads. */
export type Beginning = {
  readonly where: Primary['where'];
  readonly records: (name: string) => readonly RecordSet[];
  /** What the name servers answer for aliases, besides the S3 website. */
  readonly aliasAddresses: Readonly<Record<string, readonly string[]>>;
  /** Role of the other account that has the zone; left out, it is in the account of the checks. */
  readonly zoneRoleArn?: string;
  readonly aliasIpv6Addresses?: Readonly<Record<string, readonly string[]>>;
};

/**
 * A zone on the emulator with the checks that the stack makes. No emulator has checkers that can see an
 * absent object, or name servers: those are the test's, and the name servers answer from the records that
 * the emulator has at that moment.
 */
export async function makeAdoptWorld(options: EmulatedClient, beginning: Beginning) {
  const route53 = new Route53Client({ ...options, maxAttempts: 1 });
  const dynamo = new DynamoDBClient(options);
  const pace = hurriedPace();
  const zoneName = `${uniqueName('zone')}.example.com`;
  const name = `www.${zoneName}`;
  const site: Site = {
    ...SITE,
    name,
    hostedZone: zoneName,
    zoneRoleArn: beginning.zoneRoleArn ?? null,
    primary: { ...SITE.primary, where: beginning.where },
    secondary: { ...SITE.secondary, bucket: name },
  };
  const zones = makeZoneClients([site], route53, makeRoute53As(options));
  const inZone = zones.ofName(zoneName);
  await inZone.send(new CreateHostedZoneCommand({ Name: zoneName, CallerReference: zoneName }));
  const reads = makeZoneReads(zones, pace);
  const zone = await reads.readZone(zoneName);
  const plain = beginning.records(name);
  const change = (record: RecordSet) => putByHand(inZone, zone.id, record);
  for (const record of plain) await change(record);
  const switchId = await createChecks(route53, site);
  const table = await newTable(dynamo);
  const records = () => reads.readRecords(zone.id, [name]);
  const deps: AdoptDeps = {
    ...makeFakeAdoptWorld(plain, [site]).deps,
    now: () => epochMs(Math.round(performance.now() * HURRY)),
    sleep: (durationMs, signal) => sleep(durationMs / HURRY, signal),
    switchDomain: SWITCH_DOMAIN,
    ...reads,
    ...makeZoneChanges(zones, pace),
    listHealthChecks: makeListHealthChecks(route53, pace),
    findNameServers: async () =>
      zone.nameServers.map((server) => ({ name: server, address: '192.0.2.1' })),
    saveItem: makeSaveBackupItem(dynamo, table),
    readCheckers: async (id) => checkers(id === switchId ? 0 : 16, 16),
    askNameServer: async (_server, asked, type) => {
      const aliasAddresses = {
        's3-website-eu-west-1.amazonaws.com': [WEBSITE_ADDRESS],
        ...beginning.aliasAddresses,
      };
      const { aliasIpv6Addresses = {} } = beginning;
      const data = { name: zoneName, records: await records(), aliasAddresses, aliasIpv6Addresses };
      const said = answerFor(data, () => true, asked, type);
      const [set] = said.kind === 'answer' ? said.sets : [];
      return dnsAnswer({ addresses: set?.values ?? [], ttlSeconds: set?.ttlSeconds ?? null });
    },
  };
  const run = (given: AdoptDeps, order: AdoptOrder, apply: AdoptRequest['apply'] = APPLY) =>
    adopt(given, { sites: [site], order, apply, by: 'ada' }, new AbortController().signal);
  return {
    site,
    zone,
    plain,
    deps,
    records,
    switchId,
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
  if (site.primary.where.kind === 'load-balancer') return onSwitch;
  const endpoint = await create({
    Type: 'HTTP',
    IPAddress: '203.0.113.10',
    Port: 80,
    ResourcePath: '/health',
    FullyQualifiedDomainName: site.name,
    RequestInterval: 10,
    FailureThreshold: 3,
  });
  await create({
    Type: 'CALCULATED',
    ChildHealthChecks: [endpoint, onSwitch],
    HealthThreshold: 2,
  });
  return onSwitch;
}
