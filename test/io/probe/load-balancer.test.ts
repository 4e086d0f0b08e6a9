import { endpointsOf } from '../../../lib/core/endpoints.ts';
import type { Primary, Site } from '../../../lib/core/site.ts';
import { makeProbeOnce } from '../../../lib/io/probe/probe-once.ts';
import { makeOpenProber } from '../../../lib/io/probe/prober.ts';
import { AUTHORITY, tls } from '../../faults/targets/certificates.ts';
import {
  forward,
  type LoadBalancerNodes,
  redirectToHttps,
  startLoadBalancer,
} from '../../support/application-load-balancer.ts';
import { behindLoadBalancer, siteNamed } from '../../support/sites.ts';
import { expecting, NOON, opening } from './loopback.ts';

const opened = opening();
const NAME = 'www.example.com';
const ADDRESSES = ['198.51.100.1', '198.51.100.2', '198.51.100.3'];
const WEB = forward(NAME, '/health');
const OTHER_SITE = forward('other.example.com', '/');

async function start(
  ...listeners: Parameters<typeof startLoadBalancer>
): Promise<LoadBalancerNodes> {
  const nodes = await startLoadBalancer(...listeners);
  opened.also(nodes.close);
  return nodes;
}
const siteWith = (primary: Partial<Primary> = {}, name = NAME): Site => {
  const site = siteNamed(name, {}, behindLoadBalancer);
  const expect = expecting({ status: [{ from: 200, to: 399 }], withinMs: 2_000 });
  return { ...site, primary: { ...site.primary, expect, ...primary } };
};
const secure = { protocol: 'https', port: 443 } as const;

/** One fresh probe at each address, as a window sends them. */
const probe = ({ addresses, dial }: LoadBalancerNodes, site: Site) =>
  makeProbeOnce(makeOpenProber({ now: () => NOON, dial, ca: AUTHORITY }))(
    endpointsOf(site, addresses),
  );
const verdicts = async (nodes: LoadBalancerNodes, site: Site) =>
  (await probe(nodes, site)).map(({ verdict, cause, status }) => `${verdict} ${cause ?? status}`);

const each = (what: string) => ADDRESSES.map(() => what);

test('the rule for host and path answers at every address of the load balancer', async () => {
  const nodes = await start(ADDRESSES, { http: [OTHER_SITE, WEB] });
  expect(await verdicts(nodes, siteWith())).toEqual(each('healthy 200'));
  expect(nodes.requests.toSorted()).toEqual(
    ADDRESSES.map((address) => `${address}:80 ${NAME} /health`),
  );
});

test.each<[string, Site]>([
  ['another host', siteWith({}, 'shop.example.com')],
  ['another path', siteWith({ path: '/status' })],
])('%s gets the default rule, which is no answer of the site', async (_name, site) => {
  const nodes = await start(ADDRESSES, { http: [OTHER_SITE, WEB] });
  expect(await verdicts(nodes, site)).toEqual(each('unhealthy bad-status'));
});

test('one node of three that has lost the rule is the only one that is unhealthy', async () => {
  const [whole, broken] = await Promise.all([
    start(ADDRESSES, { http: [WEB] }),
    start(ADDRESSES, { http: [] }),
  ]);
  const dial: LoadBalancerNodes['dial'] = (address, port) =>
    (address === ADDRESSES[1] ? broken : whole).dial(address, port);
  expect(await verdicts({ ...whole, dial }, siteWith())).toEqual([
    'healthy 200',
    'unhealthy bad-status',
    'healthy 200',
  ]);
});

describe('where TLS ends at the load balancer', () => {
  const listeners = { http: [redirectToHttps], https: [WEB], tls: tls('site') };

  test("the handshake asks for the site's name at every address, and its certificate holds", async () => {
    const nodes = await start(ADDRESSES, listeners);
    const results = await probe(nodes, siteWith(secure));
    expect(results.map(({ verdict }) => verdict)).toEqual(each('healthy'));
    expect(results.map(({ certificate }) => certificate?.issuer)).toEqual(
      each('Understudy test authority'),
    );
    expect(nodes.serverNames).toEqual(each(NAME));
  });

  test('the certificate of another site on it is refused', async () => {
    const nodes = await start(ADDRESSES, { ...listeners, https: [OTHER_SITE] });
    expect(await verdicts(nodes, siteWith(secure, 'other.example.com'))).toEqual(
      each('unhealthy tls-wrong-name'),
    );
    expect(nodes.requests).toEqual([]);
  });

  test('a redirect on port 80 is an answer where redirects are judged', async () => {
    const nodes = await start(ADDRESSES, listeners);
    expect(await verdicts(nodes, siteWith())).toEqual(each('healthy 301'));
    expect(nodes.serverNames).toEqual([]);
  });

  test('a redirect on port 80 is followed to the same address, past the listener to the site', async () => {
    const nodes = await start(ADDRESSES, listeners);
    const followed = { ...siteWith().primary.expect, redirects: 'follow' } as const;
    expect(await verdicts(nodes, siteWith({ expect: followed }))).toEqual(each('healthy 200'));
    expect(nodes.requests.toSorted()).toEqual(
      ADDRESSES.flatMap((address) => [
        `${address}:443 ${NAME} /health`,
        `${address}:80 ${NAME} /health`,
      ]),
    );
  });

  test('a site that is broken behind a redirect is seen only where it is followed', async () => {
    const nodes = await start(ADDRESSES, { ...listeners, https: [] });
    const { expect: judged } = siteWith().primary;
    expect(await verdicts(nodes, siteWith({ expect: judged }))).toEqual(each('healthy 301'));
    const followed = { ...judged, redirects: 'follow' } as const;
    expect(await verdicts(nodes, siteWith({ expect: followed }))).toEqual(
      each('unhealthy bad-status'),
    );
  });
});
