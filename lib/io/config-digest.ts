import { createHash } from 'node:crypto';
import type { DigestOf } from '../core/world.ts';

const DIGEST_LENGTH = 16;

/** Of the site as parsed, so that a comment or the order of lines in sites.yml changes nothing. */
export const configDigest: DigestOf = (site) =>
  createHash('sha256').update(JSON.stringify(site)).digest('hex').slice(0, DIGEST_LENGTH);
