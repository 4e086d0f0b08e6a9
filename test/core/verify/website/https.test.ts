import type { Look } from '../../../../lib/core/verify/finding.ts';
import type { Page, Snapshot } from '../../../../lib/core/verify/snapshot.ts';
import { verifyWebsite } from '../../../../lib/core/verify/website/website.ts';
import {
  DEEP_PAGE,
  MONITOR_SEEN,
  PAGE,
  PRIMARY_PAGE,
  PRIMARY_RECORD,
  SECONDARY_RECORD,
  SITE,
} from '../../../fixtures/snapshot.ts';
import { findingIn, troubleIn, type World, withSnapshot } from '../breaks.ts';

const NO_ANSWER = { ok: false, why: 'connect ETIMEDOUT' } as const;
const seen = (page: Page, change: Partial<Page> = {}): Look<Page> => ({
  ok: true,
  value: { ...page, ...change },
});

const CLOUDFRONT = {
  ...SECONDARY_RECORD,
  alias: {
    dnsName: 'd1.cloudfront.net',
    hostedZoneId: 'Z2FDTNDATAQYW2',
    evaluateTargetHealth: false,
  },
};

describe('an HTTPS site behind CloudFront', () => {
  const site = { ...SITE, primary: { ...SITE.primary, protocol: 'https', port: 443 } } as const;
  const websiteIn = (change: Partial<Snapshot>): string[] =>
    verifyWebsite(
      site,
      withSnapshot({ records: { ok: true, value: [PRIMARY_RECORD, CLOUDFRONT] }, ...change })
        .snapshot,
    )
      .filter(({ outcome }) => outcome !== 'pass')
      .map(({ id, outcome }) => `${id} ${outcome}`);
  const secure = (change: Partial<Page>) => websiteIn({ securePage: seen(PAGE, change) });

  test.each<[string, string[], string[]]>([
    ['answers 200', secure({}), []],
    ['answers 503 with the page', secure({ status: 503 }), []],
    ['was not asked', websiteIn({ securePage: null }), []],
    [
      'may redirect a deep link to HTTPS',
      websiteIn({
        deepPage: seen(DEEP_PAGE, {
          status: 301,
          headers: { location: 'https://www.example.com/' },
        }),
      }),
      [],
    ],
    ['does not answer', websiteIn({ securePage: NO_ANSWER }), ['website.secure fail']],
    ['answers 403', secure({ status: 403 }), ['website.secure fail']],
    ['redirects', secure({ status: 302 }), ['website.secure fail']],
    ['sends no HTML', secure({ headers: {} }), ['website.secure fail']],
    ['sends another page', secure({ body: 'Hello' }), ['website.secure fail']],
    [
      'may have HSTS on the primary',
      websiteIn({ primaryPage: seen(PRIMARY_PAGE, hstsFor(31_536_000)) }),
      [],
    ],
    ['needs not see the primary', websiteIn({ primaryPage: NO_ANSWER }), []],
  ])('%s', (_name, trouble, expected) => {
    expect(trouble).toEqual(expected);
  });
});

test('a plain HTTP site does not need the HTTPS of its CloudFront', () => {
  const records = { ok: true, value: [PRIMARY_RECORD, CLOUDFRONT] } as const;
  const world = withSnapshot({ records, securePage: NO_ANSWER });
  expect(findingIn(world, 'website.secure')).toBeUndefined();
});

const primary = (change: Partial<Page>): World =>
  withSnapshot({ primaryPage: seen(PRIMARY_PAGE, change) });

function hstsFor(maxAge: number): Pick<Page, 'headers'> {
  return { headers: { 'strict-transport-security': `max-age=${maxAge}; includeSubDomains` } };
}

test.each<[string, World, string[]]>([
  ['the primary sends the header', primary(hstsFor(31_536_000)), ['website.hsts fail']],
  [
    'its age is in quotes',
    primary({ headers: { 'strict-transport-security': 'Max-Age="600"' } }),
    ['website.hsts fail'],
  ],
  ['the primary takes the header back', primary(hstsFor(0)), []],
  ['the header has no age', primary({ headers: { 'strict-transport-security': 'preload' } }), []],
  ['nobody asked the primary', withSnapshot({ primaryPage: null }), []],
  [
    'the primary is known to be down',
    withSnapshot({
      primaryPage: NO_ANSWER,
      monitor: { ok: true, value: { ...MONITOR_SEEN, health: 'unhealthy' } },
    }),
    ['health-checks.checkers-agree warn'],
  ],
  [
    'the primary does not answer',
    withSnapshot({ primaryPage: NO_ANSWER }),
    ['website.hsts unknown'],
  ],
  ['the primary answers with an error', primary({ status: 502 }), ['website.hsts unknown']],
  [
    'an error still has the header',
    primary({ status: 503, ...hstsFor(60) }),
    ['website.hsts fail'],
  ],
])('with a secondary of HTTP only, when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

test('HSTS is not judged without the records', () => {
  const { primaryPage } = primary(hstsFor(600)).snapshot;
  const world = withSnapshot({ primaryPage, records: NO_ANSWER });
  expect(findingIn(world, 'website.hsts')).toBeUndefined();
});

test('HSTS tells for how long browsers remember it', () => {
  const finding = findingIn(primary(hstsFor(31_536_000)), 'website.hsts');
  expect(finding?.mend).toContain('for up to 365 days');
});

test('on the recovery path the page alone is judged', () => {
  const alone = withSnapshot({
    records: NO_ANSWER,
    deepPage: null,
    securePage: null,
    primaryPage: null,
  });
  expect(verifyWebsite(SITE, alone.snapshot).map(({ id }) => id)).toEqual([
    'website.answers',
    'website.no-redirect',
    'website.content',
    'website.html',
    'website.noindex',
    'website.cache',
    'website.speed',
    'website.https',
  ]);
});
