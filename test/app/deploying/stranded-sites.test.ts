import { type StrandedDeps, strandedSites } from '../../../lib/app/deploying/stranded-sites.ts';
import type { Taken } from '../../../lib/core/adopt/stranded.ts';
import { PRIMARY_RECORD } from '../../fixtures/snapshot.ts';

const DOMAIN = 'd111111abcdef8.cloudfront.net';
const LEADING = {
  ...PRIMARY_RECORD,
  name: 'www.shop.example.com',
  values: [],
  alias: { dnsName: DOMAIN, hostedZoneId: 'Z2FDTNDATAQYW2', evaluateTargetHealth: false },
};
const TAKEN: Taken = {
  site: 'www.shop.example.com',
  hostedZone: 'shop.example.com',
  what: 'distribution',
  target: DOMAIN,
};

function route53(zones: readonly string[]) {
  const read: string[] = [];
  const deps: StrandedDeps = {
    readZone: async (name) => {
      if (!zones.includes(name)) throw new Error(`there is no zone ${name}`);
      read.push(name);
      return { id: name, name, nameServers: [], acceleratedRecovery: null };
    },
    readRecords: async () => [LEADING],
    listZones: async () => zones,
  };
  return { deps, read };
}

test('the records are read in the zone of the site', async () => {
  const { deps, read } = route53(['example.com', 'shop.example.com']);
  expect(await strandedSites(deps, [TAKEN])).toMatchObject([{ kind: 'leads-there' }]);
  expect(read).toEqual(['shop.example.com']);
});

test.each([
  ['the longest of two', ['example.com', 'shop.example.com'], 'shop.example.com'],
  ['one whose name is whole', ['example.com', 'op.example.com'], 'example.com'],
])(
  'a site that sites.yml has no more is looked for in the zone that DNS would ask: %s',
  async (_name, zones, zone) => {
    const { deps, read } = route53(zones);
    const gone = { ...TAKEN, hostedZone: null };
    expect(await strandedSites(deps, [gone])).toMatchObject([{ kind: 'leads-there' }]);
    expect(read).toEqual([zone]);
  },
);

test.each([
  ['whose zone is nowhere', { ...TAKEN, hostedZone: null }, /no public zone of this account/],
  ['whose zone cannot be read', { ...TAKEN, hostedZone: 'elsewhere.example' }, /there is no zone/],
])('a site %s is unseen, not free', async (_name, taken, why) => {
  const { deps } = route53(['example.net']);
  expect(await strandedSites(deps, [taken])).toMatchObject([
    { kind: 'unseen', why: expect.stringMatching(why) },
  ]);
});
