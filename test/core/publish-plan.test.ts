import fc from 'fast-check';
import { publishHeaders } from '../../lib/core/publish-headers.ts';
import { headsNeeded, planPublish, putWaves } from '../../lib/core/publish-plan.ts';
import type { ObjectHead } from '../../lib/core/publish-world.ts';
import type { BucketObject, ContentFile } from '../../lib/core/verify/snapshot.ts';

const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';
const OTHER = '900150983cd24fb0d6963f7d28e17f72';
const FILE: ContentFile = { key: 'index.html', md5: MD5, bytes: 10 };
const SAME: BucketObject = { key: 'index.html', etag: MD5, bytes: 10 };
const RIGHT: ObjectHead = {
  etag: MD5,
  contentType: 'text/html; charset=utf-8',
  cacheControl: 'max-age=60',
  isOurs: true,
};

const planWith = (objects: readonly BucketObject[], head: ObjectHead | null, files = [FILE]) => {
  const heads = objects.flatMap(({ key }) => (head === null ? [] : [[key, head] as const]));
  return planPublish(files, objects, new Map(heads));
};

test.each<[string, readonly BucketObject[], ObjectHead | null, string]>([
  ['is not in the bucket', [], null, 'new'],
  ['has other bytes', [{ ...SAME, etag: OTHER }], null, 'content changed'],
  ['has another length', [{ ...SAME, bytes: 11 }], RIGHT, 'content changed'],
  [
    'came in parts, so that its ETag is no MD5',
    [{ ...SAME, etag: `${MD5}-2` }],
    null,
    'content cannot be compared',
  ],
  ['has no ETag', [{ ...SAME, etag: '' }], null, 'content cannot be compared'],
  ['is sent as something else', [SAME], { ...RIGHT, contentType: 'text/plain' }, 'headers changed'],
  ['is kept too long', [SAME], { ...RIGHT, cacheControl: 'max-age=86400' }, 'headers changed'],
  ['says nothing of caches', [SAME], { ...RIGHT, cacheControl: null }, 'headers changed'],
  ['was changed after the list', [SAME], { ...RIGHT, etag: OTHER }, 'content changed'],
  ['went away after the list', [SAME], null, 'content changed'],
])('a file that %s is put', (_name, objects, head, why) => {
  expect(planWith(objects, head)).toEqual({
    put: [
      {
        key: 'index.html',
        why,
        contentType: 'text/html; charset=utf-8',
        cacheControl: 'max-age=60',
      },
    ],
    remove: [],
    keep: [],
    foreign: [],
  });
});

test.each([true, false])(
  'a file that is there as it should be is kept, ours or not (%s)',
  (isOurs) => {
    const nothing = { put: [], remove: [], foreign: [] };
    expect(planWith([SAME], { ...RIGHT, isOurs })).toEqual({ ...nothing, keep: ['index.html'] });
  },
);

test.each<[string, ObjectHead | null, object]>([
  ['ours goes', RIGHT, { remove: [{ key: 'index.html', etag: MD5 }], foreign: [] }],
  ["somebody else's stays", { ...RIGHT, isOurs: false }, { remove: [], foreign: ['index.html'] }],
  ['of which nothing is known stays', null, { remove: [], foreign: ['index.html'] }],
])('of what is not in the folder, %s', (_name, head, expected) => {
  expect(planWith([SAME], head, [])).toEqual({ put: [], keep: [], ...expected });
});

test('heads are asked for where the bytes are equal, and of what may have to go', () => {
  const file = (key: string, md5 = MD5) => ({ ...FILE, key, md5 });
  const object = (key: string, etag = MD5) => ({ ...SAME, key, etag });
  const files = [file('same'), file('changed'), file('new')];
  const objects = [object('same'), object('changed', OTHER), object('stray')];
  expect(headsNeeded(files, objects)).toEqual(['same', 'stray']);
});

test('pages go after everything that they are made of', () => {
  const puts = ['a.html', 'b.css', 'c.htm', 'd.png'].map((key) => ({
    key,
    why: 'new' as const,
    ...publishHeaders(key),
  }));
  const keys = putWaves(puts).map((wave) => wave.map(({ key }) => key));
  expect(keys).toEqual([
    ['b.css', 'd.png'],
    ['a.html', 'c.htm'],
  ]);
});

test('whatever is in folder and bucket, every key has one fate, and only what is ours may go', () => {
  const key = fc.constantFrom('a.html', 'b.css', 'c', 'd/e.png', 'index.html');
  const etag = fc.constantFrom(MD5, OTHER, `${MD5}-2`);
  const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 5 });
  const file = fc.record({ key, md5: fc.constantFrom(MD5, OTHER), bytes: fc.constant(10) });
  const object = fc.record({ key, etag, bytes: fc.constant(10) });
  const head = fc.record({ ...fcHead(), etag, isOurs: fc.boolean() });
  fc.assert(
    fc.property(some(file), some(object), some(fc.tuple(key, head)), (given, listed, known) => {
      const files = [...new Map(given.map((one) => [one.key, one])).values()];
      const objects = [...new Map(listed.map((one) => [one.key, one])).values()];
      const heads = new Map<string, ObjectHead>(known);
      const { put, remove, keep, foreign } = planPublish(files, objects, heads);
      const fates = [...put, ...remove].map((one) => one.key).concat(keep, foreign);
      const keys = new Set([...files, ...objects].map((one) => one.key));
      expect(fates.sort()).toEqual([...keys].sort());
      for (const one of remove) {
        expect(heads.get(one.key)?.isOurs).toBe(true);
        expect(files.some((each) => each.key === one.key)).toBe(false);
      }
    }),
  );
});

const fcHead = () => ({
  contentType: fc.constantFrom(null, 'text/plain', 'text/html; charset=utf-8'),
  cacheControl: fc.constantFrom(null, 'max-age=60', 'max-age=300'),
});
