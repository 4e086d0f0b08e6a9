import { createHash } from 'node:crypto';
import { type PublishDeps, publishSite } from '../../../lib/app/deploying/publish.ts';
import { publishSites } from '../../../lib/app/deploying/publish-sites.ts';
import type { LocalContent } from '../../../lib/core/publish-world.ts';
import type { PublishDeed } from '../../../lib/core/published.ts';
import { makeBuckets } from '../../../lib/local/buckets.ts';

const SECONDARY = {
  bucket: 'www.example.com',
  isExisting: false,
  front: { kind: 'website' } as const,
  region: 'eu-west-1',
  content: './site',
  marker: null,
};
const SITE = { name: 'www.example.com', secondary: SECONDARY };

const contentOf = (texts: Readonly<Record<string, string>>): LocalContent => ({
  files: Object.entries(texts).map(([key, text]) => ({
    key,
    md5: createHash('md5').update(text).digest('hex'),
    bytes: text.length,
    contentType: 'not asked for',
    read: async () => Buffer.from(text),
  })),
  skipped: [],
});

/** The stage's S3 and a folder in memory; `done` says what was written, in order. */
function makeWorld(texts: Readonly<Record<string, string>>) {
  const buckets = makeBuckets();
  const bucket = buckets.create({ name: SECONDARY.bucket, region: SECONDARY.region });
  const done: string[] = [];
  const heads: string[] = [];
  const folder = { texts };
  const deps: PublishDeps = {
    readContent: async () => contentOf(folder.texts),
    listObjects: buckets.listObjects,
    headObject: (place, key) => {
      heads.push(key);
      return buckets.publishing.headObject(place, key);
    },
    putObject: async (place, upload) => {
      done.push(`put ${upload.key}`);
      await buckets.publishing.putObject(place, upload);
    },
    removeObject: (place, key, etag) => {
      done.push(`remove ${key}`);
      return buckets.publishing.removeObject(place, key, etag);
    },
  };
  const publish = (change: Partial<PublishDeps> = {}, options: { isDryRun?: boolean } = {}) =>
    publishSite({ ...deps, ...change }, SITE, {
      isDryRun: false,
      onDeed: (deed) => told.push(deed),
      ...options,
    });
  const told: PublishDeed[] = [];
  return { buckets, bucket, done, heads, folder, deps, told, publish };
}

const FILES = { 'a.html': 'a', 'index.html': 'i', 'style.css': 's' };

test('the first time everything is put, parts before pages, as it must be sent', async () => {
  const { bucket, done, publish, told } = makeWorld(FILES);
  const published = await publish();
  expect(done).toEqual(['put style.css', 'put a.html', 'put index.html']);
  expect(published).toMatchObject({
    bucket: 'www.example.com',
    deeds: told,
    kept: [],
    foreign: [],
  });
  expect(bucket.objects.get('index.html')).toMatchObject({
    contentType: 'text/html; charset=utf-8',
    cacheControl: 'max-age=60',
    metadata: { understudy: 'published' },
  });
});

test('the second time there is nothing to do', async () => {
  const { done, publish } = makeWorld(FILES);
  await publish();
  done.length = 0;
  expect(await publish()).toMatchObject({ deeds: [], kept: ['a.html', 'index.html', 'style.css'] });
  expect(done).toEqual([]);
});

test('what changed is put and what left the folder is removed, last of all', async () => {
  const { done, folder, publish } = makeWorld(FILES);
  await publish();
  done.length = 0;
  folder.texts = { 'index.html': 'changed', 'style.css': 's', 'new.css': 'n' };
  const { deeds } = await publish();
  expect(done).toEqual(['put new.css', 'put index.html', 'remove a.html']);
  expect(deeds).toMatchObject([
    { deed: 'put', key: 'new.css', why: 'new' },
    { deed: 'put', key: 'index.html', why: 'content changed' },
    { deed: 'removed', key: 'a.html' },
  ]);
});

test("somebody else's objects are left alone, and named", async () => {
  const { buckets, bucket, publish } = makeWorld(FILES);
  buckets.putObject(SECONDARY.bucket, 'robots.txt', { body: 'x', contentType: 'text/plain' });
  expect((await publish()).foreign).toEqual(['robots.txt']);
  expect(bucket.objects.has('robots.txt')).toBe(true);
});

test('an object under a KMS key, which visitors cannot read, is put again without', async () => {
  const { buckets, bucket, publish } = makeWorld({ 'index.html': 'i' });
  bucket.encryption = { ok: true, value: 'kms' };
  const headers = { contentType: 'text/html; charset=utf-8', cacheControl: 'max-age=60' };
  buckets.putObject(SECONDARY.bucket, 'index.html', { body: 'i', ...headers });
  expect((await publish()).deeds).toMatchObject([{ deed: 'put', why: 'content changed' }]);
  expect(bucket.objects.get('index.html')).toMatchObject({ encryption: 's3' });
  expect((await publish()).deeds).toEqual([]);
});

