import {
  type DeployedFronts,
  strandedOf,
  type Taken,
  takenByDeploy,
  takenByRemoval,
} from '../../../lib/core/adopt/stranded.ts';
import type { RecordSet } from '../../../lib/core/verify/snapshot.ts';
import { PRIMARY_RECORD, SECONDARY_RECORD } from '../../fixtures/snapshot.ts';
import { overHttps, siteNamed, withExistingBucket } from '../../stack/sites.ts';

const NAME = 'www.example.com';
const DOMAIN = 'd111111abcdef8.cloudfront.net';
const ENDPOINT = 's3-website-eu-west-1.amazonaws.com';
const PLAIN = siteNamed(NAME);
const SECURE = overHttps(PLAIN);
const asWebsite: DeployedFronts = { sites: new Set([NAME]), distributions: new Map() };
const asDistribution: DeployedFronts = {
  sites: new Set([NAME]),
  distributions: new Map([[NAME, DOMAIN]]),
};
const nothing: DeployedFronts = { sites: new Set(), distributions: new Map() };
const existing = overHttps(withExistingBucket(NAME));

test.each([
  ['the first deployment', nothing, [SECURE], []],
  ['another deployment of the same', asDistribution, [SECURE], []],
  ['another deployment of a website', asWebsite, [PLAIN], []],
  ['turning HTTPS on', asWebsite, [SECURE], [['website', ENDPOINT, 'example.com']]],
  ['turning HTTPS on for a bucket that was there before', asWebsite, [existing], []],
  ['turning HTTPS off', asDistribution, [PLAIN], [['distribution', DOMAIN, 'example.com']]],
  ['taking the site out of sites.yml', asDistribution, [], [['distribution', DOMAIN, null]]],
] as const)('%s takes away what it should', (_name, deployed, sites, expected) => {
  const taken = takenByDeploy(deployed, sites);
  expect(taken.map(({ what, target, hostedZone }) => [what, target, hostedZone])).toEqual(expected);
});

test('a removal takes every distribution away, and no website', () => {
  expect(takenByRemoval(asDistribution, [SECURE]).map(({ target }) => target)).toEqual([DOMAIN]);
  expect(takenByRemoval(asWebsite, [PLAIN])).toEqual([]);
});

const taken = (what: Taken['what'], target: string): Taken => ({
  site: NAME,
  hostedZone: 'example.com',
  what,
  target,
});
const toDistribution: RecordSet = {
  ...SECONDARY_RECORD,
  alias: { dnsName: DOMAIN, hostedZoneId: 'Z2FDTNDATAQYW2', evaluateTargetHealth: false },
};
const cname: RecordSet = {
  ...PRIMARY_RECORD,
  type: 'CNAME',
  failover: null,
  values: [`${NAME}.${ENDPOINT}.`],
};

test.each([
  ['a SECONDARY that leads to the distribution', toDistribution, 'distribution', DOMAIN, 'A'],
  ['a SECONDARY that leads to the website', SECONDARY_RECORD, 'website', ENDPOINT, 'A'],
  ['a CNAME of the bucket', cname, 'website', ENDPOINT, 'CNAME'],
] as const)('%s is stranded', (_name, record, what, target, type) => {
  const stranded = strandedOf(taken(what, target), { ok: true, value: [PRIMARY_RECORD, record] });
  expect(stranded).toMatchObject({ kind: 'leads-there', records: [{ type }] });
});

test.each([
  ['leads elsewhere', PRIMARY_RECORD],
  ['is of another name', { ...toDistribution, name: 'shop.example.com' }],
])('a record that %s strands nobody', (_name, record) => {
  const records = { ok: true, value: [record] } as const;
  expect(strandedOf(taken('distribution', DOMAIN), records)).toBeNull();
});

test('what could not be seen is not taken for nothing', () => {
  const unseen = strandedOf(taken('distribution', DOMAIN), { ok: false, why: 'denied' });
  expect(unseen).toMatchObject({ kind: 'unseen', why: 'denied' });
});
