import { namesBeside } from '../../../../lib/core/verify/names-beside.ts';
import type { RecordSet } from '../../../../lib/core/verify/snapshot.ts';
import { EXPECTED, PRIMARY_RECORD, SECONDARY_RECORD, SITE } from '../../../fixtures/snapshot.ts';
import { findingIn, troubleIn, type World, withSnapshot } from '../breaks.ts';

const SIMPLE: RecordSet = {
  ...PRIMARY_RECORD,
  routing: 'simple',
  failover: null,
  setIdentifier: null,
  healthCheckId: null,
};
const alias = (dnsName: string) => ({ dnsName, hostedZoneId: 'Z0', evaluateTargetHealth: true });
const ALONE = { ...EXPECTED, siteNames: ['www.example.com'] };
/** Records beside the site that sites.yml does not name. */
const beside = (...records: readonly RecordSet[]): World =>
  withSnapshot({ expected: ALONE, beside: { ok: true, value: records } });
const apex = (change: Partial<RecordSet>): RecordSet => ({
  ...SIMPLE,
  name: 'example.com',
  ...change,
});

test.each([
  ['www.example.com', ['example.com', '*.example.com']],
  ['example.com', ['www.example.com']],
  ['a.shop.example.com', ['*.shop.example.com', '*.example.com']],
])('beside %s matter %j', (name, names) => {
  expect(namesBeside({ ...SITE, name })).toEqual(names);
});

describe('the other spelling', () => {
  const LEFT = ['records.sibling warn'];
  test.each<[string, World, string[]]>([
    ['has no records', beside(), []],
    ['has an address of its own', beside(apex({})), LEFT],
    ['has only a TXT record', beside(apex({ type: 'TXT' })), []],
    ['is an alias to the site', beside(apex({ values: [], alias: alias('www.example.com') })), []],
    [
      'is an alias to something else',
      beside(apex({ values: [], alias: alias('lb-1.elb.amazonaws.com') })),
      LEFT,
    ],
    ['is a CNAME to the site', beside(apex({ type: 'CNAME', values: ['WWW.example.com.'] })), []],
    [
      'is a CNAME to something else',
      beside(apex({ type: 'CNAME', values: ['origin.example.com.'] })),
      LEFT,
    ],
    [
      'is a CNAME to the site, with an address of its own for IPv6',
      beside(
        apex({ type: 'CNAME', values: ['www.example.com'] }),
        apex({ type: 'AAAA', values: ['2001:db8::10'] }),
      ),
      LEFT,
    ],
    [
      'is an S3 website, which redirects by itself',
      beside(apex({ values: [], alias: alias('s3-website.eu-central-1.amazonaws.com') })),
      [],
    ],
    [
      'is a pair on the same health check',
      beside(
        { ...PRIMARY_RECORD, name: 'example.com' },
        { ...SECONDARY_RECORD, name: 'example.com' },
      ),
      [],
    ],
    [
      'is a pair on the same health check, with a secondary elsewhere',
      beside(
        { ...PRIMARY_RECORD, name: 'example.com' },
        { ...SECONDARY_RECORD, name: 'example.com', alias: alias('d1.cloudfront.net') },
      ),
      [],
    ],
    [
      'is a pair on another health check',
      beside(
        { ...PRIMARY_RECORD, name: 'example.com', healthCheckId: 'other' },
        { ...SECONDARY_RECORD, name: 'example.com' },
      ),
      LEFT,
    ],
    ['is a site of its own', withSnapshot({ beside: { ok: true, value: [apex({})] } }), []],
  ])('%s', (_name, world, trouble) => {
    expect(troubleIn(world)).toEqual(trouble);
  });

  test('does not exist for a name further down', () => {
    const world = { ...beside(), site: { ...SITE, name: 'shop.example.com' } };
    expect(findingIn(world, 'records.sibling')).toBeUndefined();
  });

  test('is named, with where it leads', () => {
    expect(findingIn(beside(apex({})), 'records.sibling')).toMatchObject({
      seen: 'example.com is not moved along: A 203.0.113.10',
      mend: 'Make example.com an alias to www.example.com in the same zone, or add it to sites.yml as a site of its own.',
    });
    expect(findingIn(beside(), 'records.sibling')?.seen).toBe('no records at example.com');
  });
});

describe('a wildcard', () => {
  const WILDCARD = { ...SIMPLE, name: '*.example.com' };
  const withoutRecords = (...others: readonly RecordSet[]): World =>
    withSnapshot({ records: { ok: true, value: [] }, beside: { ok: true, value: others } });

  test.each<[string, World, string[]]>([
    ['does not matter beside records of the name', beside(WILDCARD), []],
    [
      'answers where the name has none',
      withoutRecords(WILDCARD),
      ['records.pair-complete fail', 'records.wildcard warn'],
    ],
    [
      'of another type does not',
      withoutRecords({ ...WILDCARD, type: 'MX' }),
      ['records.pair-complete fail'],
    ],
    ['that is not there does not', withoutRecords(), ['records.pair-complete fail']],
  ])('%s', (_name, world, trouble) => {
    const others = ['records.nothing', 'health-checks.'];
    expect(troubleIn(world).filter((each) => !others.some((id) => each.startsWith(id)))).toEqual(
      trouble,
    );
  });

  test('of the nearest name is the one that answers', () => {
    const site = { ...SITE, name: 'a.shop.example.com' };
    const world = withSnapshot(
      {
        records: { ok: true, value: [] },
        beside: { ok: true, value: [WILDCARD, { ...WILDCARD, name: '*.shop.example.com' }] },
      },
      site,
    );
    expect(findingIn(world, 'records.wildcard')?.seen).toBe(
      'no record at a.shop.example.com, so that *.shop.example.com answers for it',
    );
  });

  test('cannot stand over the apex', () => {
    const world = { ...beside(), site: { ...SITE, name: 'example.com' } };
    expect(findingIn(world, 'records.wildcard')).toBeUndefined();
  });
});

test('records beside the site that could not be read are unknown, but those of another site are not needed', () => {
  const denied = { ok: false, why: 'access denied' } as const;
  expect(troubleIn(withSnapshot({ beside: denied, expected: ALONE }))).toEqual([
    'records.wildcard unknown',
    'records.sibling unknown',
  ]);
  expect(troubleIn(withSnapshot({ beside: denied }))).toEqual(['records.wildcard unknown']);
  expect(findingIn(withSnapshot({ beside: denied }), 'records.wildcard')).toMatchObject({
    seen: 'the records at *.example.com could not be read: access denied',
    mend: expect.stringContaining('--hosted-zone-id Z0EXAMPLE '),
  });
});
