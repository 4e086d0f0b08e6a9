import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  type PublishDeps,
  PublishFailedError,
  publishSite,
} from '../../../lib/app/deploying/publish.ts';
import { isPage } from '../../../lib/core/publish-headers.ts';
import { makeBuckets } from '../../../lib/local/buckets.ts';

const BUCKET = 'www.example.com';
const SITE = {
  name: BUCKET,
  secondary: {
    bucket: BUCKET,
    isExisting: false,
    front: { kind: 'website' } as const,
    region: 'eu-west-1',
    content: './site',
    marker: null,
  },
};

type Step =
  | { readonly kind: 'edit'; readonly key: string; readonly text: string | null }
  | { readonly kind: 'stranger'; readonly key: string; readonly text: string | null }
  /** The write with this number fails, and so does everything after it. */
  | { readonly kind: 'publish'; readonly failsAt: number };

const anyKey = fc.constantFrom('index.html', 'b.html', 'style.css', 'app.js', 'logo.png', 'zz');
const anyText = fc.constantFrom('one', 'two', 'three');
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      key: anyKey,
      text: fc.option(anyText),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('stranger' as const),
      key: anyKey,
      text: fc.option(anyText),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('publish' as const),
      failsAt: fc.constantFrom(1, 2, 3, 99),
    }),
  },
);

/** A folder, a bucket, people who edit both, and publishing that dies at any write. */
class World {
  readonly folder = new Map([['index.html', 'one']]);
  readonly buckets = makeBuckets();
  readonly bucket = this.buckets.create({ name: BUCKET, region: 'eu-west-1' });
  /** What a stranger put there last, until publishing put the same key. */
  readonly theirs = new Map<string, string>();
  readonly writes: string[] = [];

  async take(step: Step): Promise<void> {
    if (step.kind === 'publish') return this.publish(step.failsAt);
    if (step.kind === 'edit') {
      // Without its index a folder is refused, which is another test's matter.
      if (step.text !== null) this.folder.set(step.key, step.text);
      else if (step.key !== 'index.html') this.folder.delete(step.key);
      return;
    }
    this.theirs.delete(step.key);
    this.buckets.removeObject(BUCKET, step.key);
    if (step.text === null) return;
    this.theirs.set(step.key, step.text);
    this.buckets.putObject(BUCKET, step.key, { body: step.text, contentType: 'x/y' });
  }

  async publish(failsAt: number): Promise<void> {
    this.writes.length = 0;
    try {
      await publishSite(this.#deps(failsAt), SITE, { isDryRun: false, onDeed: () => undefined });
      this.#expectPublished();
    } catch (error) {
      expect(error).toBeInstanceOf(PublishFailedError);
    }
    this.#expectOrder();
    for (const [key, text] of this.theirs)
      expect(`${this.bucket.objects.get(key)?.body}`).toBe(text);
  }

  #deps(failsAt: number): PublishDeps {
    const { publishing, listObjects } = this.buckets;
    const write = (what: string) => {
      if (this.writes.length + 1 >= failsAt) throw new Error('the line is dead');
      this.writes.push(what);
    };
    return {
      listObjects,
      headObject: publishing.headObject,
      readContent: async () => ({ files: [...this.folder].map(toFile), skipped: [] }),
      putObject: async (place, upload) => {
        write(upload.key);
        this.theirs.delete(upload.key);
        await publishing.putObject(place, upload);
      },
      removeObject: async (place, key, etag) => {
        write(`remove ${key}`);
        return publishing.removeObject(place, key, etag);
      },
    };
  }

  /** The folder, and beside it only what strangers put there. */
  #expectPublished(): void {
    const { objects } = this.bucket;
    for (const [key, text] of this.folder) expect(`${objects.get(key)?.body}`).toBe(text);
    const others = [...objects.keys()].filter((key) => !this.folder.has(key));
    expect(others.filter((key) => !this.theirs.has(key))).toEqual([]);
  }

  #expectOrder(): void {
    const ranks = this.writes.map((what) =>
      what.startsWith('remove ') ? 2 : isPage(what) ? 1 : 0,
    );
    expect(ranks).toEqual([...ranks].sort());
  }
}

const toFile = ([key, text]: readonly [string, string]) => ({
  key,
  md5: createHash('md5').update(text).digest('hex'),
  bytes: text.length,
  contentType: 'not asked for',
  read: async () => Buffer.from(text),
});

test('whoever edits what, and whenever publishing dies, the next one makes bucket and folder equal', async () => {
  const reached = { died: 0, removed: 0, repaired: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 60, maxLength: 100 }), async (steps) => {
      const world = new World();
      for (const step of steps) {
        await world.take(step);
        if (step.kind !== 'publish') continue;
        if (step.failsAt < 99 && world.writes.length === step.failsAt - 1) reached.died += 1;
        if (world.writes.some((what) => what.startsWith('remove '))) reached.removed += 1;
      }
      await world.publish(99);
      if (world.writes.length > 0) reached.repaired += 1;
      await world.publish(99);
      expect(world.writes).toEqual([]);
    }),
    { numRuns: 60 },
  );
  expect(Object.values(reached).every((count) => count > 0)).toBe(true);
});
