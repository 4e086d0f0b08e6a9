import { visitPrimary, visitSecondary } from '../../../lib/app/verifying/visits.ts';
import type { Site } from '../../../lib/core/site.ts';
import { epochMs } from '../../../lib/core/time.ts';
import type { Certificate } from '../../../lib/core/verify/snapshot.ts';
import { PAGE, PRIMARY_RECORD, SECONDARY_RECORD, SITE } from '../../fixtures/snapshot.ts';

const CERTIFICATE: Certificate = {
  names: ['www.example.com'],
  validFrom: epochMs(0),
  validTo: epochMs(1),
  problem: null,
};
const HTTPS: Site = { ...SITE, primary: { ...SITE.primary, protocol: 'https', port: 443 } };
const CLOUDFRONT = {
  ...SECONDARY_RECORD,
  alias: {
    dnsName: 'd111.cloudfront.net',
    hostedZoneId: 'Z2FDTNDATAQYW2',
    evaluateTargetHealth: false,
  },
};

/** Remembers where visitors went. */
function makeWeb() {
  const visits: string[] = [];
  return {
    visits,
    deps: {
      resolveAddresses: async () => ['192.0.2.80'],
      distributionOf: async () => 'd222.cloudfront.net',
      fetchPage: async ({ protocol = 'http', address, port, hostname, path }) => {
        visits.push(`${protocol}://${hostname}:${port}${path} at ${address}`);
        return PAGE;
      },
      readCertificate: async ({ address, port, hostname }) => {
        visits.push(`certificate of ${hostname}:${port} at ${address}`);
        return CERTIFICATE;
      },
    } satisfies Parameters<typeof visitPrimary>[0],
  };
}

test.each<[string, Site, readonly string[]]>([
  ['over HTTP', SITE, ['http://www.example.com:80/health at 203.0.113.10']],
  [
    'over HTTPS',
    HTTPS,
    [
      'certificate of www.example.com:443 at 203.0.113.10',
      'https://www.example.com:443/health at 203.0.113.10',
    ],
  ],
  [
    'behind a load balancer',
    {
      ...SITE,
      primary: { ...SITE.primary, where: { kind: 'load-balancer', dnsName: 'lb.example' } },
    },
    ['http://www.example.com:80/health at 192.0.2.80'],
  ],
  ['of which only a port is asked', { ...SITE, primary: { ...SITE.primary, protocol: 'tcp' } }, []],
])('a primary %s is visited as its visitors do', async (_name, site, visits) => {
  const web = makeWeb();
  await visitPrimary(web.deps, site);
  expect(web.visits.toSorted()).toEqual(visits);
});

test('a primary whose addresses nobody can tell is not seen', async () => {
  const web = makeWeb();
  const deps = {
    ...web.deps,
    resolveAddresses: () => Promise.reject(new Error('no resolver')),
  };
  const where = { kind: 'load-balancer', dnsName: 'lb.example' } as const;
  const { page, certificate } = await visitPrimary(deps, {
    ...HTTPS,
    primary: { ...HTTPS.primary, where },
  });
  expect([page?.ok, certificate?.ok]).toEqual([false, false]);
});

test('a website of S3 is asked for a page deep in the site, and for nothing over HTTPS', async () => {
  const web = makeWeb();
  const records = { ok: true, value: [PRIMARY_RECORD, SECONDARY_RECORD] } as const;
  const seen = await visitSecondary(web.deps, SITE, records);
  expect(web.visits).toEqual([
    expect.stringMatching(
      /^http:\/\/www\.example\.com:80\/\S+\/\S+ at s3-website-eu-west-1\.amazonaws\.com$/,
    ),
  ]);
  expect(seen).toMatchObject({ deepPage: { ok: true }, securePage: null, certificate: null });
});

test('behind CloudFront its page and its certificate are asked for over HTTPS, too', async () => {
  const web = makeWeb();
  const records = { ok: true, value: [PRIMARY_RECORD, CLOUDFRONT] } as const;
  const seen = await visitSecondary(web.deps, SITE, records);
  expect(web.visits.toSorted()).toEqual([
    'certificate of www.example.com:443 at d111.cloudfront.net',
    expect.stringContaining(' at s3-website-eu-west-1.amazonaws.com'),
    'https://www.example.com:443/ at d111.cloudfront.net',
  ]);
  expect(seen).toMatchObject({ securePage: { ok: true }, certificate: { ok: true } });
});

test('without the records nothing is known of HTTPS', async () => {
  const web = makeWeb();
  const seen = await visitSecondary(web.deps, SITE, { ok: false, why: 'denied' });
  expect(seen).toMatchObject({ securePage: null, certificate: null });
});
