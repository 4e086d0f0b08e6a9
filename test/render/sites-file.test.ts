import * as fc from 'fast-check';
import { sitesFileAccepts } from '../../lib/config/accepts.ts';
import { parseConfig } from '../../lib/config/parse.ts';
import { draftOf, type SitesDraft } from '../../lib/core/init/draft.ts';
import { findAt } from '../../lib/core/init/find.ts';
import type { NameFound, RecordNote } from '../../lib/core/init/found.ts';
import type { Answers } from '../../lib/core/init/protocol.ts';
import { epochMs } from '../../lib/core/time.ts';
import type { RecordSet } from '../../lib/core/verify/snapshot.ts';
import { sitesFileText } from '../../lib/render/sites-file.ts';
import { alias, BALANCER, CLOUDFRONT_ZONE, half, record } from '../fixtures/zone-records.ts';

const NAMES = ['www.example.com', 'example.com', 'shop.example.com'];
const SILENT: Answers = { certificate: null, secure: null, plain: null };
const PLACE = { domain: 'www.example.com', zone: 'example.com', zoneRoleArn: null };

const drafted = (
  records: readonly RecordSet[],
  {
    answers = SILENT,
    emails = [] as readonly string[],
    settingsRegion = null as string | null,
  } = {},
): SitesDraft =>
  draftOf(
    PLACE,
    NAMES.map((name) => findAt(name, { records, accepts: sitesFileAccepts })).map((one) =>
      one.kind === 'site' ? { site: one, answers } : one,
    ),
    { emails, settingsRegion },
  );

const parsed = (text: string) => {
  const result = parseConfig(text, 'sites.yml');
  if (!result.ok) throw new Error(`${JSON.stringify(result.problems, null, 1)}\n${text}`);
  return result;
};

const certificate = (problem: string | null) => ({
  names: NAMES,
  validFrom: epochMs(0),
  validTo: epochMs(4_000_000_000_000),
  problem,
});
const page = (status: number, location?: string) => ({
  status,
  headers: location === undefined ? {} : { location },
});

test('a zone with one address and a good certificate, word for word', () => {
  const answers = { certificate: certificate(null), secure: page(200), plain: page(200) };
  const emails = ['ops@example.com'];
  expect(sitesFileText(drafted([record()], { answers, emails }))).toBe(`\
# yaml-language-server: $schema=./sites.schema.json
#
# A first draft, from what the zone example.com holds. Read it, correct what is not
# right, and check it with check-config. Everything that is not said here has a
# default; the example sites.yml of Understudy shows each of them.

alerts:
  email: [ops@example.com] # each address must confirm its subscription once

sites:
  - name: www.example.com
    hostedZone: example.com
    primary:
      address: 203.0.113.10
      protocol: https # it answered with a certificate that holds for the name
      # Better a page of its own, such as /health, that fails when the site fails.
      path: /
    secondary:
      region: eu-west-1 # best another region than the one that the primary lives in
      # An S3 website does not answer https. So the stack puts CloudFront with a
      # certificate in front of the bucket, and only CloudFront may read it.
      https: true
      content: ./site # folder with the files of the static website
      marker: understudy-fallback # text that only its page contains
    policy:
      mode: automatic # or observe: watch and tell, never flip
      failback: manual # or automatic: back by itself once the primary is stable

# Left out, example.com: it has no A record, so no visitor gets there today.
# Left out, shop.example.com: it has no A record, so no visitor gets there today.
`);
});

