import type { AdoptChoices } from '../../../lib/core/adopt/choices.ts';
import { planAdoption } from '../../../lib/core/adopt/plan-adoption.ts';
import type { ZoneSeen } from '../../../lib/core/adopt/seen.ts';
import type { Site } from '../../../lib/core/site.ts';
import type { RecordSet } from '../../../lib/core/verify/snapshot.ts';
import {
  nameServerAnswer,
  PRIMARY_RECORD,
  SECONDARY_RECORD,
  SITE,
} from '../../fixtures/snapshot.ts';
import { at, behindLoadBalancer, siteNamed } from '../../support/sites.ts';
import {
  CLOUDFRONT,
  checkers,
  choices,
  PAIR,
  plain,
  siteSeen,
  stackChecks,
  zoneSeen,
} from './zone-world.ts';

const NAME = SITE.name;
const AAAA = plain({ type: 'AAAA', values: ['2001:db8::10'] });
const HTTPS = plain({ type: 'HTTPS', values: ['1 . alpn="h2"'] });
const both = siteNamed(NAME, {}, at('203.0.113.10', '2001:db8::10'));
const balanced = siteNamed(NAME, {}, behindLoadBalancer);
const LB_ALIAS = {
  dnsName: 'dualstack.lb.example.net',
  hostedZoneId: 'Z32O12XQLNTSW2',
  evaluateTargetHealth: false,
};

const of = (site: Site) => ({ sites: [siteSeen(site)] });
const blockIds = (seen: ZoneSeen, chosen: AdoptChoices = choices()) =>
  planAdoption(seen, chosen).blocks.map(({ id }) => id);
const texts = (seen: ZoneSeen, chosen: AdoptChoices = choices()) =>
  planAdoption(seen, chosen).changes.map(({ action, record }) => `${action} ${text(record)}`);
const text = ({ name, type, failover, ttlSeconds, values, alias, healthCheckId }: RecordSet) =>
  [
    ...(name === NAME ? [] : [name]),
    type,
    failover ?? 'plain',
    ...(alias === null ? values : [alias.dnsName, String(alias.evaluateTargetHealth)]),
    ...(ttlSeconds === null ? [] : [`${ttlSeconds}s`]),
    ...(healthCheckId === null ? [] : [healthCheckId]),
  ].join(' ');

const WEBSITE = 's3-website-eu-west-1.amazonaws.com true';
const CREATE_SECONDARY = `CREATE A SECONDARY ${WEBSITE}`;

