import { draftSites, type InitDeps } from '../../lib/app/init.ts';
import { sitesFileAccepts } from '../../lib/config/accepts.ts';
import { epochMs } from '../../lib/core/time.ts';
import type { Page, RecordSet } from '../../lib/core/verify/snapshot.ts';
import { alias, BALANCER, record } from '../fixtures/zone-records.ts';

const PAGE: Page = {
  url: 'http://www.example.com/',
  address: '203.0.113.10',
  status: 200,
  headers: {},
  body: 'hello',
  totalMs: 12,
};
const CERTIFICATE = {
  names: ['www.example.com'],
  validFrom: epochMs(0),
  validTo: epochMs(4_000_000_000_000),
  problem: null,
};

/** A zone that holds these records; whoever is asked for is noted down. */
function world(records: readonly RecordSet[], change: Partial<InitDeps> = {}) {
  const asked: unknown[] = [];
  const deps: InitDeps = {
    listPublicZones: async () => ['example.net', 'example.com', 'example.com'],
    readZone: async (name) => {
      asked.push(['zone', name]);
      return { id: 'Z1', name, nameServers: [], acceleratedRecovery: null };
    },
    readRecords: async (zoneId, names) => {
      asked.push(['records', zoneId, names]);
      return records;
    },
    readCertificate: async ({ address, port, hostname }) => {
      asked.push(['certificate', address, port, hostname]);
      return CERTIFICATE;
    },
    fetchPage: async ({ protocol, address, port, hostname, path }) => {
      asked.push([protocol, address, port, hostname, path]);
      return PAGE;
    },
    ...change,
  };
  return { deps, asked };
}

const REQUEST = {
  domain: 'www.example.com',
  emails: ['ops@example.com'],
  zoneRoleArn: null,
  settingsRegion: null,
  accepts: sitesFileAccepts,
};

test('the zone is read once, and each primary is asked for the site by its name', async () => {
  const { deps, asked } = world([record(), alias(BALANCER, { name: 'example.com' })]);
  const draft = await draftSites(deps, REQUEST);
  expect(draft).toMatchObject({
    domain: 'www.example.com',
    zone: 'example.com',
    emails: ['ops@example.com'],
    region: { region: 'eu-west-1' },
    sites: [
      { name: 'www.example.com', spoken: { protocol: 'https' } },
      { name: 'example.com', where: { kind: 'load-balancer', dnsName: BALANCER } },
    ],
    leftOut: [],
  });
  expect(asked).toEqual([
    ['zone', 'example.com'],
    ['records', 'Z1', ['www.example.com', 'example.com']],
    ['certificate', '203.0.113.10', 443, 'www.example.com'],
    ['https', '203.0.113.10', 443, 'www.example.com', '/'],
    ['http', '203.0.113.10', 80, 'www.example.com', '/'],
    ['certificate', BALANCER, 443, 'example.com'],
    ['https', BALANCER, 443, 'example.com', '/'],
    ['http', BALANCER, 80, 'example.com', '/'],
  ]);
});

test('a primary that answers nothing is in the draft all the same', async () => {
  const silent = () => Promise.reject(new Error('no answer'));
  const { deps } = world([record()], { readCertificate: silent, fetchPage: silent });
  expect((await draftSites(deps, REQUEST)).sites).toMatchObject([
    { name: 'www.example.com', spoken: { protocol: 'http', why: 'silent', status: null } },
  ]);
});

test('nobody is asked about a name that is left out', async () => {
  const { deps, asked } = world([record({ values: ['10.0.0.5'] })]);
  expect((await draftSites(deps, REQUEST)).leftOut).toMatchObject([
    { name: 'www.example.com', reason: 'address-not-public' },
    { name: 'example.com', reason: 'no-record' },
  ]);
  expect(asked).toHaveLength(2);
});

test.each([
  [['example.net', 'example.org'], 'for www.example.com, but example.net, example.org: check the'],
  [[], 'this account has no public hosted zone, so none for www.example.com'],
])('of the zones %j none will do, and that is said', async (zones, text) => {
  const { deps, asked } = world([], { listPublicZones: async () => zones });
  await expect(draftSites(deps, REQUEST)).rejects.toThrow(text);
  expect(asked).toEqual([]);
});

test('what AWS refuses is not taken for an empty zone', async () => {
  const denied = new Error('route53:ListResourceRecordSets on zone Z1 was denied');
  const { deps } = world([], { readRecords: () => Promise.reject(denied) });
  await expect(draftSites(deps, REQUEST)).rejects.toBe(denied);
});
