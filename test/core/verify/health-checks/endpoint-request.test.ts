import { isReachableByCheckers } from '../../../../lib/core/verify/health-checks/public-address.ts';
import type { HealthCheck, Page } from '../../../../lib/core/verify/snapshot.ts';
import {
  PRIMARY_PAGE,
  PRIMARY_RECORD,
  SECONDARY_RECORD,
  SITE,
} from '../../../fixtures/snapshot.ts';
import {
  findingIn,
  troubleIn,
  type World,
  withEndpoint,
  withRecords,
  withSitePrimary,
  withSnapshot,
  withSwitch,
} from '../breaks.ts';

const withPrimaryPage = (change: Partial<Page>, world?: World): World => ({
  site: world?.site ?? SITE,
  snapshot: {
    ...(world?.snapshot ?? withSnapshot({}).snapshot),
    primaryPage: { ok: true, value: { ...PRIMARY_PAGE, ...change } },
  },
});

/** A primary at another address, consistent in all but what DNS answers. */
const atAddress = (address: string): World => {
  const world = withEndpoint({ ipAddress: address });
  const records = withRecords({ ...PRIMARY_RECORD, values: [address] }, SECONDARY_RECORD);
  return withSitePrimary(
    { where: { kind: 'addresses', addresses: [address] } },
    { ...world, snapshot: { ...world.snapshot, records: records.snapshot.records } },
  );
};

