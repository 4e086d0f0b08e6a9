import { SECONDARY_MARK } from './secondary-mark.ts';
import type { Site } from './site.ts';

/**
 * Whether the static site is sent with this status: 200 by an S3 website, which can send no other, and 503 by
 * the stack's distribution. A distribution that sends 200 serves visitors all the same.
 */
export const isPageStatus = (
  { secondary: { front } }: Pick<Site, 'secondary'>,
  status: number,
): boolean => status === 200 || (front.kind === 'cloudfront' && status === 503);

/** Whether it was the stack's distribution that sent an answer with these headers. */
export const isMarked = (headers: Readonly<Record<string, string>>): boolean =>
  headers[SECONDARY_MARK.header] === SECONDARY_MARK.value;
