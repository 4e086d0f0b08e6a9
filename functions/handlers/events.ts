import * as z from 'zod';
import type { FailoverRequest } from '../../lib/app/failover-actions.ts';
import type { Window } from '../../lib/app/window.ts';

/** The event is not one that the function understands; the message names the field. */
export class InvalidEventError extends Error {
  override readonly name = 'InvalidEventError';
}

const SHARDS_MAX = 1_000;
/** No limit of its own: a window ends when its successor comes, or with the function's time. */
const WINDOW_MS_MAX = 600_000;

const probeEvent = z
  .strictObject({
    shard: z.int().min(0),
    of: z.int().min(1).max(SHARDS_MAX),
    durationMs: z.int().min(100).max(WINDOW_MS_MAX).default(WINDOW_MS_MAX),
  })
  .refine(({ shard, of }) => shard < of, { path: ['shard'], error: 'must be less than of' });

const failoverEvent = z.strictObject({
  action: z
    .enum(['verify', 'status', 'evaluate'], {
      error: ({ input }) => `must be verify, status or evaluate, got ${JSON.stringify(input)}`,
    })
    .default('verify'),
  site: z.string().min(1).nullable().default(null),
});

/** `{ shard, of, durationMs? }` of a scheduled window. */
export const parseProbeEvent = (event: unknown): Window => parse(probeEvent, event);

/** `{ action?, site? }`; nothing at all asks to verify every site. */
export const parseFailoverEvent = (event: unknown): FailoverRequest =>
  parse(failoverEvent, event ?? {});

function parse<T>(schema: z.ZodType<T>, event: unknown): T {
  const result = schema.safeParse(event);
  if (result.success) return result.data;
  throw new InvalidEventError(`invalid event: ${result.error.issues.map(describe).join('; ')}`);
}

function describe({ path, message, ...issue }: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')}: unknown field`;
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}
