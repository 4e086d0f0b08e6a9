import type {
  DnsAnswer,
  NameServerAnswer,
  RecordSet,
  Snapshot,
} from '../../../../lib/core/verify/snapshot.ts';
import {
  dnsAnswer,
  nameServerAnswer,
  PRIMARY_RECORD,
  SECONDARY_RECORD,
} from '../../../fixtures/snapshot.ts';
import { findingIn, HEALTHY, troubleIn, type World, withSnapshot } from '../breaks.ts';

const withAnswers = (...answers: readonly NameServerAnswer[]): World =>
  withSnapshot({ dns: { ok: true, value: answers } });

type Beside = Partial<Pick<NameServerAnswer, 'aaaa' | 'https'>>;
const says = (change: Partial<DnsAnswer>) => ({ ok: true, value: dnsAnswer(change) }) as const;
const TIMEOUT = { ok: false, why: 'timeout' } as const;
const PRIMARY = '203.0.113.10';
const SECONDARY = '198.51.100.20';
const SIX = '2001:db8::10';
const LOAD_BALANCER = { targetNames: ['lb.example.net'] };

/** Two name servers that agree on A and differ from a healthy one in what is beside it. */
const beside = (address: string, answers: Beside, change: Partial<Snapshot> = {}): World =>
  withSnapshot({
    dns: {
      ok: true,
      value: [1, 2].map((number) => nameServerAnswer(number, { addresses: [address] }, answers)),
    },
    primaryAddresses: [PRIMARY, SIX],
    secondaryAddresses: [SECONDARY, '2001:db8::20'],
    ...change,
  });
const CLOUDFRONT: RecordSet = {
  ...SECONDARY_RECORD,
  alias: {
    dnsName: 'd1.cloudfront.net',
    hostedZoneId: 'Z2FDTNDATAQYW2',
    evaluateTargetHealth: false,
  },
};
/** A secondary that speaks HTTPS and has IPv6, and HTTPS records that fail over. */
const PAIRS = {
  records: {
    ok: true,
    value: [PRIMARY_RECORD, CLOUDFRONT].flatMap((record) => [record, { ...record, type: 'HTTPS' }]),
  },
} as const;
const CLOUDFRONT_ONLY = { records: { ok: true, value: [PRIMARY_RECORD, CLOUDFRONT] } } as const;

describe('AAAA', () => {
  test.each<[string, World, string[]]>([
    [
      'leads to the primary, which is served',
      beside(PRIMARY, { aaaa: says({ addresses: [SIX] }) }),
      [],
    ],
    [
      'is left at the primary, while the secondary is served',
      beside(SECONDARY, { aaaa: says({ addresses: [SIX] }) }),
      ['dns.ipv6 fail'],
    ],
    [
      'leads to the secondary, which is served',
      beside(SECONDARY, { aaaa: says({ addresses: ['2001:db8::20'] }) }),
      [],
    ],
    [
      'leads to the secondary already',
      beside(PRIMARY, { aaaa: says({ addresses: ['2001:db8::20'] }) }),
      ['dns.ipv6 warn'],
    ],
    [
      'has an address that nobody knows',
      beside(PRIMARY, { aaaa: says({ addresses: [SIX, '2001:db8::99'] }) }),
      ['dns.ipv6 warn'],
    ],
    [
      'has one that nobody knows, while the secondary is served',
      beside(SECONDARY, { aaaa: says({ addresses: ['2001:db8::99'] }) }),
      ['dns.ipv6 fail'],
    ],
    ['could not be asked for', beside(PRIMARY, { aaaa: TIMEOUT }), ['dns.ipv6 unknown']],
    [
      'is refused',
      beside(PRIMARY, { aaaa: says({ rcode: 'REFUSED', addresses: [] }) }),
      ['dns.ipv6 unknown'],
    ],
    [
      'leads to the primary, while A leads to both',
      withAnswers(
        nameServerAnswer(1, {}, { aaaa: says({ addresses: [SIX] }) }),
        nameServerAnswer(2, { addresses: [SECONDARY] }),
      ),
      ['dns.alike warn'],
    ],
    [
      'is a stranger, and so is A',
      beside('192.0.2.1', { aaaa: says({ addresses: ['2001:db8::99'] }) }),
      ['dns.served warn'],
    ],
  ])('%s', (_name, world, trouble) => {
    expect(troubleIn(world)).toEqual(trouble);
  });

  test('one name server that tells is enough', () => {
    const [first, second] = [nameServerAnswer(1), nameServerAnswer(2, {}, { aaaa: TIMEOUT })];
    expect(troubleIn(withAnswers(first, second))).toEqual([]);
    const left = { aaaa: says({ addresses: [SIX] }) };
    const moved = nameServerAnswer(3, { addresses: [SECONDARY] }, left);
    expect(troubleIn(withAnswers(nameServerAnswer(1, { addresses: [SECONDARY] }), moved))).toEqual([
      'dns.ipv6 fail',
    ]);
  });

  test('what was left behind is named, and how to mend it', () => {
    const world = beside(SECONDARY, { aaaa: says({ addresses: [SIX] }) });
    expect(findingIn(world, 'dns.ipv6')).toMatchObject({
      seen: 'AAAA 2001:db8::10: not the secondary, which is served',
      mend: expect.stringContaining('Delete the AAAA record of www.example.com'),
    });
  });
});

