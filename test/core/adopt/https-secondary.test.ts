import type { AdoptChoices } from '../../../lib/core/adopt/choices.ts';
import { planAdoption } from '../../../lib/core/adopt/plan-adoption.ts';
import type { SiteSeen } from '../../../lib/core/adopt/seen.ts';
import type { RecordSet } from '../../../lib/core/verify/snapshot.ts';
import { DISTRIBUTION, HTTPS_SITE, TO_DISTRIBUTION } from '../../fixtures/https-site.ts';
import { nameServerAnswer, PRIMARY_RECORD, SECONDARY_RECORD } from '../../fixtures/snapshot.ts';
import { at } from '../../support/sites.ts';
import { choices, plain, siteSeen, zoneSeen } from './zone-world.ts';

const DEPLOYED: Partial<SiteSeen> = { distribution: { ok: true, value: DISTRIBUTION } };
const SIX = '2001:db8::10';
const both = {
  ...HTTPS_SITE,
  primary: { ...HTTPS_SITE.primary, where: at('203.0.113.10', SIX) },
};
const AAAA = plain({ type: 'AAAA', values: [SIX] });
const toCloudFront = (dnsName: string) => ({
  ttlSeconds: null,
  values: [],
  alias: { ...TO_DISTRIBUTION, dnsName },
});

const plan = (
  records: readonly RecordSet[],
  seen: Partial<SiteSeen> = DEPLOYED,
  chosen: AdoptChoices = choices(),
) => {
  const site = seen.site ?? HTTPS_SITE;
  return planAdoption(zoneSeen(records, { sites: [siteSeen(site, seen)] }), chosen);
};
const secondaries = (...asked: Parameters<typeof plan>) =>
  plan(...asked)
    .sites.flatMap(({ after }) => after)
    .filter(({ failover }) => failover === 'SECONDARY')
    .map(({ type, alias }) => `${type} ${alias?.dnsName} ${alias?.hostedZoneId}`);

describe('the SECONDARY of a site with an HTTPS secondary leads to the distribution of the stack', () => {
  const A = `A ${DISTRIBUTION} Z2FDTNDATAQYW2`;
  test.each<[string, readonly RecordSet[], AdoptChoices, readonly string[]]>([
    ['from a plain record', [plain()], choices(), [A]],
    ['from a pair with an S3 website', [PRIMARY_RECORD, SECONDARY_RECORD], choices(), [A]],
    [
      'from a pair with another distribution',
      [PRIMARY_RECORD, { ...SECONDARY_RECORD, ...toCloudFront('d2.cloudfront.net') }],
      choices(),
      [A],
    ],
    ['also when somebody names it', [plain()], choices({ cloudfront: DISTRIBUTION }), [A]],
    [
      'for AAAA as well',
      [plain(), AAAA],
      choices({ beside: { AAAA: 'pair' } }),
      [A, `AAAA ${DISTRIBUTION} Z2FDTNDATAQYW2`],
    ],
    [
      'of AAAA once more, where it was a pair before',
      [
        plain(),
        { ...PRIMARY_RECORD, type: 'AAAA', values: [SIX] },
        { ...SECONDARY_RECORD, type: 'AAAA', ...toCloudFront('d2.cloudfront.net') },
      ],
      choices(),
      [A, `AAAA ${DISTRIBUTION} Z2FDTNDATAQYW2`],
    ],
  ])('%s', (_name, records, chosen, expected) => {
    const seen = { ...DEPLOYED, site: both, dns: DNS };
    expect(plan(records, seen, chosen).blocks).toEqual([]);
    expect(secondaries(records, seen, chosen)).toEqual(expected);
  });
});

describe('there is no plan, and the reason is told, when', () => {
  test.each<[string, string, RegExp, Parameters<typeof plan>]>([
    [
      'no distribution is deployed',
      'distribution-missing',
      /Deploy first/,
      [[plain()], { distribution: { ok: true, value: null } }],
    ],
    [
      'nobody could tell the distribution',
      'distribution-unknown',
      /SECONDARY_DOMAINS=www\.example\.com=dXXXX/,
      [[plain()], { distribution: { ok: false, why: 'denied' } }],
    ],
    [
      'somebody names another distribution',
      'cloudfront-of-the-stack',
      /Leave --cloudfront out/,
      [[plain()], DEPLOYED, choices({ cloudfront: 'd2.cloudfront.net' })],
    ],
    [
      'the plain record leads to CloudFront itself',
      'two-distributions',
      /origin group/,
      [[plain(toCloudFront('d9.cloudfront.net'))], DEPLOYED],
    ],
    [
      'the primary of sites.yml is that distribution',
      'two-distributions',
      /origin group/,
      [
        [plain(toCloudFront('d9.cloudfront.net'))],
        {
          ...DEPLOYED,
          site: {
            ...HTTPS_SITE,
            primary: {
              ...HTTPS_SITE.primary,
              where: { kind: 'load-balancer', dnsName: 'd9.cloudfront.net' },
            },
          },
        },
      ],
    ],
    [
      'an AAAA record waits for an answer',
      'beside',
      /or --pair AAAA \(it fails over to CloudFront\)/,
      [[plain(), AAAA], { ...DEPLOYED, site: both }],
    ],
  ])('%s', (_name, id, mend, asked) => {
    const { blocks, changes } = plan(...asked);
    expect(blocks.map((block) => block.id)).toEqual([id]);
    expect(blocks[0]?.mend).toMatch(mend);
    expect(changes).toEqual([]);
  });
});

test('the reason against two distributions is that a name belongs to one only', () => {
  const [block] = plan([plain(toCloudFront('d9.cloudfront.net'))]).blocks;
  expect(block?.what).toContain('a name can belong to one distribution only');
});

test('the plan says what visitors of the secondary will get', () => {
  const { notes } = plan([plain()]);
  expect(notes.join('\n')).toContain('over HTTPS, with 503');
  expect(notes.join('\n')).not.toContain('alternate domain name');
});

/** The name servers as they answer for a primary with both families. */
const DNS: SiteSeen['dns'] = {
  ok: true,
  value: [1, 2, 3, 4].map((number) => nameServerAnswer(number, { addresses: ['203.0.113.10'] })),
};
