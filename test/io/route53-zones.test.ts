import { ListHostedZonesCommand, Route53Client } from '@aws-sdk/client-route-53';
import { mockClient } from 'aws-sdk-client-mock';
import { makeListPublicZones } from '../../lib/io/route53-zones.ts';
import { answerInTurn } from './aws-loopback.ts';
import { freshPace } from './route53-support.ts';

const route53 = mockClient(Route53Client);
const listPublicZones = makeListPublicZones(
  new Route53Client({ region: 'eu-west-1' }),
  freshPace(),
);
beforeEach(() => route53.reset());

const zone = (name: string, isPrivate = false) => ({
  Id: `/hostedzone/Z${name}`,
  Name: name,
  CallerReference: 'x',
  Config: { PrivateZone: isPrivate },
});
const page = (zones: ReturnType<typeof zone>[], marker?: string) => ({
  HostedZones: zones,
  Marker: '',
  MaxItems: 100,
  IsTruncated: marker !== undefined,
  ...(marker === undefined ? {} : { NextMarker: marker }),
});

test('the names of public zones come from every page, and private ones are left out', async () => {
  route53
    .on(ListHostedZonesCommand)
    .resolvesOnce(page([zone('Example.com.'), zone('inside.example.com.', true)], 'next'))
    .resolvesOnce(page([zone('example.net.')]));
  expect(await listPublicZones()).toEqual(['example.com', 'example.net']);
  expect(route53.commandCalls(ListHostedZonesCommand).map(({ args }) => args[0].input)).toEqual([
    { MaxItems: 100, Marker: undefined },
    { MaxItems: 100, Marker: 'next' },
  ]);
});

test('pages that never end are an error', async () => {
  route53.on(ListHostedZonesCommand).resolves(page([], 'again'));
  await expect(listPublicZones()).rejects.toThrow('more than 20 pages');
});

test('over a real connection zones are read, and a missing permission is named', async () => {
  route53.restore();
  const headers = { 'content-type': 'text/xml' };
  const server = await answerInTurn([
    {
      status: 200,
      headers,
      body: '<ListHostedZonesResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HostedZones><HostedZone><Id>/hostedzone/Z1</Id><Name>example.com.</Name><CallerReference>x</CallerReference><Config><PrivateZone>false</PrivateZone></Config></HostedZone><HostedZone><Id>/hostedzone/Z2</Id><Name>example.org.</Name><CallerReference>y</CallerReference><Config><PrivateZone>true</PrivateZone></Config></HostedZone></HostedZones><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesResponse>',
    },
    {
      status: 403,
      headers,
      body: '<ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>text of AWS</Message></Error><RequestId>1</RequestId></ErrorResponse>',
    },
  ]);
  const list = makeListPublicZones(new Route53Client(server.client), freshPace());
  expect(await list()).toEqual(['example.com']);
  await expect(list()).rejects.toThrow(
    'route53:ListHostedZones on the account was denied: grant it',
  );
  await server.close();
});
