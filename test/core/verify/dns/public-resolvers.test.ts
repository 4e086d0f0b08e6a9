import type { DnsAnswer, NameServerAnswer } from '../../../../lib/core/verify/snapshot.ts';
import { dnsAnswer, resolverAnswer } from '../../../fixtures/snapshot.ts';
import { findingIn, HEALTHY, troubleIn, type World, withSnapshot } from '../breaks.ts';

const TIMEOUT = { ok: false, why: 'timeout' } as const;
const SECONDARY = '198.51.100.20';
const SIX = '2001:db8::10';
const says = (change: Partial<DnsAnswer>) => ({ ok: true, value: dnsAnswer(change) }) as const;

describe('public resolvers', () => {
  const cloudflare = (change: Partial<DnsAnswer> = {}) =>
    resolverAnswer('Cloudflare', '1.1.1.1', change);
  const google = (change: Partial<DnsAnswer> = {}) => resolverAnswer('Google', '8.8.8.8', change);
  const lost = { ...google(), answer: TIMEOUT };
  const resolvers = (...publicResolvers: readonly NameServerAnswer[]) =>
    withSnapshot({ publicResolvers });

  test.each<[string, World, string]>([
    [
      'agree',
      HEALTHY,
      'Cloudflare (1.1.1.1) says the primary: 203.0.113.10, for 42 s and Google (8.8.8.8) says the primary: 203.0.113.10, for 42 s',
    ],
    [
      'lag behind',
      resolvers(cloudflare({ addresses: [SECONDARY] }), google()),
      'Cloudflare (1.1.1.1) says the secondary: 198.51.100.20, for 42 s and Google (8.8.8.8) says the primary: 203.0.113.10, for 42 s',
    ],
    [
      'know a stranger',
      resolvers(cloudflare({ addresses: ['192.0.2.1'], ttlSeconds: 0 })),
      'Cloudflare (1.1.1.1) says neither target: 192.0.2.1, for 0 s',
    ],
    [
      'know no address',
      resolvers(cloudflare({ rcode: 'SERVFAIL', addresses: [], ttlSeconds: null })),
      'Cloudflare (1.1.1.1) says SERVFAIL without an address',
    ],
    [
      'know an AAAA that did not follow',
      resolvers({
        ...cloudflare({ addresses: [SECONDARY] }),
        aaaa: says({ addresses: [SIX] }),
      }),
      'Cloudflare (1.1.1.1) says more than one target: 198.51.100.20 and 2001:db8::10, for 42 s',
    ],
    [
      'are half lost',
      resolvers(cloudflare(), lost),
      'Cloudflare (1.1.1.1) says the primary: 203.0.113.10, for 42 s and Google (8.8.8.8) could not be asked: timeout',
    ],
  ])('pass, whatever they say, when they %s', (_name, world, seen) => {
    expect(findingIn(world, 'dns.public-resolvers')).toMatchObject({ outcome: 'pass', seen });
    expect(troubleIn(world)).toEqual([]);
  });

  test('are unknown when none could be asked', () => {
    expect(troubleIn(resolvers(lost))).toEqual(['dns.public-resolvers unknown']);
  });

  test('have no finding where none were asked', () => {
    expect(findingIn(resolvers(), 'dns.public-resolvers')).toBeUndefined();
  });

  test('still tell what they know when the name servers cannot be asked', () => {
    const world = withSnapshot({ dns: TIMEOUT });
    expect(findingIn(world, 'dns.public-resolvers')?.outcome).toBe('pass');
  });
});
