import { ListResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';
import { mockClient } from 'aws-sdk-client-mock';
import { makeReadRecords } from '../../lib/io/route53.ts';
import { freshPace } from './route53-support.ts';

const route53 = mockClient(Route53Client);
const client = new Route53Client({ region: 'us-east-1' });
beforeEach(() => route53.reset());

describe('records', () => {
  const readRecords = (name: string) => makeReadRecords(client, freshPace())('Z123', name);
  const page = (ResourceRecordSets: object[], next: object = {}) => ({
    ResourceRecordSets: ResourceRecordSets as never,
    IsTruncated: Object.keys(next).length > 0,
    MaxItems: 300,
    ...next,
  });

  test('of the failover pair are read with all that matters', async () => {
    route53.on(ListResourceRecordSetsCommand).resolves(
      page([
        {
          Name: 'www.Example.com.',
          Type: 'A',
          TTL: 60,
          ResourceRecords: [{ Value: '203.0.113.10' }],
          Failover: 'PRIMARY',
          SetIdentifier: 'primary',
          HealthCheckId: 'check-1',
        },
        {
          Name: 'www.example.com.',
          Type: 'A',
          AliasTarget: {
            DNSName: 'S3-website-eu-west-1.amazonaws.com.',
            HostedZoneId: 'Z1BKCTXD74EZPE',
            EvaluateTargetHealth: true,
          },
          Failover: 'SECONDARY',
          SetIdentifier: 'secondary',
        },
      ]),
    );
    expect(await readRecords('www.example.com')).toEqual([
      {
        name: 'www.example.com',
        type: 'A',
        ttlSeconds: 60,
        values: ['203.0.113.10'],
        alias: null,
        routing: 'failover',
        failover: 'PRIMARY',
        setIdentifier: 'primary',
        healthCheckId: 'check-1',
      },
      {
        name: 'www.example.com',
        type: 'A',
        ttlSeconds: null,
        values: [],
        alias: {
          dnsName: 's3-website-eu-west-1.amazonaws.com',
          hostedZoneId: 'Z1BKCTXD74EZPE',
          evaluateTargetHealth: true,
        },
        routing: 'failover',
        failover: 'SECONDARY',
        setIdentifier: 'secondary',
        healthCheckId: null,
      },
    ]);
  });

  test('go on over pages that split one name and type, and end at the next name', async () => {
    const weighted = (id: string) => ({
      Name: 'example.com.',
      Type: 'A',
      SetIdentifier: id,
      Weight: 0,
    });
    const next = {
      NextRecordName: 'example.com.',
      NextRecordType: 'A',
      NextRecordIdentifier: 'two',
    };
    route53
      .on(ListResourceRecordSetsCommand, { HostedZoneId: 'Z123', StartRecordName: 'example.com' })
      .resolves(page([weighted('one')], next))
      .on(ListResourceRecordSetsCommand, {
        HostedZoneId: 'Z123',
        StartRecordName: 'example.com.',
        StartRecordType: 'A',
        StartRecordIdentifier: 'two',
      })
      .resolves(
        page([weighted('two'), { Name: 'a.example.com.', Type: 'A' }], {
          NextRecordName: 'b.example.com.',
          NextRecordType: 'A',
        }),
      );
    const records = await readRecords('example.com');
    expect(records.map(({ setIdentifier }) => setIdentifier)).toEqual(['one', 'two']);
    expect(route53.commandCalls(ListResourceRecordSetsCommand)).toHaveLength(2);
  });

  test('are none when the list begins after the name', async () => {
    route53
      .on(ListResourceRecordSetsCommand)
      .resolves(page([{ Name: 'zzz.example.com.', Type: 'A' }]));
    expect(await readRecords('www.example.com')).toEqual([]);
  });

  test('of a wildcard are found behind the octal escape', async () => {
    route53
      .on(ListResourceRecordSetsCommand)
      .resolves(page([{ Name: '\\052.example.com.', Type: 'A' }]));
    expect(await readRecords('*.example.com')).toMatchObject([{ name: '*.example.com' }]);
  });

  test('that never end are given up', async () => {
    route53
      .on(ListResourceRecordSetsCommand)
      .resolves(page([], { NextRecordName: 'example.com.', NextRecordType: 'A' }));
    await expect(readRecords('example.com')).rejects.toMatchObject({ name: 'TooManyPagesError' });
  });

  test.each([
    ['simple', {}],
    ['failover', { Failover: 'PRIMARY' }],
    ['weighted', { Weight: 0 }],
    ['latency', { Region: 'eu-west-1' }],
    ['geolocation', { GeoLocation: { ContinentCode: 'EU' } }],
    ['geoproximity', { GeoProximityLocation: { Bias: 1 } }],
    ['multivalue', { MultiValueAnswer: true }],
    ['cidr', { CidrRoutingConfig: { CollectionId: 'collection', LocationName: '*' } }],
  ])('have the routing policy %s', async (routing, settings) => {
    route53
      .on(ListResourceRecordSetsCommand)
      .resolves(page([{ Name: 'example.com.', Type: 'A', ...settings }]));
    expect(await readRecords('example.com')).toMatchObject([{ routing }]);
  });
});
