import type { Site } from '../../site.ts';
import type { Bucket, Snapshot } from '../snapshot.ts';

/** What the checks on the bucket look at: its settings, and beside them what is in it and what it serves. */
export type BucketView = {
  readonly site: Site;
  readonly bucket: Bucket;
  readonly snapshot: Snapshot;
};
