import fc from 'fast-check';
import { canonicalAddress } from '../../lib/core/canonical-address.ts';
import { servedBy, servedOverIpv4 } from '../../lib/core/served.ts';
import type { DnsAnswer, NameServerAnswer } from '../../lib/core/verify/snapshot.ts';
import { dnsAnswer, NO_DATA, nameServerAnswer } from '../fixtures/snapshot.ts';

const PRIMARY = ['203.0.113.10', '2001:db8::10'];
const SECONDARY = ['198.51.100.20', '198.51.100.21'];
const silent: NameServerAnswer = { ...nameServerAnswer(9), answer: { ok: false, why: 'timeout' } };
const answer = (...addresses: string[]) => nameServerAnswer(1, { addresses });
const failed = (rcode: string) => nameServerAnswer(2, { rcode, addresses: [] });

test.each<[string, NameServerAnswer[], string]>([
  ['the primary when all say so', [answer('203.0.113.10'), answer('203.0.113.10')], 'primary'],
  [
    'the secondary, whichever of its addresses',
    [answer('198.51.100.20'), answer('198.51.100.21')],
    'secondary',
  ],
  ['mixed when they differ', [answer('203.0.113.10'), answer('198.51.100.20')], 'mixed'],
  ['mixed when one answer holds both', [answer('203.0.113.10', '198.51.100.20')], 'mixed'],
  ['mixed when one knows a stranger', [answer('203.0.113.10'), answer('192.0.2.1')], 'mixed'],
  ['neither when all know strangers', [answer('192.0.2.1'), answer('192.0.2.2')], 'neither'],
  ['neither when a stranger is among ours', [answer('203.0.113.10', '192.0.2.1')], 'neither'],
  ['neither when the answer is empty', [answer()], 'neither'],
  ['neither when the name does not exist', [failed('NXDOMAIN')], 'neither'],
  ['the primary beside a silent one', [silent, answer('203.0.113.10')], 'primary'],
  [
    'the primary beside one that could not tell',
    [failed('SERVFAIL'), answer('203.0.113.10')],
    'primary',
  ],
  ['unknown when all are silent', [silent, silent], 'unknown'],
  ['unknown when none could tell', [failed('SERVFAIL'), failed('REFUSED')], 'unknown'],
  ['unknown when nobody was asked', [], 'unknown'],
  ['the primary in another spelling', [answer('2001:DB8:0:0::10')], 'primary'],
])('served is %s', (_name, answers, served) => {
  expect(servedBy(answers, PRIMARY, SECONDARY)).toBe(served);
});

describe('beside the A answers', () => {
  type Beside = Partial<Pick<NameServerAnswer, 'aaaa' | 'https'>>;
  const says = (change: Partial<DnsAnswer>) => ({ ok: true, value: dnsAnswer(change) }) as const;
  const aaaa = (...addresses: string[]): Beside => ({ aaaa: says({ addresses }) });
  const https = (...addresses: string[]): Beside => ({ https: says({ addresses }) });
  const target: Beside = { https: says({ addresses: [], targetNames: ['lb.example.net'] }) };
  const SIX = '2001:db8::10';
  const SIX_SECONDARY = '2001:db8::20';
  const STRANGER = '2001:db8::99';
  const BROKEN = { ok: false, why: 'timeout' } as const;

  test.each<[string, Beside, string, string]>([
    ['nothing', {}, 'primary', 'secondary'],
    ["AAAA of the primary's", aaaa(SIX), 'primary', 'mixed'],
    ["AAAA of the primary's in another spelling", aaaa('2001:DB8:0::10'), 'primary', 'mixed'],
    ["AAAA of the secondary's", aaaa(SIX_SECONDARY), 'mixed', 'secondary'],
    ['AAAA that nobody knows', aaaa(STRANGER), 'primary', 'mixed'],
    ['AAAA of which one is not moved', aaaa(SIX_SECONDARY, STRANGER), 'mixed', 'mixed'],
    ["hints of the primary's", https('203.0.113.10'), 'primary', 'mixed'],
    ["hints of the secondary's", https('198.51.100.21'), 'mixed', 'secondary'],
    ['hints that nobody knows', https('192.0.2.1'), 'primary', 'mixed'],
    ['an HTTPS record that leads to another name', target, 'primary', 'mixed'],
    ['an HTTPS record that leads nowhere else', https(), 'primary', 'secondary'],
    ['AAAA that timed out', { aaaa: BROKEN }, 'primary', 'secondary'],
    ['HTTPS that timed out', { https: BROKEN }, 'primary', 'secondary'],
    [
      'AAAA that could not be told',
      { aaaa: says({ rcode: 'SERVFAIL', addresses: [SIX] }) },
      'primary',
      'secondary',
    ],
  ])('%s', (_name, beside, onPrimary, onSecondary) => {
    const served = (address: string) =>
      servedBy(
        [
          nameServerAnswer(1, { addresses: [address] }),
          nameServerAnswer(2, { addresses: [address] }, beside),
        ],
        PRIMARY,
        [...SECONDARY, SIX_SECONDARY],
      );
    expect([served('203.0.113.10'), served('198.51.100.20')]).toEqual([onPrimary, onSecondary]);
  });

  test.each([
    ['unknown', [silent]],
    ['neither', [answer('192.0.2.1')]],
    ['mixed', [answer('203.0.113.10'), answer('198.51.100.20')]],
  ])('they do not make %s any better', (served, answers) => {
    const [first, ...others] = answers;
    const withAaaa = { ...nameServerAnswer(1), ...first, ...aaaa(SIX) };
    expect(servedBy([withAaaa, ...others], PRIMARY, SECONDARY)).toBe(served);
  });

  test('one who was silent about A is still heard about AAAA', () => {
    expect(
      servedBy([answer('198.51.100.20'), { ...silent, ...aaaa(SIX) }], PRIMARY, SECONDARY),
    ).toBe('mixed');
  });

  test('the secondary is never served while an address leads elsewhere; silence and emptiness change nothing', () => {
    const address = fc.constantFrom('198.51.100.20', SIX_SECONDARY, '203.0.113.10', SIX, STRANGER);
    const look = fc.oneof(
      fc.constantFrom(BROKEN, { ok: true, value: NO_DATA } as const, says({ rcode: 'REFUSED' })),
      fc.array(address, { minLength: 1, maxLength: 3 }).map((addresses) => says({ addresses })),
    );
    const server = fc
      .tuple(fc.constantFrom('198.51.100.20', '198.51.100.21', '203.0.113.10'), look, look)
      .map(([a, six, bound]) =>
        nameServerAnswer(1, { addresses: [a] }, { aaaa: six, https: bound }),
      );
    const secondary = [...SECONDARY, SIX_SECONDARY];
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(server, { minLength: 1, maxLength: 3 }), (answers) => {
        const places = answers.flatMap(({ answer: a, aaaa: six, https: bound }) =>
          [a, six, bound].flatMap((each) =>
            each.ok && each.value.rcode === 'NOERROR' ? each.value.addresses : [],
          ),
        );
        const served = servedBy(answers, PRIMARY, secondary);
        seen.add(served);
        expect(served === 'secondary').toBe(places.every((place) => secondary.includes(place)));
        if (served !== 'mixed') expect(served).toBe(servedOverIpv4(answers, PRIMARY, secondary));
      }),
      { numRuns: 2_000 },
    );
    expect([...seen].toSorted()).toEqual(['mixed', 'primary', 'secondary']);
  });
});

