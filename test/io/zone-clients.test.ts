import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { makeZoneChanges } from '../../lib/io/zone-changes.ts';
import { makeZoneClients, type ZoneOfSite } from '../../lib/io/zone-clients.ts';
import { makeZoneReads } from '../../lib/io/zone-reads.ts';
import { simpleRecord } from '../../lib/local/zone.ts';
import { freshPace } from './route53-support.ts';

const ROLE = 'arn:aws:iam::210987654321:role/understudy-zone';
const SITES: readonly ZoneOfSite[] = [
  { hostedZone: 'example.com', zoneRoleArn: null },
  { hostedZone: 'example.org', zoneRoleArn: ROLE },
  { hostedZone: 'example.org', zoneRoleArn: ROLE },
];
const CHANGE = {
  action: 'CREATE',
  record: simpleRecord('www.example.org', 'A', 60, ['192.0.2.1']),
} as const;

/** Route 53 in two accounts, each with every zone, so that only who was asked tells them apart. */
function accounts(sites: readonly ZoneOfSite[] = SITES) {
  const calls: string[] = [];
  const clientOf = (account: string): Route53Client => {
    const client = new Route53Client({ region: 'eu-west-1' });
    client.send = (async (command: unknown) => {
      calls.push(`${account} ${answerName(command)}`);
      return answerTo(command);
    }) as typeof client.send;
    return client;
  };
  const clients = makeZoneClients(sites, clientOf('ours'), (roleArn) => {
    calls.push(`as ${roleArn}`);
    return clientOf('theirs');
  });
  const world = {
    ...makeZoneReads(clients, freshPace()),
    ...makeZoneChanges(clients, freshPace()),
  };
  return { world, calls };
}

const answerName = (command: unknown): string =>
  (command as object).constructor.name.replace(/Command$/, '');

function answerTo(command: unknown): object {
  if (command instanceof ListHostedZonesByNameCommand) {
    const name = command.input.DNSName ?? '';
    return { HostedZones: [{ Id: `/hostedzone/Z-${name}`, Name: `${name}.` }] };
  }
  if (command instanceof GetHostedZoneCommand) return { DelegationSet: { NameServers: ['ns-1.'] } };
  if (command instanceof ListResourceRecordSetsCommand) return { ResourceRecordSets: [] };
  if (command instanceof ChangeResourceRecordSetsCommand)
    return { ChangeInfo: { Id: `/change/of-${command.input.HostedZoneId}` } };
  if (command instanceof GetChangeCommand) return { ChangeInfo: { Status: 'INSYNC' } };
  throw new Error('nothing else is asked');
}

test('a zone of our own account is read with our own credentials, and no role is assumed for it', async () => {
  const { world, calls } = accounts();
  const { id } = await world.readZone('example.com');
  await world.readRecords(id, ['www.example.com']);
  expect(calls).toEqual([
    'ours ListHostedZonesByName',
    'ours GetHostedZone',
    'ours ListResourceRecordSets',
  ]);
});

test('a zone of another account is read, changed and followed as its role, which is taken on once', async () => {
  const { world, calls } = accounts();
  const { id } = await world.readZone('example.org');
  await world.readRecords(id, ['www.example.org']);
  const changeId = await world.changeRecords(id, [CHANGE], 'why');
  expect(await world.isInSync(changeId)).toBe(true);
  await world.readZone('example.org');
  expect(calls).toEqual([
    `as ${ROLE}`,
    'theirs ListHostedZonesByName',
    'theirs GetHostedZone',
    'theirs ListResourceRecordSets',
    'theirs ChangeResourceRecordSets',
    'theirs GetChange',
    'theirs ListHostedZonesByName',
    'theirs GetHostedZone',
  ]);
});

test('zones of two accounts that are read side by side do not mix', async () => {
  const { world, calls } = accounts();
  const [ours, theirs] = await Promise.all([
    world.readZone('example.com'),
    world.readZone('example.org'),
  ]);
  calls.length = 0;
  await world.readRecords(theirs.id, ['www.example.org']);
  await world.readRecords(ours.id, ['www.example.com']);
  expect(calls).toEqual(['theirs ListResourceRecordSets', 'ours ListResourceRecordSets']);
});

test('a zone that nobody has found by its name is not asked about in just any account', async () => {
  const { world, calls } = accounts();
  await expect(world.readRecords('Z-unknown', ['www.example.org'])).rejects.toMatchObject({
    name: 'ZoneNotFoundYetError',
  });
  await expect(world.changeRecords('Z-unknown', [CHANGE], 'why')).rejects.toMatchObject({
    name: 'ZoneNotFoundYetError',
  });
  await expect(world.isInSync('of-nobody')).rejects.toThrow('was not made here');
  expect(calls).toEqual([]);
});

test('where all zones are our own any ID is, too', async () => {
  const { world, calls } = accounts([{ hostedZone: 'example.com', zoneRoleArn: null }]);
  await world.readRecords('Z-unknown', ['www.example.com']);
  expect(calls).toEqual(['ours ListResourceRecordSets']);
});
