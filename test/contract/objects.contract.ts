import { createHash } from 'node:crypto';
import type { HeadObject, PutObject, RemoveObject, Upload } from '../../lib/core/publish-world.ts';
import type { ListObjects } from '../../lib/core/world.ts';

export const OBJECTS_PLACE = { bucket: 'www.example.com', region: 'eu-west-1' } as const;

/** A world with `OBJECTS_PLACE` in it, empty and readable. */
export type ObjectWorld = {
  readonly listObjects: ListObjects;
  readonly headObject: HeadObject;
  readonly putObject: PutObject;
  readonly removeObject: RemoveObject;
  /** As somebody else does it, with nothing but a body. */
  readonly putByHand: (key: string, body: string) => void;
};

const PLACE = OBJECTS_PLACE;
const PAGE = '<h1>sorry</h1>';
/** Of the page, as md5sum(1) gives it. */
const PAGE_MD5 = '3ea49844fe4ebad4f370cc6327fb87e0';

const upload = (change: Partial<Upload> = {}): Upload => ({
  key: 'index.html',
  md5: createHash('md5').update(PAGE).digest('hex'),
  body: Buffer.from(PAGE),
  contentType: 'text/html; charset=utf-8',
  cacheControl: 'max-age=60',
  ...change,
});

/** What everybody promises who keeps the objects of a static website. */
export const objectsContract = (name: string, makeWorld: () => Promise<ObjectWorld>) =>
  describe(`the objects of ${name}`, () => {
    const list = (world: ObjectWorld) => world.listObjects(PLACE.bucket, PLACE.region);

    test('an empty bucket lists nothing', async () => {
      expect(await list(await makeWorld())).toEqual([]);
    });

    test('a bucket that does not exist is no empty bucket', async () => {
      const { listObjects } = await makeWorld();
      await expect(listObjects('nowhere.example.com', PLACE.region)).rejects.toThrow(
        'there is no bucket nowhere.example.com',
      );
    });

    test('what was uploaded is listed with its MD5, and its head says how it is sent', async () => {
      const world = await makeWorld();
      await world.putObject(PLACE, upload());
      expect(await list(world)).toEqual([{ key: 'index.html', etag: PAGE_MD5, bytes: 14 }]);
      expect(await world.headObject(PLACE, 'index.html')).toEqual({
        etag: PAGE_MD5,
        contentType: 'text/html; charset=utf-8',
        cacheControl: 'max-age=60',
        isOurs: true,
      });
    });

    test('what somebody else put there is not ours', async () => {
      const world = await makeWorld();
      world.putByHand('theirs.txt', 'hello');
      expect(await world.headObject(PLACE, 'theirs.txt')).toMatchObject({ isOurs: false });
    });

    test('an absent object has no head', async () => {
      expect(await (await makeWorld()).headObject(PLACE, 'absent')).toBeNull();
    });

    test('an upload replaces body and headers', async () => {
      const world = await makeWorld();
      world.putByHand('index.html', 'hello');
      await world.putObject(PLACE, upload({ cacheControl: 'max-age=5' }));
      expect(await world.headObject(PLACE, 'index.html')).toMatchObject({
        etag: PAGE_MD5,
        cacheControl: 'max-age=5',
        isOurs: true,
      });
    });

    test('bytes that are not those of their MD5 are refused, and nothing is stored', async () => {
      const world = await makeWorld();
      await expect(world.putObject(PLACE, upload({ body: Buffer.from('other') }))).rejects.toThrow(
        /digest|MD5/i,
      );
      expect(await list(world)).toEqual([]);
    });

    test('keys are listed as they are, in the order of their bytes', async () => {
      const world = await makeWorld();
      const keys = ['z', 'a b+c&d<e>%41', 'bilder/größe.png', 'A', '\u0001'];
      for (const key of keys) world.putByHand(key, key);
      const listed = (await list(world)).map(({ key }) => key);
      expect(listed).toEqual(['\u0001', 'A', 'a b+c&d<e>%41', 'bilder/größe.png', 'z']);
    });

    test('an object is removed by its ETag', async () => {
      const world = await makeWorld();
      await world.putObject(PLACE, upload());
      expect(await world.removeObject(PLACE, 'index.html', PAGE_MD5)).toBe(true);
      expect(await list(world)).toEqual([]);
    });

    test('another that took its place stays', async () => {
      const world = await makeWorld();
      world.putByHand('index.html', 'theirs');
      expect(await world.removeObject(PLACE, 'index.html', PAGE_MD5)).toBe(false);
      expect(await list(world)).toHaveLength(1);
    });

    test('removing what is gone already is no failure', async () => {
      expect(await (await makeWorld()).removeObject(PLACE, 'gone', PAGE_MD5)).toBe(true);
    });

    test('everything is listed up to 10,000 objects, and no more is read', async () => {
      const world = await makeWorld();
      for (let n = 1; n <= 10_000; n += 1) world.putByHand(`${n}`, '');
      expect(await list(world)).toHaveLength(10_000);
      world.putByHand('one more', '');
      await expect(list(world)).rejects.toThrow('holds more than 10000 objects');
    });
  });
