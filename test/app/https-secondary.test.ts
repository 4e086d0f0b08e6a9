import { makeLookForDrill } from '../../lib/app/drill-look.ts';
import { evidenceOf } from '../../lib/app/evidence.ts';
import { lookAtServing } from '../../lib/app/look.ts';
import { takeSnapshot } from '../../lib/app/verifying/snapshot.ts';
import { visitSecondary } from '../../lib/app/verifying/visits.ts';
import type { Drill } from '../../lib/core/drill.ts';
import type { Evidence } from '../../lib/core/failover.ts';
import type { Site } from '../../lib/core/site.ts';
import type { Page } from '../../lib/core/verify/snapshot.ts';
import type { FetchPage } from '../../lib/core/world.ts';
import { CERTIFICATE, DISTRIBUTION, HTTPS_SITE, PAGE_503 } from '../fixtures/https-site.ts';
import { PAGE, SITE } from '../fixtures/snapshot.ts';
import { refusing } from '../support/deeds.ts';
import { type FakeFailoverWorld, makeFakeFailoverWorld } from '../support/fake-failover-world.ts';

type Request = Parameters<FetchPage>[0];

/** A world in which the distribution is deployed and answers, and which remembers what it was asked for. */
function makeWorld(page: (request: Request) => Page = () => PAGE_503) {
  const world = makeFakeFailoverWorld();
  world.distribution = DISTRIBUTION;
  const requests: Request[] = [];
  const fetchPage: FetchPage = async (request) => {
    requests.push(request);
    return page(request);
  };
  const readCertificate = async () => CERTIFICATE;
  return { world, requests, deps: { ...world.deps, fetchPage, readCertificate } };
}
const note = { site: SITE.name, by: '', at: '', reason: '', until: null };
const moved = async (world: FakeFailoverWorld, ...addresses: readonly string[]) => {
  world.secondaryAnswer = addresses;
  await world.deps.switch.put(SITE.name, note);
};

test('a look asks the distribution over HTTPS, by the name of the site, with a certificate that must hold', async () => {
  const { deps, requests } = makeWorld();
  const { page, secondaryAddresses } = await lookAtServing(deps, HTTPS_SITE);
  expect(page).toEqual({ ok: true, value: PAGE_503 });
  expect(requests).toEqual([
    {
      protocol: 'https',
      certificate: 'must-hold',
      address: DISTRIBUTION,
      port: 443,
      hostname: 'www.example.com',
      path: '/',
      timeoutMs: 5_000,
    },
  ]);
  expect(secondaryAddresses).toEqual(['198.51.100.20']);
});

test.each<[string, (world: FakeFailoverWorld) => void, string]>([
  [
    'none is deployed',
    (world) => {
      world.distribution = null;
    },
    'no distribution of the stack is known for www.example.com; deploy, so that there is one before its bucket',
  ],
  [
    'AWS cannot tell',
    (world) => {
      world.deeds.refuse = refusing('distribution of');
    },
    'distribution of www.example.com',
  ],
])('a look says why it saw nothing when %s', async (_name, breakIt, why) => {
  const { world, deps, requests } = makeWorld();
  breakIt(world);
  const serving = await lookAtServing(deps, HTTPS_SITE);
  expect(serving.page).toEqual({ ok: false, why: expect.stringContaining(why) });
  expect(serving.secondaryAddresses).toEqual([]);
  expect(requests).toEqual([]);
  expect(evidenceOf(HTTPS_SITE, null, serving, world.clock.now()).secondary).toBe('unknown');
});

test('a site with an S3 website asks nobody for a distribution', async () => {
  const { world, deps } = makeWorld(() => PAGE);
  await takeSnapshot(deps, SITE);
  await lookAtServing(deps, SITE);
  expect(world.deeds.of('distribution of')).toEqual([]);
});

const unmarked = { ...PAGE_503, headers: { server: 'AmazonS3' } };

test.each<[string, Site, Page, boolean]>([
  ['marks its answers', HTTPS_SITE, PAGE_503, true],
  ['only passes on what S3 says', HTTPS_SITE, unmarked, false],
  ['marks them, but the site has an S3 website', SITE, PAGE_503, false],
])('an edge that nobody knows and that %s', async (_name, site, page, isKnown) => {
  const { world, deps, requests } = makeWorld(({ address }) =>
    address === '192.0.2.77' ? page : PAGE_503,
  );
  await moved(world, '192.0.2.77');
  const { secondaryAddresses } = await lookAtServing(deps, site);
  expect(secondaryAddresses.includes('192.0.2.77')).toBe(isKnown);
  const stranger = requests.find(({ address }) => address === '192.0.2.77');
  expect(stranger?.port).toBe(site === SITE ? 80 : 443);
  expect(stranger?.certificate).toBeUndefined();
});

