import type { Page } from '../../../../lib/core/verify/snapshot.ts';
import { DEEP_PAGE, SITE } from '../../../fixtures/snapshot.ts';
import { findingIn, HEALTHY, troubleIn, type World, withSnapshot } from '../breaks.ts';

const NO_ANSWER = { ok: false, why: 'connect ETIMEDOUT' } as const;

const deep = (change: Partial<Page>): World =>
  withSnapshot({ deepPage: { ok: true, value: { ...DEEP_PAGE, ...change } } });
const redirected = (location: string): World =>
  deep({ status: 302, headers: { location }, body: '' });
const html = (body: string): World => deep({ body });

test.each<[string, World, string[]]>([
  ['the error document is the page itself', HEALTHY, []],
  ['CloudFront answers 503 with the page', deep({ status: 503 }), []],
  ['it is redirected to the first page', redirected('/'), []],
  ['it is redirected within the site', redirected('http://www.example.com/'), []],
  ['nobody asked', withSnapshot({ deepPage: null }), []],
  [
    'it could not be followed',
    withSnapshot({ deepPage: NO_ANSWER }),
    ['website.deep-link unknown'],
  ],
  [
    'S3 says what it lacks, on the website endpoint',
    html('<html><ul><li>Code: NoSuchKey</li></ul></html>'),
    ['website.deep-link warn'],
  ],
  [
    'S3 says what it lacks, as XML',
    deep({
      headers: { 'content-type': 'application/xml' },
      body: '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
    }),
    ['website.deep-link warn'],
  ],
  ['the body is empty', html(' '), ['website.deep-link warn']],
  ['the marker is missing', html('<p>Not found</p>'), ['website.deep-link warn']],
  [
    'it is plain text',
    deep({ headers: { 'content-type': 'text/plain' } }),
    ['website.deep-link warn'],
  ],
  [
    'it is redirected to the primary',
    redirected('http://203.0.113.10/'),
    ['website.deep-link fail'],
  ],
  ['it is redirected elsewhere', redirected('//example.org/'), ['website.deep-link fail']],
  ['it is redirected nowhere', deep({ status: 301, headers: {} }), ['website.deep-link fail']],
  [
    'it is redirected to HTTPS, which an S3 website does not speak',
    redirected('https://www.example.com/'),
    ['website.deep-link fail'],
  ],
])('a link deep into the site, when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

test.each([
  [
    'S3 on the website endpoint',
    '<li>Code: NoSuchKey</li>',
    '404 and a bare error of S3, NoSuchKey',
  ],
  ['S3 as XML', '<Code>AccessDenied</Code>', '404 and a bare error of S3, AccessDenied'],
  ['nobody', '\n', '404 and an empty body'],
])('it is told that %s wrote the answer', (_name, body, words) => {
  expect(findingIn(html(body), 'website.deep-link')?.seen).toBe(words);
});

test('a deep link that leads to the primary is told as one', () => {
  const finding = findingIn(redirected('http://203.0.113.10/'), 'website.deep-link');
  expect(finding?.seen).toBe('302 to http://203.0.113.10/, which is the primary');
  expect(finding?.why).toContain('straight back');
});

test('any error document will do without a marker', () => {
  const site = { ...SITE, secondary: { ...SITE.secondary, marker: null } };
  expect(troubleIn({ ...html('<p>Not found</p>'), site })).toEqual([]);
});
