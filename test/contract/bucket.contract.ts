import type { Bucket } from '../../lib/core/verify/snapshot.ts';
import type { ReadBucket } from '../../lib/core/world.ts';

const BUCKET = 'www.example.com';
const REGION = 'eu-west-1';

/** Makes a world that holds this one bucket, or none at all. */
export type MakeBucketWorld = (name: string, bucket: Bucket | null) => Promise<ReadBucket>;

const PRIVATE: Bucket = {
  region: REGION,
  website: null,
  isPublicAccessBlocked: true,
  policy: null,
};

/** What every reader of buckets promises. */
export const bucketContract = (name: string, makeWorld: MakeBucketWorld) =>
  describe(`the buckets of ${name}`, () => {
    test('a bucket that does not exist is in no region', async () => {
      const readBucket = await makeWorld(BUCKET, null);
      expect(await readBucket(BUCKET, REGION)).toEqual({
        region: null,
        website: null,
        isPublicAccessBlocked: false,
        policy: null,
      });
    });

    test('a bucket without website and policy has null for both', async () => {
      const readBucket = await makeWorld(BUCKET, PRIVATE);
      expect(await readBucket(BUCKET, REGION)).toEqual(PRIVATE);
    });

    test.each<[string, Bucket['website']]>([
      [
        'index and error document',
        { index: 'index.html', error: 'error.html', redirectsAllTo: null },
      ],
      ['an index document only', { index: 'index.html', error: null, redirectsAllTo: null }],
      ['nothing but a redirect', { index: null, error: null, redirectsAllTo: 'example.com' }],
    ])('a website with %s is read as it is', async (_name, website) => {
      const readBucket = await makeWorld(BUCKET, { ...PRIVATE, website });
      expect((await readBucket(BUCKET, REGION)).website).toEqual(website);
    });

    test('an open bucket shows its policy, word for word', async () => {
      const policy = '{"Version":"2012-10-17","Statement":[]}';
      const bucket = { ...PRIVATE, isPublicAccessBlocked: false, policy };
      const readBucket = await makeWorld(BUCKET, bucket);
      expect(await readBucket(BUCKET, REGION)).toEqual(bucket);
    });

    test('a bucket in another region is found where it really is', async () => {
      const readBucket = await makeWorld(BUCKET, { ...PRIVATE, region: 'eu-central-1' });
      expect((await readBucket(BUCKET, REGION)).region).toBe('eu-central-1');
    });
  });
