import { sitesFileAccepts } from '../../../lib/config/accepts.ts';
import { findAt } from '../../../lib/core/init/find.ts';
import type { RecordSet } from '../../../lib/core/verify/snapshot.ts';
import { alias, BALANCER, CLOUDFRONT_ZONE, half, record } from '../../fixtures/zone-records.ts';

const NAME = 'www.example.com';
const find = (records: readonly RecordSet[], name = NAME) =>
  findAt(name, { records, accepts: sitesFileAccepts });

const addresses = (...list: string[]) => ({ kind: 'addresses', addresses: list });
const BEHIND_BALANCER = { kind: 'load-balancer', dnsName: BALANCER };
const WEBSITE = alias('s3-website-eu-west-1.amazonaws.com');

const many = (count: number) => Array.from({ length: count }, (_, index) => `203.0.113.${index}`);
const cname = (value: string) => record({ type: 'CNAME', values: [value] });
const aaaa = (change: Partial<RecordSet> = {}) =>
  record({ type: 'AAAA', values: ['2001:db8::10'], ...change });

test.each([
  ['one address', [record()], addresses('203.0.113.10'), []],
  ['several', [record({ values: many(3) })], addresses(...many(3)), []],
  ['an alias to a load balancer', [alias(BALANCER)], BEHIND_BALANCER, []],
  ["the console's alias to it", [alias(`dualstack.${BALANCER}`)], BEHIND_BALANCER, []],
  [
    'a CNAME to a load balancer',
    [cname(`${BALANCER.toUpperCase()}.`)],
    BEHIND_BALANCER,
    [{ note: 'cname', target: BALANCER }],
  ],
  [
    'a failover pair',
    [half('PRIMARY', record()), half('SECONDARY', WEBSITE)],
    addresses('203.0.113.10'),
    [{ note: 'failover-pair' }],
  ],
  [
    'an alias to the records of another name',
    [alias('example.com'), record({ name: 'example.com', values: ['203.0.113.20'] })],
    addresses('203.0.113.20'),
    [{ note: 'same-as', target: 'example.com' }],
  ],
  [
    'a CNAME to the records of another name',
    [cname('example.com'), alias(BALANCER, { name: 'example.com' })],
    BEHIND_BALANCER,
    [
      { note: 'cname', target: 'example.com' },
      { note: 'same-as', target: 'example.com' },
    ],
  ],
  [
    'an alias to the pair of another name',
    [
      alias('example.com'),
      half('PRIMARY', record({ name: 'example.com' })),
      half('SECONDARY', { ...WEBSITE, name: 'example.com' }),
    ],
    addresses('203.0.113.10'),
    [{ note: 'same-as', target: 'example.com' }],
  ],
  [
    'an IPv6 address beside it',
    [record(), aaaa()],
    addresses('203.0.113.10', '2001:db8::10'),
    [{ note: 'ipv6' }],
  ],
  [
    'an IPv6 address beside it that nobody can reach',
    [record(), aaaa({ values: ['fe80::1'] })],
    addresses('203.0.113.10'),
    [{ note: 'ipv6-left-out' }],
  ],
  [
    'an IPv6 alias beside it',
    [record(), alias('elsewhere.example.net', { type: 'AAAA' })],
    addresses('203.0.113.10'),
    [{ note: 'ipv6-left-out' }],
  ],
  [
    'weighted IPv6 addresses beside it',
    [record(), aaaa({ routing: 'weighted' })],
    addresses('203.0.113.10'),
    [{ note: 'ipv6-left-out' }],
  ],
  [
    'more IPv6 addresses than there is room for',
    [record({ values: many(10) }), aaaa()],
    addresses(...many(10)),
    [{ note: 'ipv6-left-out' }],
  ],
  [
    'one address in two spellings',
    [record({ values: ['203.0.113.10', '203.0.113.10 '] })],
    addresses('203.0.113.10'),
    [],
  ],
] as const)('%s makes a site', (_name, records, where, notes) => {
  expect(find(records)).toMatchObject({ kind: 'site', name: NAME, where, notes });
});

