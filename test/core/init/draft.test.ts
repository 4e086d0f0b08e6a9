import { draftOf, type SiteFound } from '../../../lib/core/init/draft.ts';
import { namesToDraft, zoneFor } from '../../../lib/core/init/names.ts';
import { type Answers, protocolFor } from '../../../lib/core/init/protocol.ts';
import { regionForSecondaries, regionOfLoadBalancer } from '../../../lib/core/init/region.ts';
import { epochMs } from '../../../lib/core/time.ts';

test.each([
  ['example.com', ['example.com'], 'example.com'],
  ['www.shop.example.com', ['com', 'example.com', 'shop.example.com'], 'shop.example.com'],
  ['anexample.com', ['example.com'], null],
  ['example.com', ['www.example.com'], null],
  ['example.com', [], null],
])('the records of %s are held by, of %j, %s', (domain, zones, expected) => {
  expect(zoneFor(domain, zones)).toBe(expected);
});

test.each([
  ['example.com', ['example.com', 'www.example.com']],
  ['www.example.com', ['www.example.com', 'example.com']],
  ['a.b.example.com', ['a.b.example.com', 'example.com', 'www.example.com']],
])('for %s the names %j are looked at', (domain, names) => {
  expect(namesToDraft(domain, 'example.com')).toEqual(names);
});

describe('the protocol', () => {
  const NAME = 'www.example.com';
  const page = (status = 200, location?: string): Answers['plain'] => ({
    status,
    headers: location === undefined ? {} : { location },
  });
  const certificate = (problem: string | null = null) => ({
    names: [NAME],
    validFrom: epochMs(0),
    validTo: epochMs(4_000_000_000_000),
    problem,
  });
  const NOTHING: Answers = { certificate: null, secure: null, plain: null };

  test.each<[string, Partial<Answers>, string, string]>([
    [
      'both answer',
      { certificate: certificate(), secure: page(), plain: page() },
      'https',
      'certificate-holds',
    ],
    [
      'https alone answers',
      { certificate: certificate(), secure: page() },
      'https',
      'certificate-holds',
    ],
    [
      'https redirects to another name',
      { certificate: certificate(), secure: page(301, 'https://example.com/') },
      'https',
      'certificate-holds',
    ],
    [
      'https redirects to http',
      { certificate: certificate(), secure: page(302, 'http://WWW.example.com/'), plain: page() },
      'http',
      'answers-over-http',
    ],
    [
      'https redirects to an http that is silent',
      { certificate: certificate(), secure: page(302, 'http://www.example.com/') },
      'http',
      'silent',
    ],
    [
      'http redirects to an https with a bad certificate',
      {
        certificate: certificate('CERT_HAS_EXPIRED'),
        secure: page(),
        plain: page(301, 'https://www.example.com/a'),
      },
      'https',
      'redirects-to-https',
    ],
    [
      'http redirects to the https of another name',
      { plain: page(301, 'https://example.com/') },
      'http',
      'answers-over-http',
    ],
    [
      'the certificate is bad',
      { certificate: certificate('CERT_HAS_EXPIRED'), secure: page(), plain: page() },
      'http',
      'answers-over-http',
    ],
    [
      'https alone answers, with a bad certificate',
      { certificate: certificate('CERT_HAS_EXPIRED'), secure: page() },
      'https',
      'answers-over-https-alone',
    ],
    [
      'a page that is no redirect has a location all the same',
      { plain: page(200, 'https://www.example.com/') },
      'http',
      'answers-over-http',
    ],
    ['http alone answers', { plain: page(404) }, 'http', 'answers-over-http'],
    ['a certificate is shown and no page', { certificate: certificate() }, 'http', 'silent'],
    ['nothing answers', {}, 'http', 'silent'],
  ])('%s', (_name, answers, protocol, why) => {
    expect(protocolFor(NAME, { ...NOTHING, ...answers })).toMatchObject({ protocol, why });
  });

  test('the status is that of the page of the protocol', () => {
    const answers = { ...NOTHING, certificate: certificate(), secure: page(404), plain: page(200) };
    expect(protocolFor(NAME, answers).status).toBe(404);
    expect(protocolFor(NAME, { ...answers, secure: null }).status).toBe(200);
    expect(protocolFor(NAME, NOTHING).status).toBeNull();
  });
});

describe('the region of the secondaries', () => {
  test.each([
    ['my-alb-123.eu-central-1.elb.amazonaws.com', 'eu-central-1'],
    ['my-nlb-0a1b.elb.us-east-2.amazonaws.com', 'us-east-2'],
    ['my-alb-123.cn-north-1.elb.amazonaws.com.cn', 'cn-north-1'],
    ['my-alb-123.moon-1.elb.amazonaws.com', null],
  ])('%s is in %s', (dnsName, region) => {
    expect(regionOfLoadBalancer(dnsName)).toBe(region);
  });

  test.each([
    ['nothing is known', {}, 'eu-west-1', 'nothing-is-known'],
    [
      'a load balancer in Europe',
      { loadBalancers: ['eu-central-1'] },
      'eu-west-1',
      'a-load-balancer-is-elsewhere',
    ],
    [
      'one in eu-west-1',
      { loadBalancers: ['eu-west-1'] },
      'us-west-2',
      'a-load-balancer-is-elsewhere',
    ],
    [
      'one in America',
      { loadBalancers: ['us-east-1'] },
      'us-west-2',
      'a-load-balancer-is-elsewhere',
    ],
    [
      'one in us-west-2',
      { loadBalancers: ['us-west-2'] },
      'eu-west-1',
      'a-load-balancer-is-elsewhere',
    ],
    [
      'one in each',
      { loadBalancers: ['us-west-2', 'eu-west-1'] },
      'eu-central-1',
      'a-load-balancer-is-elsewhere',
    ],
    [
      'one in China',
      { loadBalancers: ['cn-north-1'] },
      'cn-northwest-1',
      'a-load-balancer-is-elsewhere',
    ],
    ['settings of eu-west-1', { settings: 'eu-west-1' }, 'us-west-2', 'your-settings-name-another'],
    [
      'a load balancer says more than settings',
      { loadBalancers: ['eu-central-1'], settings: 'eu-west-1' },
      'eu-west-1',
      'a-load-balancer-is-elsewhere',
    ],
    [
      'a website that is there says most',
      { existing: ['sa-east-1'], loadBalancers: ['us-west-2'] },
      'sa-east-1',
      'a-secondary-is-there',
    ],
  ])('%s', (_name, known, region, because) => {
    const all = { existing: [], loadBalancers: [], settings: null, ...known };
    expect(regionForSecondaries(all)).toMatchObject({ region, why: { because } });
  });

  test('one region serves all sites, and who has a website elsewhere is told', () => {
    const silent = { certificate: null, secure: null, plain: null };
    const site = (name: string, secondaryRegion: string | null): SiteFound => ({
      kind: 'site',
      name,
      where: { kind: 'addresses', addresses: ['203.0.113.10'] },
      notes: [],
      secondaryRegion,
    });
    const draft = draftOf(
      { domain: 'example.com', zone: 'example.com', zoneRoleArn: null },
      [
        { site: site('a.example.com', 'eu-west-1'), answers: silent },
        { site: site('b.example.com', 'us-west-1'), answers: silent },
        { site: site('c.example.com', null), answers: silent },
      ],
      { emails: [], settingsRegion: null },
    );
    expect(draft.region.region).toBe('eu-west-1');
    expect(draft.sites.map(({ strayRegion }) => strayRegion)).toEqual([null, 'us-west-1', null]);
  });
});