test.each<[string, ZoneSeen, AdoptChoices, readonly string[]]>([
  [
    'a plain record becomes a pair with the site check, and a TTL of 60 s',
    zoneSeen(),
    choices(),
    [
      'DELETE A plain 203.0.113.10 300s',
      'CREATE A PRIMARY 203.0.113.10 60s parent',
      CREATE_SECONDARY,
    ],
  ],
  [
    'a TTL below 60 s stays',
    zoneSeen([plain({ ttlSeconds: 30 })]),
    choices(),
    [
      'DELETE A plain 203.0.113.10 30s',
      'CREATE A PRIMARY 203.0.113.10 30s parent',
      CREATE_SECONDARY,
    ],
  ],
  [
    'several addresses stay together in the PRIMARY, in whatever order they are',
    zoneSeen(
      [plain({ values: ['203.0.113.11', '203.0.113.10'] })],
      of(siteNamed(NAME, {}, at('203.0.113.10', '203.0.113.11'))),
    ),
    choices(),
    [
      'DELETE A plain 203.0.113.11 203.0.113.10 300s',
      'CREATE A PRIMARY 203.0.113.11 203.0.113.10 60s parent',
      CREATE_SECONDARY,
    ],
  ],
  [
    'an alias to the load balancer becomes a PRIMARY that asks it for its health, with the switch check',
    zoneSeen([plain({ ttlSeconds: null, values: [], alias: LB_ALIAS })], of(balanced)),
    choices(),
    [
      'DELETE A plain dualstack.lb.example.net false',
      'CREATE A PRIMARY dualstack.lb.example.net true switch',
      CREATE_SECONDARY,
    ],
  ],
  ['a pair that is right needs nothing', zoneSeen(PAIR), choices(), []],
  [
    'of a pair by hand only the health check is changed',
    zoneSeen([
      { ...PRIMARY_RECORD, setIdentifier: 'mine', healthCheckId: 'by-hand' },
      SECONDARY_RECORD,
    ]),
    choices(),
    ['DELETE A PRIMARY 203.0.113.10 60s by-hand', 'CREATE A PRIMARY 203.0.113.10 60s parent'],
  ],
  [
    'of a pair by hand only a SECONDARY that leads elsewhere, or has a check, is changed',
    zoneSeen([PRIMARY_RECORD, { ...SECONDARY_RECORD, healthCheckId: 'by-hand' }]),
    choices(),
    [`DELETE A SECONDARY ${WEBSITE} by-hand`, CREATE_SECONDARY],
  ],
  [
    'a PRIMARY without a SECONDARY gets one',
    zoneSeen([PRIMARY_RECORD]),
    choices(),
    [CREATE_SECONDARY],
  ],
  [
    'a SECONDARY that is CloudFront already stays',
    zoneSeen([PRIMARY_RECORD, { ...SECONDARY_RECORD, alias: CLOUDFRONT }]),
    choices(),
    [],
  ],
  [
    'CloudFront is the secondary where somebody says so, without health evaluation',
    zoneSeen(),
    choices({ cloudfront: CLOUDFRONT.dnsName }),
    [
      'DELETE A plain 203.0.113.10 300s',
      'CREATE A PRIMARY 203.0.113.10 60s parent',
      `CREATE A SECONDARY ${CLOUDFRONT.dnsName} false`,
    ],
  ],
  [
    'an AAAA record is dropped where somebody says so',
    zoneSeen([...PAIR, AAAA]),
    choices({ beside: { AAAA: 'drop' } }),
    ['DELETE AAAA plain 2001:db8::10 300s'],
  ],
  [
    'an AAAA record becomes a pair with CloudFront where somebody says so',
    zoneSeen([PRIMARY_RECORD, { ...SECONDARY_RECORD, alias: CLOUDFRONT }, AAAA], of(both)),
    choices({ beside: { AAAA: 'pair' }, cloudfront: CLOUDFRONT.dnsName }),
    [
      'DELETE AAAA plain 2001:db8::10 300s',
      'CREATE AAAA PRIMARY 2001:db8::10 60s parent',
      `CREATE AAAA SECONDARY ${CLOUDFRONT.dnsName} false`,
    ],
  ],
  [
    'an AAAA alias to the load balancer becomes a pair, too',
    zoneSeen(
      [
        plain({ ttlSeconds: null, values: [], alias: LB_ALIAS }),
        plain({ type: 'AAAA', ttlSeconds: null, values: [], alias: LB_ALIAS }),
      ],
      of(balanced),
    ),
    choices({ beside: { AAAA: 'pair' }, cloudfront: CLOUDFRONT.dnsName }),
    [
      'DELETE A plain dualstack.lb.example.net false',
      'DELETE AAAA plain dualstack.lb.example.net false',
      'CREATE A PRIMARY dualstack.lb.example.net true switch',
      `CREATE A SECONDARY ${CLOUDFRONT.dnsName} false`,
      'CREATE AAAA PRIMARY dualstack.lb.example.net true switch',
      `CREATE AAAA SECONDARY ${CLOUDFRONT.dnsName} false`,
    ],
  ],
  [
    'an HTTPS record without hints is kept where somebody says so',
    zoneSeen([...PAIR, HTTPS]),
    choices({ beside: { HTTPS: 'keep' } }),
    [],
  ],
  [
    'HTTPS and SVCB records are dropped where somebody says so',
    zoneSeen([...PAIR, HTTPS, { ...HTTPS, type: 'SVCB' }]),
    choices({ beside: { HTTPS: 'drop', SVCB: 'drop' } }),
    ['DELETE HTTPS plain 1 . alpn="h2" 300s', 'DELETE SVCB plain 1 . alpn="h2" 300s'],
  ],
])('%s', (_name, seen, chosen, expected) => {
  const plan = planAdoption(seen, chosen);
  expect(plan.blocks).toEqual([]);
  expect(texts(seen, chosen)).toEqual(expected);
});

test('an apex and its www become pairs in one batch', () => {
  const apex = siteNamed('example.com');
  const seen = zoneSeen([plain(), plain({ name: 'example.com' })], {
    sites: [siteSeen(), siteSeen(apex)],
  });
  expect(texts(seen)).toEqual([
    'DELETE A plain 203.0.113.10 300s',
    'DELETE example.com A plain 203.0.113.10 300s',
    'CREATE A PRIMARY 203.0.113.10 60s parent',
    CREATE_SECONDARY,
    'CREATE example.com A PRIMARY 203.0.113.10 60s example.com parent',
    `CREATE example.com A SECONDARY ${WEBSITE}`,
  ]);
});