test.each([
  ['no record', [], 'no-record', ''],
  ['records of other names alone', [record({ name: 'a.www.example.com' })], 'no-record', ''],
  ['an AAAA record alone', [aaaa()], 'ipv6-only', ''],
  ['a CNAME to a stranger', [cname('host.example.net.')], 'cname-elsewhere', 'host.example.net'],
  ['a CNAME to itself', [cname(NAME)], 'cname-elsewhere', NAME],
  ['a CNAME to CloudFront', [cname('d1.cloudfront.net')], 'cloudfront', 'd1.cloudfront.net'],
  [
    'an alias to CloudFront',
    [alias('d1.cloudfront.net', {}, CLOUDFRONT_ZONE)],
    'cloudfront',
    'd1.cloudfront.net',
  ],
  [
    'a pair whose PRIMARY is CloudFront',
    [half('PRIMARY', alias('d1.cloudfront.net', {}, CLOUDFRONT_ZONE)), half('SECONDARY', WEBSITE)],
    'cloudfront',
    'd1.cloudfront.net',
  ],
  ['an alias to an S3 website', [WEBSITE], 's3-website', 's3-website-eu-west-1.amazonaws.com'],
  [
    'a CNAME to an S3 website',
    [cname('www.example.com.s3-website.eu-central-1.amazonaws.com')],
    's3-website',
    'www.example.com.s3-website.eu-central-1.amazonaws.com',
  ],
  [
    'an alias to something else',
    [alias('d-1.execute-api.eu-west-1.amazonaws.com')],
    'alias-elsewhere',
    'd-1.execute-api.eu-west-1.amazonaws.com',
  ],
  [
    'an alias to an alias that leads back',
    [alias('example.com'), alias(NAME, { name: 'example.com' })],
    'alias-elsewhere',
    NAME,
  ],
  [
    'an internal load balancer',
    [alias(`dualstack.internal-${BALANCER}`)],
    'internal-load-balancer',
    `internal-${BALANCER}`,
  ],
  ['weighted records', [record({ routing: 'weighted' })], 'other-routing', 'weighted'],
  ['latency records', [record({ routing: 'latency' })], 'other-routing', 'latency'],
  ['many values', [record({ routing: 'multivalue' })], 'other-routing', 'multivalue'],
  [
    'a pair with a plain record among it',
    [half('PRIMARY', record()), half('SECONDARY', WEBSITE), record()],
    'broken-pair',
    '',
  ],
  ['a PRIMARY beside a plain record', [half('PRIMARY', record()), record()], 'broken-pair', ''],
  ['two primaries', [half('PRIMARY', record()), half('PRIMARY', record())], 'broken-pair', ''],
  ['half a pair', [half('PRIMARY', record())], 'broken-pair', ''],
  ['two secondaries', [half('SECONDARY', record()), half('SECONDARY', WEBSITE)], 'broken-pair', ''],
  ['a private address', [record({ values: ['10.0.0.5'] })], 'address-not-public', '10.0.0.5'],
  ['eleven addresses', [record({ values: many(11) })], 'too-many-addresses', '11'],
] as const)('%s is left out', (_name, records, reason, detail) => {
  expect(find(records)).toEqual({ kind: 'left-out', name: NAME, reason, detail });
});

test.each([`${'a'.repeat(60)}.example.com`, 'xn--nxasmq6b.example.com', '_dmarc.example.com'])(
  'a name that no bucket can have is left out: %s',
  (name) => {
    expect(find([record({ name })], name)).toMatchObject({ reason: 'name-cannot-be-a-bucket' });
  },
);

test.each([
  ['s3-website-eu-west-1.amazonaws.com', 'eu-west-1'],
  ['s3-website.eu-central-1.amazonaws.com', 'eu-central-1'],
  ['d1.cloudfront.net', null],
])('a SECONDARY that leads to %s is in %s', (dnsName, secondaryRegion) => {
  const pair = [half('PRIMARY', record()), half('SECONDARY', alias(dnsName))];
  expect(find(pair)).toMatchObject({ secondaryRegion });
});
