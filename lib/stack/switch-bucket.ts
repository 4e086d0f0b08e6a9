import { SWITCH_PREFIX } from '../core/switch-key.ts';
import { PUBLIC_BY_POLICY_ONLY, publicRead } from './public-bucket.ts';
import { RETAIN, type Resources } from './template.ts';

/** The one bucket that holds the switches of all sites; only their prefix is public. */
export const SWITCH_BUCKET = 'SwitchBucket';

/**
 * Its name is AWS's choice and so has no dots, which S3's certificate would not cover. It outlives the
 * stack: without it every switch reads as absent, and sites that stand on the secondary fall back.
 */
export const switchBucket = (): Resources => ({
  [SWITCH_BUCKET]: {
    Type: 'AWS::S3::Bucket',
    ...RETAIN,
    Properties: { ...PUBLIC_BY_POLICY_ONLY },
  },
  SwitchBucketPolicy: { ...publicRead(SWITCH_BUCKET, SWITCH_PREFIX), ...RETAIN },
});