test('when one of two sites is blocked there is no batch at all', () => {
  const seen = zoneSeen([plain()], { sites: [siteSeen(), siteSeen(siteNamed('example.com'))] });
  const plan = planAdoption(seen, choices());
  expect(plan.blocks.map(({ id, site }) => [id, site])).toEqual([['no-record', 'example.com']]);
  expect(plan.changes).toEqual([]);
});

const routed = (routing: RecordSet['routing']) => plain({ routing, setIdentifier: 'a' });

describe('refused with the reason, and without a batch:', () => {
  test.each<[string, string, ZoneSeen, AdoptChoices?]>([
    ...(
      [
        'weighted',
        'latency',
        'geolocation',
        'geoproximity',
        'multivalue',
        'cidr',
        'traffic-policy',
      ] as const
    ).map((routing): [string, string, ZoneSeen] => [
      `${routing} records`,
      'routing',
      zoneSeen([routed(routing)]),
    ]),
    [
      'weighted AAAA records',
      'routing',
      zoneSeen([plain(), { ...routed('weighted'), type: 'AAAA' }]),
      choices({ beside: { AAAA: 'drop' } }),
    ],
    ['a CNAME', 'cname', zoneSeen([plain({ type: 'CNAME', values: ['lb.example.net'] })])],
    ['no record', 'no-record', zoneSeen([])],
    ['a SECONDARY alone', 'half-a-pair', zoneSeen([SECONDARY_RECORD])],
    ['another address', 'values-differ', zoneSeen([plain({ values: ['203.0.113.99'] })])],
    [
      'one address more',
      'values-differ',
      zoneSeen([plain({ values: ['203.0.113.10', '203.0.113.99'] })]),
    ],
    [
      'one address fewer',
      'values-differ',
      zoneSeen([plain()], of(siteNamed(NAME, {}, at('203.0.113.10', '203.0.113.11')))),
    ],
    [
      'addresses where a load balancer should be',
      'values-differ',
      zoneSeen([plain()], of(balanced)),
    ],
    [
      'an alias elsewhere',
      'alias-elsewhere',
      zoneSeen([plain({ values: [], ttlSeconds: null, alias: LB_ALIAS })]),
    ],
    [
      'another load balancer',
      'alias-elsewhere',
      zoneSeen(
        [
          plain({
            values: [],
            ttlSeconds: null,
            alias: { ...LB_ALIAS, dnsName: 'other.example.net' },
          }),
        ],
        of(balanced),
      ),
    ],
    [
      'CloudFront on both sides',
      'two-distributions',
      zoneSeen([plain({ values: [], ttlSeconds: null, alias: CLOUDFRONT })]),
      choices({ cloudfront: CLOUDFRONT.dnsName }),
    ],
    [
      'a name that is delegated away',
      'delegated',
      zoneSeen([plain(), plain({ type: 'NS', values: ['ns.example.org'] })]),
    ],
    [
      'a name over it that is delegated away',
      'delegated',
      zoneSeen(
        [plain({ name: 'www.shop.example.com' }), plain({ name: 'shop.example.com', type: 'NS' })],
        of(siteNamed('www.shop.example.com')),
      ),
    ],
    [
      'a zone that DNS does not lead to',
      'wrong-zone',
      zoneSeen([plain()], {
        nameServers: { ok: true, value: [{ name: 'ns.other.example', address: '192.0.2.99' }] },
      }),
    ],
    [
      'a zone that DNS does not know',
      'wrong-zone',
      zoneSeen([plain()], { nameServers: { ok: true, value: [] } }),
    ],
    ['AAAA beside it', 'beside', zoneSeen([plain(), AAAA])],
    ['HTTPS beside it', 'beside', zoneSeen([plain(), HTTPS])],
    ['SVCB beside it', 'beside', zoneSeen([plain(), { ...HTTPS, type: 'SVCB' }])],
    ['AAAA beside a pair that is right', 'beside', zoneSeen([...PAIR, AAAA])],
    [
      'AAAA that is to be kept',
      'cannot-keep',
      zoneSeen([plain(), AAAA]),
      choices({ beside: { AAAA: 'keep' } }),
    ],
    [
      'HTTPS with hints that is to be kept',
      'cannot-keep',
      zoneSeen([plain(), { ...HTTPS, values: ['1 . ipv4hint=203.0.113.10'] }]),
      choices({ beside: { HTTPS: 'keep' } }),
    ],
    [
      'HTTPS to another name that is to be kept',
      'cannot-keep',
      zoneSeen([plain(), { ...HTTPS, values: ['0 svc.example.net.'] }]),
      choices({ beside: { HTTPS: 'keep' } }),
    ],
    [
      'HTTPS with another target that is to be kept',
      'cannot-keep',
      zoneSeen([plain(), { ...HTTPS, values: ['1 svc.example.net.'] }]),
      choices({ beside: { HTTPS: 'keep' } }),
    ],
    [
      'a calculated check that either half satisfies',
      'check-missing',
      zoneSeen([plain()], {
        checks: stackChecks(SITE).map((check) => ({ ...check, healthThreshold: 1 })),
      }),
    ],
    [
      'HTTPS that is to be paired',
      'cannot-pair',
      zoneSeen([plain(), HTTPS]),
      choices({ beside: { HTTPS: 'pair' } }),
    ],
    [
      'an AAAA pair without CloudFront',
      'cloudfront-needed',
      zoneSeen([plain(), AAAA], of(both)),
      choices({ beside: { AAAA: 'pair' } }),
    ],
    [
      'an AAAA pair with an address that sites.yml does not have',
      'values-differ',
      zoneSeen([plain(), { ...AAAA, values: ['2001:db8::99'] }], of(both)),
      choices({ beside: { AAAA: 'pair' }, cloudfront: CLOUDFRONT.dnsName }),
    ],
    [
      'a region without a known endpoint',
      'website-endpoint-unknown',
      zoneSeen([plain()], of(inRegion('xx-north-1'))),
    ],
    [
      'a region whose zone ID is disputed',
      'website-zone-unknown',
      zoneSeen([plain()], of(inRegion('af-south-1'))),
    ],
    [
      'a zone ID that is not the known one',
      'website-zone-differs',
      zoneSeen(),
      choices({ websiteZoneId: 'Z0' }),
    ],
    [
      'a bucket with another name',
      'bucket-name',
      zoneSeen([plain()], of({ ...SITE, secondary: { ...SITE.secondary, bucket: 'other' } })),
    ],
    ['no health check', 'check-missing', zoneSeen([plain()], { checks: [] })],
    [
      'health checks of another switch',
      'check-missing',
      zoneSeen([plain()], { switchDomain: 'other.s3.eu-west-1.amazonaws.com' }),
    ],
    [
      'health checks of another address',
      'check-missing',
      zoneSeen([plain()], { checks: stackChecks(siteNamed(NAME, {}, at('203.0.113.99'))) }),
    ],
    [
      'two stacks',
      'check-ambiguous',
      zoneSeen([plain()], { checks: [...stackChecks(SITE), ...stackChecks(SITE, 'old-')] }),
    ],
  ])('%s', (_name, id, seen, chosen = choices()) => {
    expect(blockIds(seen, chosen)).toEqual([id]);
    expect(texts(seen, chosen)).toEqual([]);
  });
});

