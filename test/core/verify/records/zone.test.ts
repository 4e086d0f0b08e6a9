import type { Look } from '../../../../lib/core/verify/finding.ts';
import type { RecordSet, Snapshot, Zone } from '../../../../lib/core/verify/snapshot.ts';
import {
  nameServerAnswer,
  PRIMARY_RECORD,
  SECONDARY_RECORD,
  SITE,
} from '../../../fixtures/snapshot.ts';
import { findingIn, HEALTHY, troubleIn, type World, withRecords, withSnapshot } from '../breaks.ts';

const DENIED = { ok: false, why: 'access denied' } as const;
const ZONE: Zone = {
  id: 'Z0EXAMPLE',
  name: 'example.com',
  nameServers: ['ns-1.example.net', 'ns-2.example.net'],
  acceleratedRecovery: true,
};
const withZone = (change: Partial<Zone>): World =>
  withSnapshot({ zone: { ok: true, value: { ...ZONE, nameServers: ALL_FOUR, ...change } } });
const ALL_FOUR = [1, 2, 3, 4].map((number) => `ns-${number}.example.net`);
const at = (change: Partial<RecordSet>): World =>
  withRecords(PRIMARY_RECORD, SECONDARY_RECORD, {
    ...PRIMARY_RECORD,
    routing: 'simple',
    failover: null,
    ...change,
  });

test.each<[string, World, string[]]>([
  [
    'an NS record hands the name to others',
    at({ type: 'NS', values: ['ns-1.other.example'] }),
    ['records.not-delegated-away fail'],
  ],
  [
    'a traffic policy made one of the records',
    at({ routing: 'traffic-policy' }),
    ['records.no-traffic-policy fail'],
  ],
  [
    'a traffic policy made a record that leads nobody anywhere',
    at({ type: 'TXT', routing: 'traffic-policy' }),
    [],
  ],
  [
    'accelerated recovery is off',
    withZone({ acceleratedRecovery: false }),
    ['records.accelerated-recovery warn'],
  ],
  ['Route 53 does not say whether it is on', withZone({ acceleratedRecovery: null }), []],
])('when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

test('nothing is claimed of accelerated recovery that Route 53 does not say, or of an unread zone', () => {
  const id = 'records.accelerated-recovery';
  expect(findingIn(withZone({ acceleratedRecovery: null }), id)).toBeUndefined();
  expect(findingIn(withSnapshot({ zone: DENIED }), id)).toBeUndefined();
  expect(findingIn(HEALTHY, id)?.outcome).toBe('pass');
});

test('the mends name the zone', () => {
  expect(
    findingIn(withZone({ acceleratedRecovery: false }), 'records.accelerated-recovery')?.mend,
  ).toBe(
    'aws route53 update-hosted-zone-features --hosted-zone-id Z0EXAMPLE --enable-accelerated-recovery',
  );
  const made = { type: 'A', routing: 'traffic-policy' } as const;
  expect(findingIn(at(made), 'records.no-traffic-policy')?.mend).toContain('Z0EXAMPLE names');
});

test('the NS records at the apex are the zone itself', () => {
  const ns = { ...PRIMARY_RECORD, name: 'example.com', type: 'NS' };
  const world = withSnapshot(
    { records: { ok: true, value: [ns] } },
    { ...SITE, name: 'example.com' },
  );
  expect(findingIn(world, 'records.not-delegated-away')).toBeUndefined();
});

describe('the delegation', () => {
  type Delegation = { readonly names: readonly string[]; readonly known?: Look<readonly string[]> };
  const leadsTo = (
    servers: readonly (readonly [string, string])[],
    { names, known = { ok: true, value: ['192.0.2.1', '2001:db8::1'] } }: Delegation,
  ): World => {
    const dns: Snapshot['dns'] = {
      ok: true,
      value: servers.map(([nameServer, nameServerAddress]) => ({
        ...nameServerAnswer(1),
        nameServer,
        nameServerAddress,
      })),
    };
    const zone = { ok: true, value: { ...ZONE, nameServers: names } } as const;
    return withSnapshot({ dns, zone, zoneServerAddresses: known });
  };
  const OWN = ['ns-1.awsdns-01.com', 'ns-2.awsdns-02.net'];

  test.each<[string, World, string[]]>([
    ['leads to the zone', leadsTo([['ns-1.awsdns-01.com', '192.0.2.9']], { names: OWN }), []],
    [
      'leads to the zone, spelled otherwise',
      leadsTo([['NS-1.AWSDNS-01.com.', '192.0.2.9']], { names: OWN }),
      [],
    ],
    [
      "leads to the zone under names of one's own",
      leadsTo(
        [
          ['ns1.example.com', '192.0.2.1'],
          ['ns1.example.com', '2001:DB8:0::1'],
        ],
        { names: OWN },
      ),
      [],
    ],
    [
      'leads elsewhere',
      leadsTo([['ns1.other.example', '192.0.2.77']], { names: OWN }),
      ['dns.delegation fail'],
    ],
    [
      'leads elsewhere with one of two',
      leadsTo(
        [
          ['ns-1.awsdns-01.com', '192.0.2.1'],
          ['ns1.other.example', '192.0.2.77'],
        ],
        { names: OWN },
      ),
      ['dns.delegation warn'],
    ],
    [
      'has other names, and addresses that nobody could look up',
      leadsTo([['ns1.other.example', '192.0.2.77']], { names: OWN, known: DENIED }),
      ['dns.delegation unknown'],
    ],
    [
      'has the same names, and addresses that nobody could look up',
      leadsTo([['ns-1.awsdns-01.com', '192.0.2.1']], { names: OWN, known: DENIED }),
      [],
    ],
  ])('%s', (_name, world, trouble) => {
    expect(troubleIn(world)).toEqual(trouble);
  });

  test('is compared with both sides named', () => {
    const world = leadsTo([['ns1.other.example', '192.0.2.77']], { names: OWN });
    expect(findingIn(world, 'dns.delegation')).toMatchObject({
      seen: 'DNS leads to ns1.other.example, the zone is at ns-1.awsdns-01.com and ns-2.awsdns-02.net',
      mend: expect.stringContaining('registrar of example.com'),
    });
  });

  test('names each server once, however many addresses it has', () => {
    const servers = [
      ['ns1.example.com', '192.0.2.1'],
      ['ns1.example.com', '2001:db8::1'],
    ] as const;
    expect(findingIn(leadsTo(servers, { names: OWN }), 'dns.delegation')?.seen).toBe(
      "ns1.example.com, at the addresses of the zone's name servers",
    );
  });

  test('is not judged against a zone that could not be read, or has no name servers', () => {
    expect(findingIn(withSnapshot({ zone: DENIED }), 'dns.delegation')).toBeUndefined();
    expect(findingIn(withZone({ nameServers: [] }), 'dns.delegation')).toBeUndefined();
  });
});
