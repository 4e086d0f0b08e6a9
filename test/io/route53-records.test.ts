import { ListResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';
import { mockClient } from 'aws-sdk-client-mock';
import { makeReadRecords } from '../../lib/io/route53.ts';
import { freshPace } from './route53-support.ts';

const route53 = mockClient(Route53Client);
const client = new Route53Client({ region: 'us-east-1' });
beforeEach(() => route53.reset());

describe('records', () => {
  const readRecords = (...names: readonly string[]) =>
    makeReadRecords(client, freshPace())('Z123', names);
  const callsMade = () =>
    route53.commandCalls(ListResourceRecordSetsCommand).map(({ args }) => args[0].input);
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

  const record = (Name: string, change: object = {}) => ({ Name, Type: 'A', ...change });
  const namesFound = async (...names: readonly string[]) =>
    (await readRecords(...names)).map(({ name, setIdentifier }) => setIdentifier ?? name);

  test('of any number of names cost one call in a zone of one page', async () => {
    route53
      .on(ListResourceRecordSetsCommand)
      .resolves(
        page([
          record('example.com.'),
          record('a.example.com.'),
          record('www.example.com.'),
          record('www.example.com.', { Type: 'AAAA' }),
        ]),
      );
    const names = ['www.example.com', 'example.com', '*.example.com', 'Example.com.'];
    expect(await namesFound(...names)).toEqual([
      'example.com',
      'www.example.com',
      'www.example.com',
    ]);
    expect(callsMade()).toEqual([{ HostedZoneId: 'Z123', MaxItems: 300 }]);
  });

  test('of no names cost no call', async () => {
    expect(await readRecords()).toEqual([]);
    expect(callsMade()).toEqual([]);
  });

  test('of a zone longer than a page cost a call more for each name that the page does not show', async () => {
    route53
      .on(ListResourceRecordSetsCommand)
      .resolves(
        page([record('example.com.'), record('a.example.com.')], {
          NextRecordName: 'b.example.com.',
          NextRecordType: 'A',
        }),
      )
      .on(ListResourceRecordSetsCommand, { StartRecordName: 'www.example.com' })
      .resolves(page([record('www.example.com.'), record('zzz.example.com.')]))
      .on(ListResourceRecordSetsCommand, { StartRecordName: 'nope.example.com' })
      .resolves(page([record('www.example.com.')]));
    const names = ['example.com', 'www.example.com', 'nope.example.com'];
    expect(await namesFound(...names)).toEqual(['example.com', 'www.example.com']);
    expect(callsMade()).toEqual([
      { HostedZoneId: 'Z123', MaxItems: 300 },
      { HostedZoneId: 'Z123', StartRecordName: 'www.example.com' },
      { HostedZoneId: 'Z123', StartRecordName: 'nope.example.com' },
    ]);
  });

  test('of a name that the end of the page cuts in two are asked for again, whole', async () => {
    const [one, two] = ['one', 'two'].map((SetIdentifier) =>
      record('a.example.com.', { SetIdentifier, Weight: 0 }),
    );
    route53
      .on(ListResourceRecordSetsCommand)
      .resolves(
        page([record('example.com.'), one ?? {}], {
          NextRecordName: 'a.example.com.',
          NextRecordType: 'A',
          NextRecordIdentifier: 'two',
        }),
      )
      .on(ListResourceRecordSetsCommand, { StartRecordName: 'a.example.com' })
      .resolves(page([one ?? {}, two ?? {}]));
    expect(await namesFound('a.example.com')).toEqual(['one', 'two']);
  });

  test('of one name go on over pages that split it, and end at the next name', async () => {
    const weighted = (SetIdentifier: string) =>
      record('w.example.com.', { SetIdentifier, Weight: 0 });
    const next = {
      NextRecordName: 'w.example.com.',
      NextRecordType: 'A',
      NextRecordIdentifier: 'two',
    };
    route53
      .on(ListResourceRecordSetsCommand)
      .resolves(page([record('example.com.')], { NextRecordName: 'a.example.com.' }))
      .on(ListResourceRecordSetsCommand, { StartRecordName: 'w.example.com' })
      .resolves(page([weighted('one')], next))
      .on(ListResourceRecordSetsCommand, {
        StartRecordName: 'w.example.com.',
        StartRecordType: 'A',
        StartRecordIdentifier: 'two',
      })
      .resolves(
        page([weighted('two'), record('x.example.com.')], { NextRecordName: 'y.example.com.' }),
      );
    expect(await namesFound('w.example.com')).toEqual(['one', 'two']);
    expect(callsMade()).toHaveLength(3);
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
    ['traffic-policy', { TrafficPolicyInstanceId: 'policy', Failover: 'PRIMARY' }],
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
