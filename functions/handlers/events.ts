import * as z from 'zod';
import { DRILL_BLOCKS } from '../../lib/app/drill.ts';
import type { FailoverRequest } from '../../lib/app/failover-request.ts';
import type { Window } from '../../lib/app/window/window.ts';
import { DURATION_PATTERN, durationMs } from '../../lib/config/duration.ts';
import { ALERT_CLASSES } from '../../lib/core/alerts/alert-data.ts';
import { RULE_IDS } from '../../lib/core/rules.ts';
import { type EpochMs, epochMs, plusMs } from '../../lib/core/time.ts';

/** The event is not one that the function understands; the message names the field. */
export class InvalidEventError extends Error {
  override readonly name = 'InvalidEventError';
}

const SHARDS_MAX = 1_000;
/** No limit of its own: a window ends when its successor comes, or with the function's time. */
const WINDOW_MS_MAX = 600_000;
const WORDS_CHARS_MAX = 500;
const HISTORY_MAX = 1_000;
const HISTORY_DEFAULT = 50;

const probeEvent = z
  .strictObject({
    shard: z.int().min(0),
    of: z.int().min(1).max(SHARDS_MAX),
    durationMs: z.int().min(100).max(WINDOW_MS_MAX).default(WINDOW_MS_MAX),
  })
  .refine(({ shard, of }) => shard < of, { path: ['shard'], error: 'must be less than of' });

/** Who says so, and since when: what an event leaves out. */
export type Caller = { readonly by: string; readonly now: EpochMs };

const text = z.string().trim().min(1, 'must say something').max(WORDS_CHARS_MAX);
const oneSite = z.string({ error: 'must name one site' }).min(1);
const anySite = z.string().min(1).nullable().default(null);
const words = z
  .string({ error: 'must say why, in a few words' })
  .trim()
  .min(1)
  .max(WORDS_CHARS_MAX);
const isDryRun = z.boolean().default(false);
const rule = z.enum(RULE_IDS, { error: `must be some of ${RULE_IDS.join(', ')}` });
const block = z.enum(DRILL_BLOCKS, { error: `must be some of ${DRILL_BLOCKS.join(', ')}` });

const alertClass = z.enum(ALERT_CLASSES, { error: `must be one of ${ALERT_CLASSES.join(', ')}` });

/** Each action with its fields, as people write them. */
const EVENTS = {
  verify: (_caller: Caller) =>
    z.strictObject({
      action: z.literal('verify'),
      site: anySite,
      by: text.nullable().default(null),
    }),
  status: () => z.strictObject({ action: z.literal('status'), site: anySite }),
  evaluate: () =>
    z.strictObject({
      action: z.literal('evaluate'),
      site: anySite,
      by: text.nullable().default(null),
    }),
  failover: (caller: Caller) => orderEvent('failover', caller),
  failback: (caller: Caller) => orderEvent('failback', caller),
  drill: ({ by }: Caller) =>
    z
      .strictObject({
        action: z.literal('drill'),
        site: oneSite,
        by: text.default(by),
        reason: words.default('a drill by hand'),
        override: z.array(block).default([]),
        dryRun: isDryRun,
      })
      .transform(({ override, dryRun, ...event }) => ({
        ...event,
        overrides: override,
        isDryRun: dryRun,
      })),
  hold: (caller: Caller) => holdEvent('hold', caller),
  maintenance: (caller: Caller) => holdEvent('maintenance', caller),
  release: ({ by }: Caller) =>
    z
      .strictObject({
        action: z.literal('release'),
        site: anySite,
        by: text.default(by),
        reason: words.nullable().default(null),
        dryRun: isDryRun,
      })
      .transform(({ dryRun, ...event }) => ({ ...event, isDryRun: dryRun })),
  acknowledge: ({ by }: Caller) =>
    z.strictObject({
      action: z.literal('acknowledge'),
      site: anySite,
      by: text.default(by),
      reason: words,
    }),
  history: () =>
    z.strictObject({
      action: z.literal('history'),
      site: oneSite,
      limit: z.int().min(1).max(HISTORY_MAX).default(HISTORY_DEFAULT),
    }),
  'alert-test': ({ by }: Caller) =>
    z.strictObject({
      action: z.literal('alert-test'),
      site: anySite,
      by: text.default(by),
      class: alertClass.nullable().default(null),
      all: z.boolean().default(false),
    }),
} as const;

const ACTIONS = Object.keys(EVENTS) as readonly (keyof typeof EVENTS)[];

const orderEvent = <Action extends 'failover' | 'failback'>(action: Action, { by }: Caller) =>
  z
    .strictObject({
      action: z.literal(action),
      site: oneSite,
      by: text.default(by),
      reason: words,
      override: z.array(rule).default([]),
      dryRun: isDryRun,
    })
    .transform(({ override, dryRun, ...event }) => ({
      ...event,
      overrides: override,
      isDryRun: dryRun,
    }));

/** `for: 2h` or `until: 2026-11-22T20:00:00Z`; a maintenance needs one of them. */
const holdEvent = <Action extends 'hold' | 'maintenance'>(action: Action, { by, now }: Caller) =>
  z
    .strictObject({
      action: z.literal(action),
      site: anySite,
      by: text.default(by),
      reason: words,
      for: z.string().regex(DURATION_PATTERN, 'must be a duration like 30m or 2h').optional(),
      until: z.iso
        .datetime({ offset: true, error: 'must be a time like 2026-11-22T20:00:00Z' })
        .optional(),
      dryRun: isDryRun,
    })
    .transform(({ dryRun, for: duration, until, ...event }, context) => {
      const problem = holdProblem(action, duration, until, now);
      const path = [duration === undefined ? 'until' : 'for'];
      if (problem !== null) context.addIssue({ code: 'custom', path, message: problem });
      return { ...event, isDryRun: dryRun, until: endOf(duration, until, now) };
    });

function endOf(duration: string | undefined, until: string | undefined, now: EpochMs) {
  if (duration !== undefined) return plusMs(now, durationMs(duration));
  return until === undefined ? null : epochMs(Date.parse(until));
}

function holdProblem(
  action: 'hold' | 'maintenance',
  duration: string | undefined,
  until: string | undefined,
  now: EpochMs,
): string | null {
  if (duration !== undefined && until !== undefined) return 'give for or until, not both';
  const end = endOf(duration, until, now);
  if (action === 'maintenance' && end === null)
    return 'a maintenance needs an end: give for (2h) or until (2026-11-22T20:00:00Z)';
  return end !== null && end <= now ? 'is over already' : null;
}

/** `{ shard, of, durationMs? }` of a scheduled window. */
export const parseProbeEvent = (event: unknown): Window => parse(probeEvent, event);

/** `{ action?, … }`; nothing at all asks to verify every site. */
export function parseFailoverEvent(event: unknown, caller: Caller): FailoverRequest {
  const { action = 'verify', ...fields } = parse(z.looseObject({}), event ?? {});
  const shape = ACTIONS.find((known) => known === action);
  if (shape === undefined)
    throw new InvalidEventError(
      `invalid event: action: must be one of ${ACTIONS.join(', ')}, got ${JSON.stringify(action)}`,
    );
  const schema: z.ZodType<FailoverRequest> = EVENTS[shape](caller);
  return parse(schema, { action, ...fields });
}

function parse<T>(schema: z.ZodType<T>, event: unknown): T {
  const result = schema.safeParse(event);
  if (result.success) return result.data;
  throw new InvalidEventError(`invalid event: ${result.error.issues.map(describe).join('; ')}`);
}

function describe({ path, message, ...issue }: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')}: unknown field`;
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}
