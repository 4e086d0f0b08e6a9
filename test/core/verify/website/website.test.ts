import { PAGE, PRIMARY_RECORD, SECONDARY_RECORD, SITE } from '../../../fixtures/snapshot.ts';
import { findingIn, HEALTHY, troubleIn, type World, withPage, withSnapshot } from '../breaks.ts';

const headers = (change: Readonly<Record<string, string>>): World =>
  withPage({ headers: { ...PAGE.headers, ...change } });

test.each<[string, World, string[]]>([
  ['the page is as it should be', HEALTHY, []],
  ['it answers 403', withPage({ status: 403 }), ['website.answers fail']],
  ['it answers 400', withPage({ status: 400 }), ['website.answers fail']],
  ['it redirects with 300', withPage({ status: 300 }), ['website.no-redirect fail']],
  ['it answers 503', withPage({ status: 503 }), ['website.answers fail']],
  [
    'it redirects',
    withPage({ status: 301, headers: { location: 'https://www.example.com/' } }),
    ['website.no-redirect fail'],
  ],
  [
    'the marker is missing',
    withPage({ body: '<meta name="robots" content="noindex">Hello' }),
    ['website.content fail'],
  ],
  ['it is plain text', headers({ 'content-type': 'text/plain' }), ['website.html fail']],
  ['it has no content type', withPage({ headers: {} }), ['website.html fail']],
  ['it may be indexed', withPage({ body: 'understudy-fallback' }), ['website.noindex warn']],
  [
    'a header forbids indexing',
    withPage({
      body: 'understudy-fallback',
      headers: { ...PAGE.headers, 'x-robots-tag': 'noindex, nofollow' },
    }),
    [],
  ],
  ['it is cached for a day', headers({ 'cache-control': 'max-age=86400' }), ['website.cache warn']],
  ['only proxies keep it', headers({ 'cache-control': 's-maxage=60, max-age=300' }), []],
  ['it takes three seconds', withPage({ totalMs: 3_000 }), ['website.speed warn']],
])('when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

test('an empty page is a failure even without a marker', () => {
  const site = { ...SITE, secondary: { ...SITE.secondary, marker: null } };
  expect(troubleIn({ ...HEALTHY, site })).toEqual([]);
  expect(findingIn({ ...withPage({ body: ' \n' }), site }, 'website.content')?.outcome).toBe(
    'fail',
  );
});

test('NoSuchBucket is a risk of takeover, and the mend creates the bucket', () => {
  const world = withPage({ status: 404, body: '<li>Code: NoSuchBucket</li>' });
  expect(troubleIn(world)).toEqual(['website.answers fail']);
  const finding = findingIn(world, 'website.answers');
  expect(finding?.why).toContain('takeover');
  const missingKey = withPage({ status: 404, body: '<li>Code: NoSuchKey</li>' });
  expect(findingIn(missingKey, 'website.answers')?.why).not.toContain('takeover');
  expect(finding?.mend).toContain('aws s3 mb s3://www.example.com --region eu-west-1');
});

describe('an HTTPS site', () => {
  const primary = { ...SITE.primary, protocol: 'https', port: 443 } as const;
  const https = { ...SITE, primary };
  const outcomeIn = (world: World) =>
    findingIn({ ...world, site: https }, 'website.https')?.outcome;

  test('cannot fail over to an S3 website', () => {
    expect(outcomeIn(HEALTHY)).toBe('fail');
  });

  test('is one that listens on port 443, however it is probed', () => {
    const site = { ...SITE, primary: { ...SITE.primary, protocol: 'tcp', port: 443 } as const };
    expect(findingIn({ ...HEALTHY, site }, 'website.https')?.outcome).toBe('fail');
  });

  test('can fail over to CloudFront', () => {
    const alias = {
      dnsName: 'd1.cloudfront.net',
      hostedZoneId: 'Z2FDTNDATAQYW2',
      evaluateTargetHealth: false,
    };
    const records = [PRIMARY_RECORD, { ...SECONDARY_RECORD, alias }];
    expect(outcomeIn(withSnapshot({ records: { ok: true, value: records } }))).toBe('pass');
  });

  test('is not judged without the records', () => {
    expect(
      outcomeIn(withSnapshot({ records: { ok: false, why: 'not looked at' } })),
    ).toBeUndefined();
  });
});

test('a redirect to the primary is told as one', () => {
  const location = 'http://203.0.113.10/';
  const finding = findingIn(
    withPage({ status: 302, headers: { location } }),
    'website.no-redirect',
  );
  expect(finding?.seen).toBe('302 to http://203.0.113.10/, which is the primary');
  expect(finding?.why).toContain('straight back');
  expect(findingIn(withPage({ status: 302, headers: {} }), 'website.no-redirect')?.seen).toBe(
    '302 to nowhere',
  );
});

test('content is put in place by publishing it', () => {
  expect(findingIn(withPage({ body: '' }), 'website.content')?.mend).toContain(
    'npm start -- publish www.example.com',
  );
});

test('a page that could not be fetched is unknown', () => {
  const world = withSnapshot({ page: { ok: false, why: 'connect ETIMEDOUT' } });
  expect(troubleIn(world)).toEqual(['website.readable unknown']);
});