function inRegion(region: string): Site {
  return { ...SITE, secondary: { ...SITE.secondary, region } };
}

test('a zone is not called the wrong one where DNS cannot be asked: that is the day', () => {
  const dns = { ok: false, why: 'port 53 is closed' } as const;
  const seen = zoneSeen([plain()], { nameServers: dns, sites: [siteSeen(SITE, { dns })] });
  expect(blockIds(seen)).toEqual(['dns-unreadable']);
});

test('a disputed zone ID can be given', () => {
  const seen = zoneSeen([plain()], of(inRegion('af-south-1')));
  const [, , secondary] = planAdoption(seen, choices({ websiteZoneId: 'Z0GIVEN' })).changes;
  expect(secondary?.record.alias).toEqual({
    dnsName: 's3-website.af-south-1.amazonaws.com',
    hostedZoneId: 'Z0GIVEN',
    evaluateTargetHealth: true,
  });
});

test('the name servers may go by other names, as long as they are the same', () => {
  const vanity = zoneSeen([plain()], {
    nameServers: { ok: true, value: [{ name: 'ns1.example.com', address: '192.0.2.1' }] },
    zoneServerAddresses: ['192.0.2.1'],
  });
  expect(blockIds(vanity)).toEqual([]);
});

test('of two candidates the one that the record has already is meant', () => {
  const checks = [...stackChecks(SITE), ...stackChecks(SITE, 'old-')];
  expect(blockIds(zoneSeen(PAIR, { checks }))).toEqual([]);
  expect(texts(zoneSeen(PAIR, { checks }))).toEqual([]);
});

const answering = (...addresses: readonly string[]) => ({
  ok: true as const,
  value: [1, 2, 3, 4].map((number) => nameServerAnswer(number, { addresses })),
});
const failing = (id: string) => [
  { id, outcome: 'fail' as const, seen: 'x', why: 'x', mend: 'do y' },
];

