import type { S3Client } from '@aws-sdk/client-s3';
import { putSwitchObject } from './s3-switch.ts';

/** What a person leaves in the switch, for whoever finds it. */
export type HandNote = {
  readonly site: string;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
};
/** False when a switch is there already: that one stays. */
export type PutByHand = (note: HandNote) => Promise<boolean>;

/**
 * Puts the switch as a person does with the AWS command line: without Understudy's mark in it, so that
 * Understudy, which has no record of it, takes it for an order of a person and not for its own leftover.
 */
export const makePutByHand =
  (client: S3Client, bucket: string): PutByHand =>
  (note) =>
    putSwitchObject(client, bucket, note.site, JSON.stringify(note));
