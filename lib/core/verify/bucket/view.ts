import type { Site } from '../../site.ts';
import type { Check } from '../check.ts';
import type { Bucket, Snapshot } from '../snapshot.ts';

/** What the checks on the bucket look at: its settings, and beside them what is in it and what it serves. */
export type BucketView = {
  readonly site: Site;
  readonly bucket: Bucket;
  readonly snapshot: Snapshot;
};

export const isBehindCloudFront = ({ secondary }: Site): boolean =>
  secondary.front.kind === 'cloudfront';

type Judge = Check<BucketView>['judge'];

/** For what matters only where S3 serves the website itself, to everybody. */
export const onWebsite =
  (judge: Judge): Judge =>
  (view) =>
    isBehindCloudFront(view.site) ? null : judge(view);

/** For what matters only where the stack's distribution stands before the bucket. */
export const behindCloudFront =
  (judge: Judge): Judge =>
  (view) =>
    isBehindCloudFront(view.site) ? judge(view) : null;
