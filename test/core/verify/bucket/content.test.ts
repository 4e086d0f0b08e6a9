import type { BucketObject, ContentFile, Snapshot } from '../../../../lib/core/verify/snapshot.ts';
import { BUCKET, CONTENT, EXPECTED, OBJECTS, PAGE, SITE } from '../../../fixtures/snapshot.ts';
import { findingIn, HEALTHY, troubleIn, type World, withSnapshot } from '../breaks.ts';

const MD5 = '92eb5ffee6ae2fec3ad71c777531578f';
const OTHER_MD5 = '4a8a08f09d37b73795649038408b5f33';
const STYLE: ContentFile = { key: 'css/style.css', md5: MD5, bytes: 500 };
const stored = (change: Partial<BucketObject> = {}): BucketObject => ({
  key: STYLE.key,
  etag: MD5,
  bytes: STYLE.bytes,
  ...change,
});

/** A folder of two files, and what the bucket has besides the index. */
const withFolder = (others: readonly BucketObject[], change: Partial<Snapshot> = {}): World =>
  withSnapshot({
    expected: { ...EXPECTED, content: { ok: true, value: [...CONTENT, STYLE] } },
    objects: { ok: true, value: [...OBJECTS, ...others] },
    ...change,
  });
const underKms = {
  bucket: { ok: true, value: { ...BUCKET, encryption: { ok: true, value: 'kms' } } },
} as const;
const content = (files: readonly ContentFile[] | null): Partial<Snapshot> => ({
  expected: { ...EXPECTED, content: files === null ? null : { ok: true, value: files } },
});

