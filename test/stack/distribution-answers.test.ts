import fc from 'fast-check';
import type { Site } from '../../lib/core/site.ts';
import { resources } from '../../lib/stack/resources.ts';
import type { Resources } from '../../lib/stack/template.ts';
import { distributionIn, type EdgeRequest, type Origin } from '../support/cloudfront.ts';
import { CONFIG, overHttps, siteNamed } from './sites.ts';

const NAME = 'www.example.com';
const HTML = 'text/html; charset=utf-8';
const FILES = {
  'index.html': { body: '<p>We will be back soon.', type: HTML },
  'shop/index.html': { body: '<p>The shop is closed.', type: HTML },
  'notes.html': { body: '<p>Notes', type: HTML },
  'style.css': { body: 'p { color: red }', type: 'text/css; charset=utf-8' },
  'logo.svg': { body: '<svg/>', type: 'image/svg+xml; charset=utf-8' },
} as const;
const SITE = overHttps(siteNamed(NAME));
const stackOf = (...sites: readonly Site[]): Resources => resources({ ...CONFIG, sites });
const visit = (request: EdgeRequest, site = SITE, origin: Partial<Origin> = {}) =>
  distributionIn(stackOf(site), NAME, { files: FILES, ...origin })(request);

const UNAVAILABLE = {
  'retry-after': '300',
  'cache-control': 'no-store',
  'understudy-target': 'secondary',
};

test.each([
  ['the front page', '/', FILES['index.html'].body],
  ['a page of a folder', '/shop/', FILES['shop/index.html'].body],
  ['a folder without its slash', '/shop', FILES['shop/index.html'].body],
  ['a page by its file name', '/notes.html', FILES['notes.html'].body],
  ['a deep link of the real site', '/products/42', FILES['index.html'].body],
  ['a file that is not there', '/images/photo.jpg', FILES['index.html'].body],
  ['a path with a query', '/shop/?sort=price', FILES['shop/index.html'].body],
  ['a path that climbs', '/../../etc/passwd', FILES['index.html'].body],
  ['what would list a bucket', '/?list-type=2', FILES['index.html'].body],
  ['what would show its policy', '/?policy', FILES['index.html'].body],
])('%s is the page, with 503, when to come back and the mark', (_name, path, body) => {
  const answer = visit({ path });
  expect(answer).toMatchObject({ status: 503, body, headers: UNAVAILABLE });
  expect(answer.headers['content-type']).toBe(HTML);
});

test.each(['/style.css', '/logo.svg'])('%s is a part of the page: 200, kept by nobody', (path) => {
  const answer = visit({ path });
  expect(answer).toMatchObject({ status: 200, headers: UNAVAILABLE });
  expect(answer.body).not.toBe('');
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
  '%s is not taken, and told so',
  (method) => {
    const answer = visit({ method, path: '/orders' });
    expect(answer).toMatchObject({ status: 503, headers: UNAVAILABLE });
    expect(answer.body).toContain('was not taken');
  },
);

test('HEAD is answered like GET, without the body', () => {
  expect(visit({ method: 'HEAD', path: '/' })).toMatchObject({
    status: 503,
    headers: UNAVAILABLE,
    body: '',
  });
});

test.each([
  ['asks whether its copy of the real page is still good', { 'If-Modified-Since': 'Mon' }],
  ['asks by the tag of the real page', { 'If-None-Match': '"abc"' }],
  ['asks for a part of the page', { Range: 'bytes=0-9' }],
])('a crawler that %s gets the 503 and all of the page', (_name, headers) => {
  const { body } = FILES['index.html'];
  expect(visit({ path: '/', headers })).toMatchObject({ status: 503, body, headers: UNAVAILABLE });
});

test('while S3 is down, what nobody has kept is a 503 that says when to come back', () => {
  expect(visit({ path: '/' }, SITE, { isDown: true })).toMatchObject({
    status: 503,
    headers: UNAVAILABLE,
  });
});

test('whatever the path and the method, nobody learns anything but that the site comes back', () => {
  const word = fc.string({ unit: fc.constantFrom(...'aZ0.-_~%25/'), maxLength: 40 });
  const methods = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS');
  const ask = distributionIn(stackOf(SITE), NAME, { files: FILES });
  fc.assert(
    fc.property(word, methods, (path, method) => {
      fc.pre(!/%(?!25)/.test(path));
      const answer = ask({ path: `/${path}`, method });
      expect(answer.status).toBe(503);
      expect(answer.headers).toMatchObject(UNAVAILABLE);
      expect(answer.body).not.toContain('AccessDenied');
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['http', 'http', 503],
  ['tcp', 'http', 503],
  ['https', 'http', 301],
  ['https', 'https', 503],
] as const)('where the primary speaks %s, a visit over %s gets %i', (protocol, scheme, status) => {
  const site = overHttps(siteNamed(NAME, { protocol, port: 443 }));
  const answer = visit({ scheme, path: '/shop' }, site);
  expect(answer.status).toBe(status);
  if (status === 301) expect(answer.headers.location).toBe('https://www.example.com/shop');
});

test('each site says its own time to come back, and equal times share what says them', () => {
  const hour = overHttps(siteNamed('shop.example.com'), { retryAfterMs: 3_600_000 });
  const also = overHttps(siteNamed('pay.example.com'));
  const stack = stackOf(SITE, hour, also);
  const ask = distributionIn(stack, 'shop.example.com', { files: FILES });
  for (const method of ['GET', 'POST'])
    expect(ask({ method, path: '/' }).headers['retry-after']).toBe('3600');
  const counted = (type: string) => Object.values(stack).filter(({ Type }) => Type === type).length;
  expect(counted('AWS::CloudFront::Distribution')).toBe(3);
  expect(counted('AWS::CloudFront::ResponseHeadersPolicy')).toBe(2);
  expect(counted('AWS::CloudFront::Function')).toBe(4);
  expect(counted('AWS::CloudFront::CachePolicy')).toBe(1);
  expect(counted('AWS::CloudFront::OriginAccessControl')).toBe(1);
});

test('the time to come back is never sooner than sites.yml says', () => {
  const site = overHttps(siteNamed(NAME), { retryAfterMs: 1_001 });
  expect(visit({ path: '/' }, site).headers['retry-after']).toBe('2');
});