describe('blocked on a bad day:', () => {
  test.each<[string, string, Parameters<typeof siteSeen>]>([
    ['the switch object is there', 'switch-present', [SITE, { switched: 'secondary' }]],
    ['S3 cannot tell', 'switch-unknown', [SITE, { switched: 'unknown' }]],
    ['the secondary is served', 'secondary-served', [SITE, { dns: answering('198.51.100.20') }]],
    ['DNS leads to a third place', 'dns-differs', [SITE, { dns: answering('192.0.2.200') }]],
    [
      'no name server could be asked',
      'dns-unreadable',
      [SITE, { dns: { ok: false, why: 'port 53 is closed' } }],
    ],
    [
      'a check on the bucket fails',
      'secondary-failed',
      [SITE, { findings: failing('bucket.ours') }],
    ],
    [
      'a check on the website fails',
      'secondary-failed',
      [SITE, { findings: failing('website.answers') }],
    ],
    ['nobody saw the page', 'secondary-unknown', [SITE, { findings: [] }]],
  ])('%s', (_name, id, [site, change]) => {
    const seen = zoneSeen([plain()], { sites: [siteSeen(site, change)] });
    expect(blockIds(seen)).toEqual([id]);
    expect(planAdoption(seen, choices()).changes).toHaveLength(3);
  });

  test('but where nothing is to be done, the day does not matter', () => {
    const seen = zoneSeen(PAIR, {
      sites: [siteSeen(SITE, { switched: 'secondary', findings: [] })],
    });
    expect(blockIds(seen)).toEqual([]);
  });

  test('a load balancer must answer us, and may have addresses that nobody knows', () => {
    const alias = [plain({ ttlSeconds: null, values: [], alias: LB_ALIAS })];
    const seen = (change: object) => zoneSeen(alias, { sites: [siteSeen(balanced, change)] });
    expect(blockIds(seen({ answersUs: false }))).toEqual(['primary-does-not-answer']);
    expect(blockIds(seen({ dns: answering('192.0.2.200') }))).toEqual([]);
    expect(
      blockIds(zoneSeen([plain()], { sites: [siteSeen(SITE, { answersUs: false })] })),
    ).toEqual([]);
  });
});

test('checks that are not healthy yet do not block: they are waited for', () => {
  const seen = zoneSeen();
  const observations = new Map([
    ...seen.observations,
    ['switch', { ok: true, value: checkers(16, 16) } as const],
  ]);
  const plan = planAdoption({ ...seen, observations }, choices());
  expect(plan.blocks).toEqual([]);
  expect(plan.waits).toMatchObject([{ checkId: 'switch', reason: 'switch-seen' }]);
});

test.each<[string, ZoneSeen, AdoptChoices, RegExp]>([
  ['how the way back goes', zoneSeen(), choices(), /60 seconds.*TTL/],
  [
    'that the TTL is lowered',
    zoneSeen([plain({ ttlSeconds: 3_600 })]),
    choices(),
    /from 3600 s to 60 s/,
  ],
  [
    'that the load balancer is asked',
    zoneSeen([plain({ ttlSeconds: null, values: [], alias: LB_ALIAS })], of(balanced)),
    choices(),
    /asks the load balancer/,
  ],
  [
    'what the loss of AAAA means',
    zoneSeen([plain(), AAAA]),
    choices({ beside: { AAAA: 'drop' } }),
    /IPv6 alone/,
  ],
  [
    'what a kept HTTPS record means',
    zoneSeen([plain(), HTTPS]),
    choices({ beside: { HTTPS: 'keep' } }),
    /does not speak/,
  ],
  [
    'what CloudFront needs',
    zoneSeen(),
    choices({ cloudfront: CLOUDFRONT.dnsName }),
    /alternate domain name/,
  ],
  [
    'that the apex is left out',
    zoneSeen([plain(), plain({ name: 'example.com' })]),
    choices(),
    /example\.com is not part of this/,
  ],
])('tells %s', (_name, seen, chosen, words) => {
  expect(planAdoption(seen, chosen).notes.join('\n')).toMatch(words);
});

test('a plan is known by its zone, its records and its batch, and not by the day', () => {
  const textOf = (seen: ZoneSeen) => planAdoption(seen, choices()).canonicalText;
  const day = { sites: [siteSeen(SITE, { switched: 'secondary' })] };
  expect(textOf(zoneSeen([plain()], day))).toBe(textOf(zoneSeen()));
  expect(textOf(zoneSeen([plain(), plain({ type: 'TXT' })]))).toBe(textOf(zoneSeen()));
  expect(textOf(zoneSeen([plain({ ttlSeconds: 299 })]))).not.toBe(textOf(zoneSeen()));
});