test.each<[string, World, string[]]>([
  ['connects to a private address', atAddress('10.0.0.10'), ['health-checks.public-address fail']],
  [
    'asks for another site on the same server',
    withEndpoint({ domainName: 'shop.example.com' }),
    ['health-checks.host warn'],
  ],
  ['asks without a host name', withEndpoint({ domainName: null }), []],
  ['asks in capitals', withEndpoint({ domainName: 'WWW.example.com' }), []],
  [
    'of the switch speaks HTTPS without SNI',
    withSwitch({ enableSni: false }),
    ['health-checks.sni warn'],
  ],
  ['of the switch speaks HTTP', withSwitch({ type: 'HTTP', port: 80, enableSni: false }), []],
  [
    'is answered by a redirect',
    withPrimaryPage({ status: 301, headers: { location: 'https://www.example.com/' } }),
    ['health-checks.no-redirect warn'],
  ],
])('when a check %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

test('a check that only connects asks for no site', () => {
  const world = withEndpoint({ type: 'TCP', domainName: 'shop.example.com' });
  expect(findingIn(world, 'health-checks.host')).toBeUndefined();
});

test('SNI needs a name', () => {
  const world = withEndpoint({ type: 'HTTPS', enableSni: true, domainName: null });
  expect(findingIn(world, 'health-checks.sni')).toMatchObject({
    outcome: 'warn',
    seen: 'endpoint without a name for SNI',
    mend: expect.stringContaining('--fully-qualified-domain-name NAME'),
  });
});

test('a redirect says nothing of a check that asks for another path, or for a connection', () => {
  const redirect = { status: 302 };
  for (const change of [{ path: '/other' }, { type: 'TCP' }])
    expect(
      findingIn(withPrimaryPage(redirect, withEndpoint(change)), 'health-checks.no-redirect'),
    ).toBeUndefined();
  expect(findingIn(withPrimaryPage({ status: 503 }), 'health-checks.no-redirect')?.outcome).toBe(
    'pass',
  );
  const denied = withSnapshot({ primaryPage: { ok: false, why: 'timeout' } });
  expect(findingIn(denied, 'health-checks.no-redirect')).toBeUndefined();
});

test.each([
  ['203.0.113.10', true],
  ['9.255.255.255', true],
  ['10.0.0.0', false],
  ['100.64.0.1', false],
  ['100.128.0.1', true],
  ['127.0.0.1', false],
  ['169.254.169.254', false],
  ['172.31.255.255', false],
  ['172.32.0.0', true],
  ['192.168.1.1', false],
  ['223.255.255.255', true],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['0.0.0.0', false],
  ['::ffff:10.0.0.1', false],
  ['2001:db8::10', true],
  ['::', false],
  ['::1', false],
  ['1::1', true],
  ['FD00::1', false],
  ['fe80::1', false],
  ['fec0::1', true],
  ['ff02::1', false],
])('the checkers reach %s: %s', (address, isReachable) => {
  expect(isReachableByCheckers(address)).toBe(isReachable);
});

describe('the text that a check searches for', () => {
  const ID = 'health-checks.string-match';
  const searching = (text: string, page: Partial<Page> = { body: text }): World => {
    const check: Partial<HealthCheck> = { type: 'HTTP_STR_MATCH', searchString: text };
    const expect_ = { ...SITE.primary.expect, contains: text };
    return withPrimaryPage(page, withSitePrimary({ expect: expect_ }, withEndpoint(check)));
  };
  const ofBytes = (bytes: number): string => 'x'.repeat(bytes);

  test.each<[string, World, string[]]>([
    ['stays', searching('<title>Shop</title>'), []],
    ['has a year', searching('Shop 2026'), []],
    ['has a year of copyright', searching('© 2026 Shop'), [`${ID} warn`]],
    ['has 256 characters', searching(ofBytes(256)), [`${ID} fail`]],
    ['has 255 characters', searching(ofBytes(255)), []],
    ['is not in the answer', searching('ok', { body: 'fine' }), [`${ID} fail`]],
    ['ends at byte 5,120', searching('ok', { body: `${ofBytes(5_118)}ok` }), []],
    ['ends at byte 5,121', searching('ok', { body: `${ofBytes(5_119)}ok` }), [`${ID} fail`]],
    [
      'ends after byte 5,120 since letters take two bytes',
      searching('ok', { body: `${'ä'.repeat(2_560)}ok` }),
      [`${ID} fail`],
    ],
    [
      'is compressed with br',
      searching('ok', { body: 'ok', headers: { 'content-encoding': 'br' } }),
      [`${ID} fail`],
    ],
    [
      'is compressed with gzip',
      searching('ok', { body: 'ok', headers: { 'content-encoding': 'gzip' } }),
      [],
    ],
  ])('%s', (_name, world, trouble) => {
    expect(troubleIn(world)).toEqual(trouble);
  });

  test.each([
    ['(c) 2019', 'a year of copyright'],
    ['Copyright Shop Ltd 2026', 'a year of copyright'],
    ['built 2026-11-22', 'a date'],
    ['22.11.2026', 'a date'],
    ['11/22/2026', 'a date'],
    ['November 22, 2026', 'a date'],
    ['22. Nov', 'a date'],
    ['at 18:05', 'a time'],
    ['app v2.14', 'a version'],
    ['release 1.24.10', 'a version'],
    ['order 48213', 'a long number'],
    ['main.3f9c2a7b.js', 'a hash'],
    ['nonce=Zm9vYmFyMTIzNDU2', 'a token'],
  ])('%j looks as if it changes: %s', (text, kind) => {
    expect(findingIn(searching(text), ID)).toMatchObject({
      outcome: 'warn',
      seen: expect.stringContaining(`with ${kind} in it`),
    });
  });

  test.each(['ok', 'status: healthy', 'API v2', 'Welcome to the mayor of 1984', 'a fadedfacade'])(
    '%j does not',
    (text) => {
      expect(findingIn(searching(text), ID)?.outcome).toBe('pass');
    },
  );

  test('is not looked for on another path, in an error, or in an answer that nobody got', () => {
    const elsewhere = searching('ok', { body: 'fine' });
    const path = withEndpoint({ type: 'HTTP_STR_MATCH', searchString: 'ok', path: '/other' });
    const other = {
      ...elsewhere,
      snapshot: { ...elsewhere.snapshot, healthChecks: path.snapshot.healthChecks },
    };
    expect(findingIn(other, ID)?.outcome).toBe('pass');
    expect(findingIn(searching('ok', { status: 503, body: '' }), ID)?.outcome).toBe('pass');
    const unseen = { ...elsewhere, snapshot: { ...elsewhere.snapshot, primaryPage: null } };
    expect(findingIn(unseen, ID)?.outcome).toBe('pass');
  });
});
