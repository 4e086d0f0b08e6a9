import type { Look } from './verify/finding.ts';
import type { Bucket } from './verify/snapshot.ts';

const NOTHING_TO_READ: Look<never> = { ok: false, why: 'there is no such bucket' };

/** What a reader of buckets answers when there is no bucket of that name, or it is somebody else's. */
export const ABSENT_BUCKET: Bucket = {
  region: null,
  website: null,
  isPublicAccessBlocked: false,
  policy: null,
  isBlockedByAccount: NOTHING_TO_READ,
  isRequesterPays: NOTHING_TO_READ,
  isVersioned: NOTHING_TO_READ,
  encryption: NOTHING_TO_READ,
};