test.each([
  ['2001:DB8::1', '2001:db8:0:0:0:0:0:1'],
  ['::', '0:0:0:0:0:0:0:0'],
  ['[2001:db8::1]', '2001:db8:0:0:0:0:0:1'],
  ['fe80::1%eth0', 'fe80:0:0:0:0:0:0:1'],
  ['::ffff:203.0.113.10', '203.0.113.10'],
  ['::FFFF:cb00:710a', '203.0.113.10'],
  ['64:ff9b::192.0.2.33', '64:ff9b:0:0:0:0:c000:221'],
  ['64:ff9b::198.51.100.20', '64:ff9b:0:0:0:0:c633:6414'],
  ['1::ffff:0:1', '1:0:0:0:0:ffff:0:1'],
  ['203.0.113.10', '203.0.113.10'],
  ['2001:zz::1', '2001:zz::1'],
  ['1:2:3', '1:2:3'],
  ['1:2:3:4:5:6:7:8::', '1:2:3:4:5:6:7:8::'],
  ['1::2::3', '1::2::3'],
  ['LB.Example.com', 'lb.example.com'],
])('%s is spelled %s', (text, spelled) => {
  expect(canonicalAddress(text)).toBe(spelled);
});

test('every spelling of an IPv6 address is the same address', () => {
  const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
  const groups = fc.array(group, { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(groups, fc.nat(7), fc.nat(7), (address, from, length) => {
      const plain = address.map((each) => each.toString(16));
      const padded = plain.map((each) => each.toUpperCase().padStart(4, '0')).join(':');
      expect(canonicalAddress(padded)).toBe(canonicalAddress(plain.join(':')));
      const to = Math.min(8, from + length + 1);
      if (address.slice(from, to).some((each) => each !== 0)) return;
      const short = `${plain.slice(0, from).join(':')}::${plain.slice(to).join(':')}`;
      expect(canonicalAddress(short)).toBe(canonicalAddress(plain.join(':')));
    }),
  );
});

test('a target is served exactly when every server that could tell names only its addresses', () => {
  const address = fc.constantFrom(...PRIMARY, ...SECONDARY, '192.0.2.1');
  const anyAnswer = fc.oneof(
    fc.constant(silent),
    fc.array(address, { minLength: 1, maxLength: 3 }).map((addresses) => answer(...addresses)),
  );
  fc.assert(
    fc.property(fc.array(anyAnswer, { maxLength: 5 }), (answers) => {
      const told = answers.flatMap((each) => (each.answer.ok ? each.answer.value.addresses : []));
      const isAll = (of: readonly string[]) => told.length > 0 && told.every((a) => of.includes(a));
      const served = servedBy(answers, PRIMARY, SECONDARY);
      expect(served === 'primary').toBe(isAll(PRIMARY));
      expect(served === 'secondary').toBe(isAll(SECONDARY));
      expect(served === 'unknown').toBe(told.length === 0);
      expect(servedBy(answers.toReversed(), PRIMARY, SECONDARY)).toBe(served);
    }),
    { numRuns: 500 },
  );
});
