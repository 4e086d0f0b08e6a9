import { ABSENT_BUCKET } from '../../lib/core/absent-bucket.ts';
import type { Bucket } from '../../lib/core/verify/snapshot.ts';
import type { ReadBucket } from '../../lib/core/world.ts';

const BUCKET = 'www.example.com';
const REGION = 'eu-west-1';

/** Makes a world that holds this one bucket, or none at all. A part that is not `ok` may not be read. */
export type MakeBucketWorld = (name: string, bucket: Bucket | null) => Promise<ReadBucket>;

const PRIVATE: Bucket = {
  region: REGION,
  website: null,
  isPublicAccessBlocked: true,
  policy: null,
  isBlockedByAccount: { ok: true, value: false },
  isRequesterPays: { ok: true, value: false },
  isVersioned: { ok: true, value: false },
  encryption: { ok: true, value: 's3' },
};

/** What every reader of buckets promises. */
export const bucketContract = (name: string, makeWorld: MakeBucketWorld) =>
  describe(`the buckets of ${name}`, () => {
    const readAs = async (change: Partial<Bucket>) =>
      (await makeWorld(BUCKET, { ...PRIVATE, ...change }))(BUCKET, REGION);

    test('a bucket that does not exist is in no region', async () => {
      const readBucket = await makeWorld(BUCKET, null);
      expect(await readBucket(BUCKET, REGION)).toEqual(ABSENT_BUCKET);
    });

    test('a bucket without website and policy has null for both', async () => {
      expect(await readAs({})).toEqual(PRIVATE);
    });

    test.each<[string, Bucket['website']]>([
      [
        'index and error document',
        { index: 'index.html', error: 'error.html', redirectsAllTo: null },
      ],
      ['an index document only', { index: 'index.html', error: null, redirectsAllTo: null }],
      ['nothing but a redirect', { index: null, error: null, redirectsAllTo: 'example.com' }],
    ])('a website with %s is read as it is', async (_name, website) => {
      expect((await readAs({ website })).website).toEqual(website);
    });

    test('an open bucket shows its policy, word for word', async () => {
      const policy = '{"Version":"2012-10-17","Statement":[]}';
      const open = { isPublicAccessBlocked: false, policy };
      expect(await readAs(open)).toEqual({ ...PRIVATE, ...open });
    });

    test('a bucket in another region is found where it really is', async () => {
      expect((await readAs({ region: 'eu-central-1' })).region).toBe('eu-central-1');
    });

    test.each<[string, Partial<Bucket>]>([
      ['the account blocks public policies', { isBlockedByAccount: { ok: true, value: true } }],
      ['whoever asks pays', { isRequesterPays: { ok: true, value: true } }],
      ['versions are kept', { isVersioned: { ok: true, value: true } }],
      ['new objects are under a KMS key', { encryption: { ok: true, value: 'kms' } }],
    ])('that %s is seen, and nothing else changes', async (_name, change) => {
      expect(await readAs(change)).toEqual({ ...PRIVATE, ...change });
    });

    test.each(['isBlockedByAccount', 'isRequesterPays', 'isVersioned', 'encryption'] as const)(
      'where %s may not be read, that alone is unknown',
      async (part) => {
        const { [part]: seen, ...others } = await readAs({ [part]: { ok: false, why: 'denied' } });
        expect(seen).toEqual({ ok: false, why: expect.stringContaining('denied') });
        expect({ ...PRIVATE, ...others }).toEqual(PRIVATE);
      },
    );
  });
