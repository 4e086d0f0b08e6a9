import * as z from 'zod';
import { NEWS_KEPT_MAX } from '../core/alerts/news.ts';
import { WINDOWS_MAX } from '../core/probing/lease.ts';
import { epochMs } from '../core/time.ts';
import {
  AT,
  COUNT,
  FAILOVER,
  HEALTH,
  HEALTH_STATUS,
  INCIDENT,
  INCIDENT_CLASS,
  MS,
  NEWS,
  PHASE,
  REASON,
  RULES,
  TEXT,
} from './state-parts.ts';

/* The shapes of the records. The compiler holds each to the type that it stands for (state-records.ts). */

export const MONITOR = z.strictObject({
  health: z.record(z.string(), HEALTH),
  incidents: z.strictObject({ outage: INCIDENT, degraded: INCIDENT, certificate: INCIDENT }),
  lastHealthyAt: AT.nullable(),
  answers: z.strictObject({ probes: COUNT, slow: COUNT, medianMs: MS }).nullable(),
  certificate: z
    .strictObject({
      issuer: TEXT,
      validFrom: z.number().transform(epochMs),
      validTo: z.number().transform(epochMs),
    })
    .nullable(),
  lastWindowAt: AT.nullable(),
  blind: z.boolean(),
  healthyWindows: COUNT,
  configDigest: TEXT.nullable(),
});

export const SHARD = z.strictObject({
  windows: z.array(z.string().min(1)).max(WINDOWS_MAX).readonly(),
  blindness: INCIDENT,
  broken: z.record(z.string(), INCIDENT),
});

export const BUDGET = z.strictObject({
  since: AT,
  sent: COUNT,
  beyond: COUNT,
  isTold: z.boolean(),
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
      confirmed: z.array(TEXT).readonly(),
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
    })
    .nullable(),
  incidents: z.strictObject({
    blocked: INCIDENT,
    drift: INCIDENT,
    'not-ready': INCIDENT,
    'hold-ending': INCIDENT,
    'drill-overdue': INCIDENT,
  }),
  acknowledged: z
    .strictObject({
      by: TEXT,
      reason: TEXT,
      at: AT,
      gravity: z.partialRecord(INCIDENT_CLASS, COUNT),
    })
    .nullable(),
  seen: z
    .strictObject({
      at: AT,
      served: z.enum(['primary', 'secondary', 'neither', 'mixed', 'unknown']),
      secondary: HEALTH_STATUS,
      checkers: z.strictObject({ healthy: COUNT, total: COUNT, at: AT }).nullable(),
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
    'acknowledge',
  ]),
  by: TEXT,
  reason: REASON.nullable(),
  words: TEXT.nullable(),
  phase: PHASE,
  overridden: RULES,
});