describe('an HTTPS record', () => {
  const https = (change: Partial<DnsAnswer>): Beside => ({ https: says(change) });
  const HINT = https({ addresses: [PRIMARY] });
  const BARE = https({ addresses: [], ttlSeconds: 300 });

  test.each<[string, World, string, string]>([
    [
      'fails over with its hints',
      beside(PRIMARY, HINT, PAIRS),
      'pass',
      'the primary, which is served',
    ],
    ['leads nowhere else', beside(PRIMARY, BARE, CLOUDFRONT_ONLY), 'pass', 'leads nowhere else'],
    [
      'has hints and no pair',
      beside(PRIMARY, HINT, CLOUDFRONT_ONLY),
      'warn',
      'without a failover pair',
    ],
    [
      'has hints, and its records could not be read',
      beside(PRIMARY, HINT, { records: TIMEOUT }),
      'warn',
      'without a failover pair',
    ],
    [
      'leads to another name',
      beside(PRIMARY, https({ addresses: [], ...LOAD_BALANCER }), CLOUDFRONT_ONLY),
      'warn',
      'lb.example.net: not known as the primary',
    ],
    [
      'has hints that nobody knows',
      beside(PRIMARY, https({ addresses: ['192.0.2.1'] }), PAIRS),
      'warn',
      '192.0.2.1: not known as the primary',
    ],
    [
      'has hints that stayed with the primary',
      beside(SECONDARY, HINT, PAIRS),
      'fail',
      '203.0.113.10: not the secondary',
    ],
    [
      'leads to another name, while the secondary is served',
      beside(SECONDARY, https({ addresses: [], ...LOAD_BALANCER }), PAIRS),
      'fail',
      'lb.example.net: not the secondary',
    ],
    [
      'followed with its hints',
      beside(SECONDARY, https({ addresses: [SECONDARY] }), PAIRS),
      'pass',
      'the secondary, which is served',
    ],
    [
      'asks for https, which an S3 website does not speak',
      beside(PRIMARY, BARE),
      'warn',
      'a secondary that does not speak HTTPS',
    ],
    ['could not be asked for', beside(PRIMARY, { https: TIMEOUT }), 'unknown', 'timeout'],
    ['does not exist', HEALTHY, 'pass', 'no HTTPS record'],
  ])('%s', (_name, world, outcome, seen) => {
    expect(findingIn(world, 'dns.https-hints')).toMatchObject({
      outcome,
      seen: expect.stringContaining(seen),
    });
    const others = troubleIn(world).filter((each) => each.startsWith('dns.'));
    expect(others).toEqual(outcome === 'pass' ? [] : [`dns.https-hints ${outcome}`]);
  });

  test('that only asks for https has a reason of its own', () => {
    expect(findingIn(beside(PRIMARY, BARE), 'dns.https-hints')?.why).toContain('no connection');
    expect(findingIn(HEALTHY, 'dns.https-hints')?.why).not.toContain('no connection');
  });
});
