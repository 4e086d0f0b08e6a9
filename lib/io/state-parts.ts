import * as z from 'zod';
import { FLIPS_KEPT_MAX } from '../core/flip.ts';
import { epochMs } from '../core/time.ts';

/* What the shapes of the records are made of: one schema for each type of lib/core that is stored. */

export const AT = z.number().nonnegative().transform(epochMs);
export const COUNT = z.int().nonnegative();
export const MS = z.number().nonnegative();
export const TEXT = z.string();

export const HEALTH_STATUS = z.enum(['unknown', 'healthy', 'unhealthy']);

export const HEALTH = z.strictObject({
  status: HEALTH_STATUS,
  since: AT.nullable(),
  run: z
    .strictObject({ verdict: z.enum(['healthy', 'unhealthy']), length: z.int().positive() })
    .nullable(),
});

const TOLD = z.strictObject({
  openedAt: AT.nullable(),
  latestAt: AT.nullable(),
  reminders: COUNT,
  escalatedAt: AT.nullable(),
  gravity: COUNT,
  claimedAt: AT.nullable(),
});

export const INCIDENT = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('none') }),
  z.strictObject({ state: z.literal('open'), since: AT, told: TOLD }),
  z.strictObject({ state: z.literal('over'), since: AT, until: AT, told: TOLD }),
]);

export const INCIDENT_CLASS = z.enum([
  'outage',
  'degraded',
  'certificate',
  'blocked',
  'drift',
  'not-ready',
  'hold-ending',
  'drill-overdue',
  'blind',
  'record-broken',
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

export const REASON = z.union([
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

export const PHASE = z.enum(['on-primary', 'failing-over', 'on-secondary', 'failing-back']);
export const RULES = z.array(RULE).readonly();

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

export const FAILOVER = z.strictObject({
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

export const NEWS = z.strictObject({
  kind: z.enum(['moved', 'overridden', 'drill-started', 'drill-ended']),
  phase: PHASE,
  reason: REASON,
  by: TEXT,
  overridden: RULES,
  at: AT,
  claimedAt: AT.nullable(),
});
