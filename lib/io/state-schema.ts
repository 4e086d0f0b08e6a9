import * as z from 'zod';
import { FLIPS_KEPT_MAX } from '../core/flip.ts';
import { WINDOWS_MAX } from '../core/lease.ts';
import { NEWS_KEPT_MAX } from '../core/news.ts';
import { epochMs } from '../core/time.ts';

/* The shapes of the records. The compiler holds each to the type that it stands for (state-records.ts). */

const AT = z.number().nonnegative().transform(epochMs);
const COUNT = z.int().nonnegative();
const MS = z.number().nonnegative();
const TEXT = z.string();

const HEALTH = z.strictObject({
  status: z.enum(['unknown', 'healthy', 'unhealthy']),
  since: AT.nullable(),
  run: z
    .strictObject({ verdict: z.enum(['healthy', 'unhealthy']), length: z.int().positive() })
    .nullable(),
});

const INCIDENT = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('none') }),
  z.strictObject({ state: z.literal('open'), since: AT, openedTold: z.boolean() }),
  z.strictObject({ state: z.literal('over'), since: AT, until: AT, openedTold: z.boolean() }),
]);

const RULE = z.enum([
  'observe-only',
  'held',
  'maintenance',
  'blind',
  'primary-answers',
  'not-armed',
  'flip-under-way',
  'drill-under-way',
  'primary-not-healthy',
  'both-unhealthy',
  'secondary-not-healthy',
  'cooling-down',
  'daily-limit',
]);

const REASON = z.union([
  RULE,
  z.enum([
    'primary-healthy',
    'primary-unknown',
    'primary-unhealthy',
    'secondary-preferred',
    'route53-failed-over',
    'primary-stable',
    'primary-relapsed',
    'awaiting-dns',
    'dns-confirmed',
    'dns-unconfirmed',
    'failback-manual',
    'awaiting-order',
    'primary-not-stable',
    'ordered',
    'switched-by-hand',
    'stray-switch',
    'drill',
    'drill-staying',
    'drill-over',
    'drill-stopped',
    'drill-became-failover',
  ]),
]);

const PHASE = z.enum(['on-primary', 'failing-over', 'on-secondary', 'failing-back']);
const RULES = z.array(RULE).readonly();

const HOLD = z.strictObject({
  kind: z.enum(['hold', 'maintenance']),
  by: TEXT,
  reason: TEXT,
  since: AT,
  until: AT.nullable(),
});

const MARKS = z.strictObject({
  flipped: AT.nullable(),
  checkers: AT.nullable(),
  nameServers: AT.nullable(),
  page: AT.nullable(),
  restoring: AT.nullable(),
  restored: AT.nullable(),
});
const STOP = z.enum(['dns-did-not-move', 'secondary-failed', 'primary-failed', 'cancelled']);
const EXPECTED = z.strictObject({ detectMs: MS, moveMs: MS, cachesMs: MS });

const DRILL = z.strictObject({
  id: TEXT,
  site: TEXT,
  by: TEXT,
  reason: TEXT,
  startedAt: AT,
  stayMs: MS,
  withinMs: MS,
  switchCheckId: TEXT.nullable(),
  marks: MARKS,
  badPages: COUNT,
  stopped: STOP.nullable(),
  expected: EXPECTED,
});

const DRILL_REPORT = z.strictObject({
  site: TEXT,
  id: TEXT,
  by: TEXT,
  reason: TEXT,
  startedAt: AT,
  endedAt: AT,
  outcome: z.enum(['passed', 'failed', 'became-failover']),
  stopped: STOP.nullable(),
  marks: MARKS,
  rto: z.strictObject({ expected: EXPECTED, measuredMoveMs: MS.nullable() }),
});

const FAILOVER = z.strictObject({
  phase: PHASE,
  since: AT,
  flips: z.array(AT).max(FLIPS_KEPT_MAX).readonly(),
  cause: z.enum(['decision', 'order', 'drill']),
  overridden: RULES,
  hold: HOLD.nullable(),
  drill: DRILL.nullable(),
  lastDrill: DRILL_REPORT.nullable(),
  reason: REASON.nullable(),
});

const NEWS = z.strictObject({
  kind: z.enum(['moved', 'blocked', 'overridden', 'drill-started', 'drill-ended']),
  phase: PHASE,
  reason: REASON,
  by: TEXT,
  overridden: RULES,
  at: AT,
  claimedAt: AT.nullable(),
});

export const MONITOR = z.strictObject({
  health: z.record(z.string(), HEALTH),
  incident: INCIDENT,
  lastWindowAt: AT.nullable(),
  blind: z.boolean(),
  healthyWindows: COUNT,
  configDigest: TEXT.nullable(),
});

export const SHARD = z.strictObject({
  windows: z.array(z.string().min(1)).max(WINDOWS_MAX).readonly(),
  blindness: INCIDENT,
  broken: z.array(TEXT).readonly(),
});

export const CONTROLLER = z.strictObject({
  failover: FAILOVER,
  untold: z.array(NEWS).max(NEWS_KEPT_MAX).readonly(),
  verified: z
    .strictObject({
      at: AT,
      pass: COUNT,
      warn: COUNT,
      fail: COUNT,
      unknown: COUNT,
      failing: z.array(TEXT).readonly(),
      told: z.array(TEXT).readonly(),
    })
    .nullable(),
  disagreement: z
    .strictObject({
      kind: z.enum([
        'secondary-served',
        'primary-served',
        'neither-served',
        'flip-not-followed',
        'primary-answers',
        'checkers-see-outage',
        'checkers-see-none',
      ]),
      since: AT,
      isTold: z.boolean(),
    })
    .nullable(),
});

export const AUDIT = z.strictObject({
  site: TEXT,
  at: AT,
  event: z.enum([
    'failover-begun',
    'failover-done',
    'failback-begun',
    'failback-done',
    'drill-begun',
    'drill-ended',
    'hold',
    'maintenance',
    'release',
  ]),
  by: TEXT,
  reason: REASON.nullable(),
  words: TEXT.nullable(),
  phase: PHASE,
  overridden: RULES,
});
