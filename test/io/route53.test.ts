import {
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { mockClient } from 'aws-sdk-client-mock';
import { makeReadRecords, makeReadZone } from '../../lib/io/route53.ts';
import { answerInTurn } from './aws-loopback.ts';
import { freshPace, refuse } from './route53-support.ts';

const route53 = mockClient(Route53Client);
const client = new Route53Client({ region: 'us-east-1' });
beforeEach(() => route53.reset());

describe('a zone', () => {
  const readZone = (name: string) => makeReadZone(client, freshPace())(name);
  const listed = (id: string, name: string, isPrivate = false) => ({
    Id: `/hostedzone/${id}`,
    Name: name,
    CallerReference: 'reference',
    Config: { PrivateZone: isPrivate },
  });
  const list = (...zones: ReturnType<typeof listed>[]) =>
    route53
      .on(ListHostedZonesByNameCommand)
      .resolves({ HostedZones: zones, IsTruncated: false, MaxItems: 100 });

  test('is the public one of that name, with its name servers', async () => {
    list(
      listed('ZPRIVATE', 'example.com.', true),
      listed('ZPUBLIC', 'example.com.'),
      listed('ZNEXT', 'example.net.'),
    );
    route53.on(GetHostedZoneCommand, { Id: 'ZPUBLIC' }).resolves({
      DelegationSet: { NameServers: ['NS-1.awsdns-01.org', 'ns-2.awsdns-02.com.'] },
    });
    expect(await readZone('Example.com.')).toEqual({
      id: 'ZPUBLIC',
      name: 'example.com',
      nameServers: ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.com'],
      acceleratedRecovery: null,
    });
    expect(route53.commandCalls(ListHostedZonesByNameCommand)[0]?.args[0].input).toEqual({
      DNSName: 'example.com',
    });
  });

  test.each([
    ['ENABLED', true],
    ['DISABLED', false],
    ['ENABLING', null],
    ['ENABLE_FAILED', null],
    ['DISABLING_HOSTED_ZONE_LOCKED', null],
  ] as const)('whose accelerated recovery is %s', async (status, acceleratedRecovery) => {
    list(listed('ZPUBLIC', 'example.com.'));
    const Features = { AcceleratedRecoveryStatus: status };
    route53
      .on(GetHostedZoneCommand)
      .resolves({ HostedZone: { ...listed('ZPUBLIC', 'example.com.'), Features } });
    expect(await readZone('example.com')).toMatchObject({ acceleratedRecovery });
  });

  test('is looked for on the next page while the name goes on', async () => {
    route53
      .on(ListHostedZonesByNameCommand, { DNSName: 'example.com' })
      .resolves({
        HostedZones: [listed('ZPRIVATE', 'example.com.', true)],
        IsTruncated: true,
        NextDNSName: 'example.com.',
        NextHostedZoneId: 'ZPUBLIC',
        MaxItems: 1,
      })
      .on(ListHostedZonesByNameCommand, { DNSName: 'example.com.', HostedZoneId: 'ZPUBLIC' })
      .resolves({
        HostedZones: [listed('ZPUBLIC', 'example.com.')],
        IsTruncated: true,
        NextDNSName: 'example.net.',
        MaxItems: 1,
      })
      .on(GetHostedZoneCommand)
      .resolves({});
    expect(await readZone('example.com')).toMatchObject({ id: 'ZPUBLIC' });
    expect(route53.commandCalls(ListHostedZonesByNameCommand)).toHaveLength(2);
  });

  test('that is not there is not mistaken for the next one in the list', async () => {
    list(listed('ZNEXT', 'example.net.'));
    await expect(readZone('example.com')).rejects.toThrow(
      'there is no public hosted zone named example.com in this account',
    );
  });

  test('that is private only is not there', async () => {
    list(listed('ZPRIVATE', 'example.com.', true));
    await expect(readZone('example.com')).rejects.toMatchObject({ name: 'ZoneError' });
  });

  test('that is there twice is refused, because only one of them is delegated to', async () => {
    list(listed('ZONE1', 'example.com.'), listed('ZONE2', 'example.com.'));
    await expect(readZone('example.com')).rejects.toThrow(
      'there are 2 public hosted zones named example.com (ZONE1, ZONE2)',
    );
  });

  test('names the missing permission', async () => {
    route53.on(ListHostedZonesByNameCommand).rejects(refuse('AccessDenied', 403));
    await expect(readZone('example.com')).rejects.toThrow(
      'route53:ListHostedZonesByName on zones named example.com was denied: grant it',
    );
  });
});

describe('over a real connection', () => {
  const THROTTLED =
    '<?xml version="1.0"?><ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error><RequestId>1</RequestId></ErrorResponse>';
  const RECORDS =
    '<?xml version="1.0"?><ListResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ResourceRecordSets><ResourceRecordSet><Name>www.example.com.</Name><Type>A</Type><SetIdentifier>primary</SetIdentifier><Failover>PRIMARY</Failover><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>203.0.113.10</Value></ResourceRecord></ResourceRecords><HealthCheckId>check-1</HealthCheckId></ResourceRecordSet></ResourceRecordSets><IsTruncated>false</IsTruncated><MaxItems>300</MaxItems></ListResourceRecordSetsResponse>';
  beforeEach(() => route53.restore());
  const closings: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await Promise.all(closings.splice(0).map((close) => close()));
  });

  test('a throttled call is repeated and then understood', async () => {
    const server = await answerInTurn([
      { status: 400, body: THROTTLED },
      { status: 503, body: 'busy' },
      { status: 200, body: RECORDS },
    ]);
    const real = new Route53Client(server.client);
    closings.push(server.close);
    const records = await makeReadRecords(real, freshPace())('Z123', ['www.example.com']);
    expect(records).toMatchObject([
      {
        routing: 'failover',
        values: ['203.0.113.10'],
        ttlSeconds: 60,
        alias: null,
        healthCheckId: 'check-1',
      },
    ]);
    expect(server.requests.map(({ url }) => url)).toEqual(
      Array(3).fill('/2013-04-01/hostedzone/Z123/rrset?maxitems=300'),
    );
  });
});
