import { PRIMARY_RECORD, SECONDARY_RECORD } from '../../../fixtures/snapshot.ts';
import {
  findingIn,
  HEALTHY,
  troubleIn,
  type World,
  withPrimary,
  withRecords,
  withSecondary,
  withSitePrimary,
  withSnapshot,
} from '../breaks.ts';

const S3 = {
  dnsName: 's3-website-eu-west-1.amazonaws.com',
  hostedZoneId: 'Z1BKCTXD74EZPE',
  evaluateTargetHealth: true,
};
const beside = (change: Partial<typeof PRIMARY_RECORD>) =>
  withRecords(PRIMARY_RECORD, SECONDARY_RECORD, {
    ...PRIMARY_RECORD,
    routing: 'simple',
    failover: null,
    ...change,
  });

test.each<[string, World, string[]]>([
  ['the pair is as it should be', HEALTHY, []],
  ['there is no SECONDARY', withRecords(PRIMARY_RECORD), ['records.pair-complete fail']],
  ['there is no PRIMARY', withRecords(SECONDARY_RECORD), ['records.pair-complete fail']],
  [
    'there are two SECONDARY records',
    withRecords(PRIMARY_RECORD, SECONDARY_RECORD, SECONDARY_RECORD),
    ['records.pair-complete fail'],
  ],
  [
    'the pair belongs to another name',
    withRecords({ ...PRIMARY_RECORD, name: 'example.com' }, SECONDARY_RECORD),
    ['records.pair-complete fail'],
  ],
  [
    'both records have one set identifier',
    withSecondary({ setIdentifier: 'primary' }),
    ['records.set-identifiers-differ fail'],
  ],
  ['a simple A record is beside the pair', beside({}), ['records.nothing-in-the-way fail']],
  ['a weighted A record is', beside({ routing: 'weighted' }), ['records.nothing-in-the-way fail']],
  ['a CNAME is', beside({ type: 'CNAME' }), ['records.nothing-in-the-way fail']],
  ['an AAAA record is', beside({ type: 'AAAA' }), ['records.aaaa-covered warn']],
  ['an HTTPS record is', beside({ type: 'HTTPS' }), ['records.aaaa-covered warn']],
  ['only a TXT record is', beside({ type: 'TXT' }), []],
  [
    'AAAA is a pair of its own',
    withRecords(
      PRIMARY_RECORD,
      SECONDARY_RECORD,
      { ...PRIMARY_RECORD, type: 'AAAA' },
      { ...SECONDARY_RECORD, type: 'AAAA' },
    ),
    [],
  ],
  [
    'AAAA is a pair with a third beside it',
    withRecords(
      PRIMARY_RECORD,
      SECONDARY_RECORD,
      { ...PRIMARY_RECORD, type: 'AAAA' },
      { ...SECONDARY_RECORD, type: 'AAAA' },
      { ...SECONDARY_RECORD, type: 'AAAA', setIdentifier: 'third' },
    ),
    ['records.aaaa-covered warn'],
  ],
  [
    'AAAA are two PRIMARY records',
    withRecords(
      PRIMARY_RECORD,
      SECONDARY_RECORD,
      { ...PRIMARY_RECORD, type: 'AAAA' },
      { ...PRIMARY_RECORD, type: 'AAAA' },
    ),
    ['records.aaaa-covered warn'],
  ],
  [
    'AAAA are two SECONDARY records',
    withRecords(
      PRIMARY_RECORD,
      SECONDARY_RECORD,
      { ...SECONDARY_RECORD, type: 'AAAA' },
      { ...SECONDARY_RECORD, type: 'AAAA' },
    ),
    ['records.aaaa-covered warn'],
  ],
  [
    'the primary has no health check',
    withPrimary({ healthCheckId: null }),
    ['records.primary-has-health-check fail'],
  ],
  [
    'the primary has another address',
    withPrimary({ values: ['203.0.113.99'] }),
    ['records.primary-value fail'],
  ],
  [
    'the primary has one address too many',
    withPrimary({ values: ['203.0.113.10', '203.0.113.11'] }),
    ['records.primary-value fail'],
  ],
  ['the TTL is five minutes', withPrimary({ ttlSeconds: 300 }), ['records.ttl warn']],
  [
    'the TTL of an AAAA pair is',
    withRecords(
      PRIMARY_RECORD,
      SECONDARY_RECORD,
      { ...PRIMARY_RECORD, type: 'AAAA', ttlSeconds: 300 },
      { ...SECONDARY_RECORD, type: 'AAAA' },
    ),
    ['records.ttl warn'],
  ],
  ['that of a TXT pair is', beside({ ...PRIMARY_RECORD, type: 'TXT', ttlSeconds: 300 }), []],
  [
    'the secondary is no alias',
    withSecondary({ alias: null, values: ['198.51.100.20'] }),
    ['records.secondary-target fail'],
  ],
  [
    'the secondary has the bucket in its target',
    withSecondary({ alias: { ...S3, dnsName: `www.example.com.${S3.dnsName}` } }),
    ['records.secondary-target fail'],
  ],
  [
    'the secondary points at another region',
    withSecondary({ alias: { ...S3, dnsName: 's3-website-us-east-1.amazonaws.com' } }),
    ['records.secondary-target fail'],
  ],
  [
    'the secondary has another zone',
    withSecondary({ alias: { ...S3, hostedZoneId: 'Z3AQBSTGFYJSTF' } }),
    ['records.secondary-target fail'],
  ],
  [
    'the secondary is CloudFront',
    withSecondary({
      alias: { ...S3, dnsName: 'd1.cloudfront.net', hostedZoneId: 'Z2FDTNDATAQYW2' },
    }),
    [],
  ],
  [
    'the secondary has a health check',
    withSecondary({ healthCheckId: 'another' }),
    ['records.secondary-has-no-health-check warn'],
  ],
  [
    'the secondary has the health check of the primary',
    withSecondary({ healthCheckId: 'parent' }),
    ['records.secondary-has-no-health-check fail'],
  ],
])('when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

test('each address of several must be the right one', () => {
  const where = { kind: 'addresses', addresses: ['203.0.113.10', '203.0.113.11'] } as const;
  const world = withPrimary({ values: ['203.0.113.10', '203.0.113.99'] });
  const finding = findingIn(withSitePrimary({ where }, world), 'records.primary-value');
  expect(finding).toMatchObject({
    outcome: 'fail',
    seen: '203.0.113.10 and 203.0.113.99; sites.yml names 203.0.113.10 and 203.0.113.11',
  });
});

test('IPv6 addresses of the primary belong to another record', () => {
  const where = { kind: 'addresses', addresses: ['203.0.113.10', '2001:db8::10'] } as const;
  const finding = findingIn(withSitePrimary({ where }), 'records.primary-value');
  expect(finding?.outcome).toBe('pass');
});

test('records that could not be read are unknown, and so are the health checks on them', () => {
  const world = withSnapshot({ records: { ok: false, why: 'access denied' } });
  expect(troubleIn(world)).toEqual(['records.readable unknown', 'health-checks.readable unknown']);
  expect(findingIn(world, 'records.readable')?.seen).toContain('access denied');
});

test('nothing is claimed about a region that is not in the table', () => {
  const world = {
    ...HEALTHY,
    site: { ...HEALTHY.site, secondary: { ...HEALTHY.site.secondary, region: 'mars-1' } },
  };
  expect(findingIn(world, 'records.secondary-target')?.outcome).toBe('unknown');
});

test('a finding says what was seen, why it matters and how to mend it', () => {
  expect(findingIn(withPrimary({ ttlSeconds: 300 }), 'records.ttl')).toEqual({
    id: 'records.ttl',
    outcome: 'warn',
    seen: 'TTL of 300 s on A',
    why: 'Resolvers go on answering with the broken primary until the TTL is over, however quick the failover is.',
    mend: 'Set the TTL of the failover records of www.example.com to 60.',
  });
});