test.each<[string, World, string[]]>([
  ['every file is there', withFolder([stored()]), []],
  ['an ETag is in capitals', withFolder([stored({ etag: MD5.toUpperCase() })]), []],
  ['there is more', withFolder([stored(), stored({ key: 'old.html' })]), []],
  ['a file is missing', withFolder([]), ['bucket.content fail']],
  ['a file differs', withFolder([stored({ etag: OTHER_MD5 })]), ['bucket.content fail']],
  [
    'a file came in parts and has its size',
    withFolder([stored({ etag: `${OTHER_MD5}-2` })]),
    ['bucket.content unknown'],
  ],
  [
    'a file came in parts and has another size',
    withFolder([stored({ etag: `${OTHER_MD5}-2`, bytes: 501 })]),
    ['bucket.content fail'],
  ],
  [
    'a file is under a KMS key, where an ETag looks like an MD5',
    withFolder([stored({ etag: OTHER_MD5 })], underKms),
    ['bucket.encryption fail', 'bucket.content unknown'],
  ],
  [
    'a file under a KMS key has another size',
    withFolder([stored({ etag: OTHER_MD5, bytes: 501 })], underKms),
    ['bucket.encryption fail', 'bucket.content fail'],
  ],
  ['the files are not at hand', withFolder([], content(null)), []],
  ['nobody listed the bucket', withFolder([], { objects: null }), []],
  [
    'the bucket may not be listed',
    withFolder([], { objects: { ok: false, why: 'access denied' } }),
    ['bucket.content unknown'],
  ],
  [
    'the bucket may not be listed, nor are the files at hand',
    withFolder([], { objects: { ok: false, why: 'access denied' }, ...content(null) }),
    ['bucket.content unknown'],
  ],
  [
    'the folder cannot be read',
    withSnapshot({
      expected: { ...EXPECTED, content: { ok: false, why: 'there is no content folder site' } },
    }),
    ['bucket.content unknown'],
  ],
  ['the folder is empty', withSnapshot(content([])), ['bucket.content warn']],
])('the content, when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

const seenIn = (world: World) => findingIn(world, 'bucket.content')?.seen;

test('what is wrong with the content is named, and no more than a few files', () => {
  const files = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((key) => ({ ...STYLE, key }));
  const differing = [stored({ key: 'a', etag: OTHER_MD5 })];
  const objects = { ok: true, value: differing } as const;
  expect(seenIn(withSnapshot({ ...content(files), objects }))).toBe(
    'missing: b, c, d, e, f and 1 more; not as in the folder: a',
  );
});

test('pages that the folder no longer has are named', () => {
  const strays = [stored({ key: 'old.html' }), stored({ key: 'notes.txt' })];
  expect(seenIn(withFolder([stored(), ...strays]))).toBe(
    '2 files, as in the content folder; visitors also find old.html, which the folder has not',
  );
});

const indexOf = (bytes: number): World =>
  withSnapshot({
    objects: { ok: true, value: OBJECTS.map((object) => ({ ...object, bytes })) },
  });

test.each<[string, World, string[]]>([
  ['it has 100 kB', indexOf(100_000), []],
  ['it has more', indexOf(100_001), ['bucket.index-size warn']],
])('the index document, when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

const withBody = (body: string, change: Partial<Snapshot> = {}): World =>
  withSnapshot({
    page: { ok: true, value: { ...PAGE, body: `${PAGE.body}${body}` } },
    ...change,
  });
const withStyle = { objects: { ok: true, value: [...OBJECTS, stored()] } } as const;
const STYLESHEET = '<link rel="stylesheet" href="/css/style.css?v=2">';

test.each<[string, World, string[]]>([
  ['its style is in the bucket', withBody(STYLESHEET, withStyle), []],
  ['its style is not', withBody(STYLESHEET), ['bucket.assets warn']],
  [
    "its picture is under the site's own name",
    withBody('<img src=http://www.example.com/sun.png>'),
    ['bucket.assets warn'],
  ],
  ['its picture is somebody else’s', withBody('<img src="https://example.org/sun.png">'), []],
  ['it links to a page that the bucket has not', withBody('<a href="/contact">Contact</a>'), []],
  ['it has an asset that nobody listed', withBody(STYLESHEET, { objects: null }), []],
  [
    'it names the primary’s address',
    withBody('<a href="http://203.0.113.10/login">'),
    ['bucket.no-primary fail'],
  ],
  [
    'it names the address with a port',
    withBody('<a href="//203.0.113.10:8080/">'),
    ['bucket.no-primary fail'],
  ],
  ['it names a longer address', withBody('<a href="http://203.0.113.100/">'), []],
  ['it names the primary in a comment only', withBody('<!-- 203.0.113.10 -->'), []],
  ["it links to the site's own name", withBody('<a href="http://www.example.com/">'), []],
])('the page, when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

test.each([
  ['a load balancer by its name', 'lb-1.eu-west-1.elb.amazonaws.com', 'fail'],
  ['a load balancer as an alias has it', 'dualstack.LB-1.eu-west-1.elb.amazonaws.com', 'fail'],
  ['another load balancer', 'alb-1.eu-west-1.elb.amazonaws.com', 'pass'],
])('a page that names %s', (_name, host, outcome) => {
  const where = { kind: 'load-balancer', dnsName: 'lb-1.eu-west-1.elb.amazonaws.com' } as const;
  const site = { ...SITE, primary: { ...SITE.primary, where } };
  const world = { ...withBody(`<a href="https://${host}/">`), site };
  expect(findingIn(world, 'bucket.no-primary')?.outcome).toBe(outcome);
});

test.each([
  ['an IPv6 address of the primary', '[2001:DB8::10]', 'fail'],
  ['a longer IPv6 address', '[2001:db8::10:5]', 'pass'],
])('a page that names %s', (_name, host, outcome) => {
  const where = { kind: 'addresses', addresses: ['2001:db8::10'] } as const;
  const site = { ...SITE, primary: { ...SITE.primary, where } };
  const world = { ...withBody(`<a href="http://${host}/">`), site };
  expect(findingIn(world, 'bucket.no-primary')?.outcome).toBe(outcome);
});

test('a page that was not seen has no findings about what it names', () => {
  const world = withSnapshot({ page: { ok: false, why: 'timeout' } });
  expect(findingIn(world, 'bucket.assets')).toBeUndefined();
  expect(findingIn(world, 'bucket.no-primary')).toBeUndefined();
  expect(findingIn(HEALTHY, 'bucket.assets')?.seen).toBe('0 files named, none missing');
});
