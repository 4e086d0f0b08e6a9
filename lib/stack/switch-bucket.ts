import { SWITCH_PREFIX } from '../core/switch-key.ts';
import { switchBucketName, THIS_STACK } from './names.ts';
import { PUBLIC_BY_POLICY_ONLY, publicRead } from './public-bucket.ts';
import { RETAIN_ONCE_MADE, type Resources, text } from './template.ts';

/** The one bucket that holds the switches of all sites; only their prefix is public. */
export const SWITCH_BUCKET = 'SwitchBucket';

/**
 * Its name can be told without asking anybody, since it is needed when little else works; it has no
 * dots, which S3's certificate would not cover. It outlives the stack: without it every switch reads as
 * absent, and sites that stand on the secondary fall back.
 */
export const switchBucket = (): Resources => ({
  [SWITCH_BUCKET]: {
    Type: 'AWS::S3::Bucket',
    ...RETAIN_ONCE_MADE,
    Properties: { BucketName: text(switchBucketName(THIS_STACK)), ...PUBLIC_BY_POLICY_ONLY },
  },
  SwitchBucketPolicy: { ...publicRead(SWITCH_BUCKET, SWITCH_PREFIX), ...RETAIN_ONCE_MADE },
});