test.each([
  ['an edge of every name server is looked at', 16],
  ['more strangers than they could have are not', 40],
])('%s', async (_name, count) => {
  const { world, deps } = makeWorld();
  const edges = Array.from({ length: count }, (_, index) => `192.0.2.${index + 1}`);
  await moved(world, ...edges);
  const { secondaryAddresses } = await lookAtServing(deps, HTTPS_SITE);
  expect(secondaryAddresses.filter((address) => edges.includes(address))).toHaveLength(
    Math.min(count, 32),
  );
});

test('a visit follows a link deep into the site through the distribution, and reads its certificate', async () => {
  const { deps, requests } = makeWorld();
  const seen = await visitSecondary(deps, HTTPS_SITE, { ok: false, why: 'denied' });
  expect(requests).toMatchObject([
    { protocol: 'https', certificate: 'must-hold', address: DISTRIBUTION, port: 443 },
  ]);
  expect(requests[0]?.path).toMatch(/^\/\S+\/\S+$/);
  expect(seen).toEqual({
    deepPage: { ok: true, value: PAGE_503 },
    securePage: null,
    certificate: { ok: true, value: CERTIFICATE },
  });
});

test('a snapshot has the name of the distribution; the certificate of none is not known', async () => {
  const { world, deps } = makeWorld();
  expect((await takeSnapshot(deps, HTTPS_SITE)).distribution).toEqual({
    ok: true,
    value: DISTRIBUTION,
  });
  world.distribution = null;
  const { distribution, certificates, deepPage } = await takeSnapshot(deps, HTTPS_SITE);
  expect(distribution).toEqual({ ok: true, value: null });
  expect([certificates.secondary?.ok, deepPage]).toEqual([false, null]);
});

describe('what the recovery path makes of the page', () => {
  test.each<[string, Partial<Page>, Evidence['secondary']]>([
    ['503 with the page', {}, 'healthy'],
    ['200 with the page, which is only to be mended', { status: 200 }, 'healthy'],
    ['503 without retry-after', { headers: without('retry-after') }, 'healthy'],
    ["503 of CloudFront's own", { headers: without('understudy-target') }, 'unhealthy'],
    ['503 with another page', { body: 'Hello' }, 'unhealthy'],
    ['503 with nothing', { body: '' }, 'unhealthy'],
    ['503 with no HTML', { headers: without('content-type') }, 'unhealthy'],
    ['404', { status: 404 }, 'unhealthy'],
    ['a redirect to the primary', { status: 301 }, 'unhealthy'],
  ])('%s', async (_name, change, secondary) => {
    const { world, deps } = makeWorld(() => ({ ...PAGE_503, ...change }));
    const serving = await lookAtServing(deps, HTTPS_SITE);
    expect(evidenceOf(HTTPS_SITE, null, serving, world.clock.now()).secondary).toBe(secondary);
  });

  test('503 of an S3 website stays what it is: S3 asks to slow down', async () => {
    const { world, deps } = makeWorld();
    const serving = await lookAtServing(deps, SITE);
    expect(evidenceOf(SITE, null, serving, world.clock.now()).secondary).toBe('unhealthy');
  });
});

describe('a drill takes for the page that a visitor gets', () => {
  test.each<[string, Page | null, string]>([
    ['503 of the distribution', PAGE_503, 'secondary'],
    ['503 with another page', { ...PAGE_503, body: 'Hello' }, 'other'],
    ['404', { ...PAGE_503, status: 404 }, 'other'],
    ['no answer', null, 'unreachable'],
  ])('%s', async (_name, page, expected) => {
    const { world, deps, requests } = makeWorld(() => {
      if (page === null) throw new Error('certificate has expired');
      return page;
    });
    await moved(world, '192.0.2.77');
    const serving = await lookAtServing(deps, HTTPS_SITE);
    requests.length = 0;
    const look = makeLookForDrill(deps);
    const drill = {
      marks: { restoring: null, checkers: 1 },
      switchCheckId: null,
    } as unknown as Drill;
    const seen = await look(HTTPS_SITE, drill, { served: 'secondary' } as Evidence, serving);
    expect(seen.page).toBe(expected);
    expect(requests).toMatchObject([
      { protocol: 'https', port: 443, address: '192.0.2.77', certificate: 'must-hold' },
    ]);
  });
});

function without(header: string): Page['headers'] {
  return Object.fromEntries(Object.entries(PAGE_503.headers).filter(([name]) => name !== header));
}