test.each<[string, readonly RecordSet[], object]>([
  ['one address', [record()], { kind: 'addresses', addresses: ['203.0.113.10'] }],
  [
    'addresses of both families',
    [
      record({ values: ['203.0.113.10', '203.0.113.11'] }),
      record({ type: 'AAAA', values: ['2001:db8::', '2001:db8::a:1'] }),
    ],
    {
      kind: 'addresses',
      addresses: ['203.0.113.10', '203.0.113.11', '2001:db8::', '2001:db8::a:1'],
    },
  ],
  ['a load balancer', [alias(BALANCER)], { kind: 'load-balancer', dnsName: BALANCER }],
  [
    'a CNAME to a load balancer',
    [record({ type: 'CNAME', values: [BALANCER] })],
    { kind: 'load-balancer', dnsName: BALANCER },
  ],
  [
    'a failover pair',
    [half('PRIMARY', record()), half('SECONDARY', alias('s3-website.eu-south-2.amazonaws.com'))],
    { kind: 'addresses', addresses: ['203.0.113.10'] },
  ],
  [
    'a name that leads to another',
    [alias('example.com'), record({ name: 'example.com' })],
    { kind: 'addresses', addresses: ['203.0.113.10'] },
  ],
])('sites.yml for %s is read as what was found', (_name, records, where) => {
  const { config } = parsed(sitesFileText(drafted(records)));
  expect(config.sites[0]).toMatchObject({ ...SITE_FIELDS, primary: { where, path: '/' } });
});

const SITE_FIELDS = {
  name: 'www.example.com',
  hostedZone: 'example.com',
  secondary: { bucket: 'www.example.com', content: './site', marker: 'understudy-fallback' },
  policy: { mode: 'automatic', failback: 'manual' },
};

test.each<[string, Answers, 'http' | 'https', string]>([
  ['nothing answers', SILENT, 'http', 'NOTHING ANSWERED'],
  ['http answers', { ...SILENT, plain: page(200) }, 'http', 'did not redirect to https'],
  [
    'a page that is not there',
    { ...SILENT, plain: page(404) },
    'http',
    'NOT HEALTHY as it is: / answered with status 404',
  ],
  [
    'a redirect to a bad certificate',
    {
      certificate: certificate('CERT_HAS_EXPIRED'),
      secure: page(200),
      plain: page(301, 'https://www.example.com/'),
    },
    'https',
    'does not hold: CERT_HAS_EXPIRED',
  ],
  [
    'https alone, with a bad certificate',
    { ...SILENT, certificate: certificate('DEPTH_ZERO_SELF_SIGNED_CERT'), secure: page(200) },
    'https',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  ],
])('when the answer is %s, the file says so', (_name, answers, protocol, text) => {
  const file = sitesFileText(drafted([record()], { answers }));
  expect(parsed(file).config.sites[0]?.primary.protocol).toBe(protocol);
  expect(unwrapped(file)).toContain(text);
});

test.each<[string, readonly RecordSet[], 'cloudfront' | 'website']>([
  ['a plain record', [record()], 'cloudfront'],
  [
    "a pair, whose secondary is somebody else's matter",
    [half('PRIMARY', record()), half('SECONDARY', alias('s3-website-eu-west-1.amazonaws.com'))],
    'website',
  ],
])('a site that answers https gets an HTTPS secondary beside %s or not', (_name, records, kind) => {
  const answers = { certificate: certificate(null), secure: page(200), plain: page(200) };
  const file = sitesFileText(drafted(records, { answers }));
  expect(parsed(file).config.sites[0]?.secondary.front.kind).toBe(kind);
  expect(unwrapped(file)).toContain('An S3 website does not answer https');
});