test('a dry run tells the same in the same order, and changes nothing', async () => {
  const { bucket, done, folder, publish, told } = makeWorld(FILES);
  await publish();
  folder.texts = { 'index.html': 'changed', 'new.css': 'n' };
  done.length = 0;
  told.length = 0;
  const before = new Map(bucket.objects);
  const { deeds, isDryRun } = await publish({}, { isDryRun: true });
  expect({ isDryRun, done }).toEqual({ isDryRun: true, done: [] });
  expect(bucket.objects).toEqual(before);
  expect(told).toEqual(deeds);
  expect(deeds.map(({ deed, key }) => `${deed} ${key}`)).toEqual([
    'put new.css',
    'put index.html',
    'removed a.html',
    'removed style.css',
  ]);
});

test.each([
  ['an empty folder', {}, 'has no index.html'],
  ['a folder without an index', { 'docs/index.html': 'x' }, 'has no index.html'],
  ['an empty index', { 'index.html': '' }, 'has an empty index.html'],
])('%s is refused before the bucket is touched', async (_name, texts, why) => {
  const { deps, done } = makeWorld(texts);
  const listObjects = () => Promise.reject(new Error('asked'));
  const options = { isDryRun: false, onDeed: () => undefined };
  await expect(publishSite({ ...deps, listObjects }, SITE, options)).rejects.toThrow(
    `www.example.com is not published: the content folder ./site ${why}, so visitors would get no page; put one there`,
  );
  expect(done).toEqual([]);
});

test('a failure in the middle says what is done, and the next time does the rest', async () => {
  const world = makeWorld({ ...FILES, 'gone.css': 'g' });
  await world.publish();
  world.folder.texts = { 'index.html': 'changed', 'style.css': 'changed' };
  world.done.length = 0;
  const putObject: PublishDeps['putObject'] = async (place, upload) => {
    if (upload.key === 'index.html') throw new Error('s3:PutObject failed');
    await world.deps.putObject(place, upload);
  };
  await expect(world.publish({ putObject })).rejects.toMatchObject({
    message:
      'publishing www.example.com stopped after 1 of 4 changes: s3:PutObject failed; what is done stays, and publishing again does the rest',
    deeds: [{ deed: 'put', key: 'style.css' }],
  });
  expect(world.done).toEqual(['put style.css']);
  await world.publish();
  expect([...world.bucket.objects.keys()].sort()).toEqual(['index.html', 'style.css']);
});

test('no page is put while a part of it could not be', async () => {
  const { deps, done, publish } = makeWorld(FILES);
  const putObject: PublishDeps['putObject'] = async (place, upload) => {
    if (upload.key === 'style.css') throw new Error('no');
    await deps.putObject(place, upload);
  };
  await expect(publish({ putObject })).rejects.toThrow('stopped after 0 of 3 changes');
  expect(done).toEqual([]);
});

test('an object that somebody replaced meanwhile is left, and that is told', async () => {
  const { folder, publish } = makeWorld(FILES);
  await publish();
  folder.texts = { 'index.html': 'i', 'style.css': 's' };
  const { deeds } = await publish({ removeObject: async () => false });
  expect(deeds).toEqual([{ site: 'www.example.com', deed: 'left', key: 'a.html' }]);
});

test('heads are asked for only where they decide something', async () => {
  const { folder, heads, publish } = makeWorld({ ...FILES, 'gone.css': 'g' });
  await publish();
  expect(heads).toEqual([]);
  folder.texts = { ...FILES, 'index.html': 'changed' };
  await publish();
  expect(heads).toEqual(['a.html', 'gone.css', 'style.css']);
});

test('at most eight objects are on their way at a time', async () => {
  const texts = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`${n}.css`, `${n}`]));
  const { publish } = makeWorld({ ...texts, 'index.html': 'i' });
  let now = 0;
  let most = 0;
  const putObject = async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
  };
  await publish({ putObject });
  expect(most).toBe(8);
});

test('once the end is asked for, nothing more is begun, and that is no failure', async () => {
  const { deps, done } = makeWorld(FILES);
  const end = new AbortController();
  const reason = new Error('ended');
  const options = { isDryRun: false, signal: end.signal, onDeed: () => end.abort(reason) };
  await expect(publishSite(deps, SITE, options)).rejects.toBe(reason);
  expect(done).toEqual(['put style.css']);
});

test('a site that fails does not keep the others from their content', async () => {
  const { deps } = makeWorld({ 'index.html': 'i' });
  const other = { name: 'other', secondary: { ...SECONDARY, bucket: 'nowhere' } };
  const told: string[] = [];
  const { published, failures } = await publishSites(deps, [other, SITE], {
    isDryRun: false,
    onDeed: () => undefined,
    onPublished: ({ site }) => told.push(site),
  });
  expect(published.map(({ site }) => site)).toEqual(told);
  expect(told).toEqual(['www.example.com']);
  expect(failures).toEqual([expect.objectContaining({ name: 'NoSuchBucketError' })]);
});