/** Comments as they were before they were wrapped. */
const unwrapped = (file: string): string => file.replace(/\n *# /g, ' ');

test.each<[string, readonly RecordSet[], string]>([
  ['CloudFront', [alias('d1.cloudfront.net', {}, CLOUDFRONT_ZONE)], 'it is served by CloudFront'],
  ['an S3 website', [alias('s3-website-eu-west-1.amazonaws.com')], 'it is an S3 website already'],
  ['weights', [record({ routing: 'weighted' })], 'its records have weighted routing'],
  ['a private address', [record({ values: ['10.0.0.5'] })], 'its A record holds 10.0.0.5'],
  ['a stranger', [record({ type: 'CNAME', values: ['x.example.net'] })], 'leads to x.example.net'],
  ['an API', [alias('a.execute-api.eu-west-1.amazonaws.com')], 'its alias leads to a.execute-api'],
  ['an internal load balancer', [alias(`internal-${BALANCER}`)], 'is internal'],
  ['half a pair', [half('PRIMARY', record())], 'no pair of one PRIMARY and one SECONDARY'],
  ['IPv6 alone', [record({ type: 'AAAA', values: ['2001:db8::1'] })], 'an AAAA record alone'],
])('%s is left out, with the reason, beside a name that is not', (_name, records, text) => {
  const file = sitesFileText(drafted([...records, record({ name: 'example.com' })]));
  expect(parsed(file).config.sites.map(({ name }) => name)).toEqual(['example.com']);
  expect(unwrapped(file)).toContain('Left out, www.example.com: ');
  expect(unwrapped(file)).toContain(text);
});

test.each<[RecordNote, string]>([
  [{ note: 'failover-pair' }, 'a failover pair already'],
  [{ note: 'cname', target: BALANCER }, 'Make it an alias'],
  [{ note: 'same-as', target: 'example.com' }, 'leads to example.com'],
  [{ note: 'ipv6' }, 'over IPv6 are failed over only behind CloudFront'],
  [{ note: 'ipv6-left-out' }, 'not in this file'],
])('the note %j is a comment at its site', (note, text) => {
  const draft = drafted([record()]);
  const file = sitesFileText({
    ...draft,
    sites: draft.sites.map((one) => ({ ...one, notes: [note] })),
  });
  parsed(file);
  expect(unwrapped(file)).toContain(text);
});

test('without an address the file says what to fill in, and is sound as it is', () => {
  const file = sitesFileText(drafted([record()]));
  expect(parsed(file).warnings).toMatchObject([
    { message: 'nobody is told when something is wrong' },
  ]);
  expect(file).toContain('FILL IN who is told');
  const filled = file.replace(/^# (alerts:| {2}email:)/gm, '$1');
  expect(parsed(filled)).toMatchObject({
    warnings: [],
    config: { alerts: { email: ['you@example.com'] } },
  });
});

test('the region is another than the load balancer has, and the file says why', () => {
  const file = sitesFileText(drafted([alias(BALANCER)]));
  expect(parsed(file).config.sites[0]?.secondary.region).toBe('eu-west-1');
  expect(unwrapped(file)).toContain('Not where the load balancer is (eu-central-1)');
});

test.each(['./', '../', '../a folder: with #words/', '../"quoted"/'])(
  'from a file elsewhere the content is found by way of %s',
  (root) => {
    const file = sitesFileText(drafted([record()]), root);
    expect(parsed(file).config.sites[0]?.secondary.content).toBe(`${root}site`);
    expect(file).toContain(`$schema=${root}sites.schema.json\n`);
  },
);

test('a website in another region than the first is told of', () => {
  const pair = (name: string, region: string) => [
    half('PRIMARY', record({ name })),
    half('SECONDARY', alias(`s3-website.${region}.amazonaws.com`, { name })),
  ];
  const file = sitesFileText(
    drafted([...pair('www.example.com', 'eu-central-1'), ...pair('example.com', 'eu-west-2')]),
  );
  expect(parsed(file).config.sites.map(({ secondary }) => secondary.region)).toEqual([
    'eu-central-1',
    'eu-central-1',
  ]);
  expect(unwrapped(file)).toContain('leads to an S3 website in eu-west-2');
});

describe('whatever a zone holds', () => {
  const oddText = fc.string({ unit: 'binary', maxLength: 20 });
  const dnsName = fc.oneof(
    fc.constantFrom(
      ...NAMES,
      BALANCER,
      `dualstack.${BALANCER}`,
      'my-nlb-0a1b.elb.us-west-2.amazonaws.com',
      's3-website.eu-central-1.amazonaws.com',
      's3-website-us-west-2.amazonaws.com',
      'd1.cloudfront.net',
    ),
    fc.domain(),
    oddText,
  );
  const address = fc.oneof(
    fc.constantFrom('203.0.113.10', '2001:DB8::10', '2001:db8:0:0::10', '10.0.0.5', '::'),
    fc.ipV4(),
    fc.ipV6(),
    oddText,
  );
  const routing = fc.constantFrom(
    ...(['simple', 'simple', 'simple', 'failover', 'failover', 'weighted', 'latency'] as const),
  );
  const anyRecord: fc.Arbitrary<RecordSet> = fc
    .record({
      name: fc.constantFrom(...NAMES, 'other.example.com'),
      type: fc.constantFrom('A', 'A', 'A', 'AAAA', 'CNAME', 'TXT'),
      routing,
      role: fc.constantFrom('PRIMARY' as const, 'SECONDARY' as const),
      values: fc.array(fc.oneof(address, dnsName), { maxLength: 12 }),
      target: fc.option(dnsName, { freq: 2 }),
    })
    .map(({ name, type, routing: how, role, values, target }) => ({
      ...record({ name, type, routing: how, values }),
      failover: how === 'failover' ? role : null,
      ...(target === null ? {} : { values: [], alias: alias(target).alias }),
    }));
  /** Zones as Route 53 lets them be: what is at one name and of one type goes together. */
  const publicV4 = fc.nat(255).map((last) => `203.0.113.${last}`);
  const publicV6 = fc.nat(0xffff).map((last) => `2001:db8::${last.toString(16)}`);
  const soundRecords = fc
    .uniqueArray(
      fc.tuple(
        fc.constantFrom(...NAMES),
        fc.uniqueArray(publicV4, { minLength: 1, maxLength: 11 }),
        fc.uniqueArray(publicV6, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('address', 'both', 'alias', 'pair', 'cname'),
        dnsName,
      ),
      { minLength: 1, maxLength: 3, selector: ([name]) => name },
    )
    .map((list) => list.flatMap(soundAt));
  const soundAt = ([name, v4, v6, kind, target]: [string, string[], string[], string, string]) => {
    const a = record({ name, values: v4 });
    if (kind === 'both') return [a, record({ name, type: 'AAAA', values: v6 })];
    if (kind === 'alias') return [alias(target, { name })];
    if (kind === 'pair') return [half('PRIMARY', a), half('SECONDARY', alias(target, { name }))];
    return kind === 'cname' ? [record({ name, type: 'CNAME', values: [target] })] : [a];
  };
  const answers: fc.Arbitrary<Answers> = fc.record({
    certificate: fc.option(fc.option(fc.oneof(oddText, fc.constant('x\ny: [z'))).map(certificate)),
    secure: fc.option(fc.nat(599).map((status) => page(status, 'http://www.example.com/'))),
    plain: fc.option(
      fc
        .oneof(fc.constant(301), fc.nat(599))
        .map((status) => page(status, 'https://www.example.com/')),
    ),
  });
  const emails = fc.uniqueArray(
    fc.oneof(
      fc.emailAddress(),
      fc.constantFrom('#a@b.c', "{x:'y@b.c", '"@b.c', '- @b.c', '!a@b.c'),
    ),
    { maxLength: 3 },
  );

  test('the file is read without a problem, as what was found', () => {
    let sites = 0;
    fc.assert(
      fc.property(
        fc.oneof(fc.array(anyRecord, { maxLength: 8 }), soundRecords),
        answers,
        emails,
        fc.option(fc.constantFrom('eu-west-1', 'us-east-1', 'moon-1\nx')),
        (records, spoken, people, settingsRegion) => {
          const sound = people.filter((email) =>
            /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/.test(email),
          );
          const draft = drafted(records, { answers: spoken, emails: sound, settingsRegion });
          if (draft.sites.length === 0) return;
          sites += draft.sites.length;
          const { config } = parsed(sitesFileText(draft));
          expect(config.sites.map(({ name }) => name)).toEqual(draft.sites.map(({ name }) => name));
          expect(config.alerts.email).toEqual(sound);
          for (const [index, { where, spoken: found }] of draft.sites.entries()) {
            const { primary, secondary } = config.sites[index] ?? {};
            expect(primary?.where.kind).toBe(where.kind);
            expect(sizeOf(primary?.where)).toBe(sizeOf(where));
            expect(primary?.protocol).toBe(found.protocol);
            expect(secondary?.region).toBe(draft.region.region);
          }
        },
      ),
      { numRuns: 1_000 },
    );
    expect(sites).toBeGreaterThan(500);
  });

  const sizeOf = (where: Extract<NameFound, { kind: 'site' }>['where'] | undefined) =>
    where?.kind === 'addresses' ? where.addresses.length : where?.dnsName.toLowerCase();
});
