import * as z from 'zod';
import { FLIPS_KEPT_MAX } from '../core/failover.ts';
import { WINDOWS_MAX } from '../core/lease.ts';
import {
  BrokenRecordError,
  type ControllerState,
  type MonitorState,
  type ShardState,
} from '../core/records.ts';
import { epochMs } from '../core/time.ts';

/** Goes up when the shape of a record changes in a way that older code cannot read. */
export const RECORD_SCHEMA = 1;

/**
 * Both directions check: what could not be read back is never written. The compiler holds each schema
 * to the type that it stands for, since one direction takes the type and the other returns it.
 */
export const encodeMonitor = (state: MonitorState): string =>
  encode(MONITOR, state, MONITOR_RECORD);
export const decodeMonitor = (text: string, record = MONITOR_RECORD): MonitorState =>
  decode(MONITOR, text, record);
export const encodeController = (state: ControllerState): string =>
  encode(CONTROLLER, state, CONTROLLER_RECORD);
export const decodeController = (text: string, record = CONTROLLER_RECORD): ControllerState =>
  decode(CONTROLLER, text, record);
export const encodeShard = (state: ShardState): string => encode(SHARD, state, SHARD_RECORD);
export const decodeShard = (text: string, record = SHARD_RECORD): ShardState =>
  decode(SHARD, text, record);

const MONITOR_RECORD = 'monitor record';
const CONTROLLER_RECORD = 'controller record';
const SHARD_RECORD = 'shard record';

const AT = z.number().nonnegative().transform(epochMs);
const COUNT = z.int().nonnegative();

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

const REASON = z.enum([
  'primary-healthy',
  'primary-unknown',
  'primary-unhealthy',
  'primary-stable',
  'primary-relapsed',
  'awaiting-dns',
  'dns-confirmed',
  'observe-only',
  'held',
  'blind',
  'secondary-not-healthy',
  'cooling-down',
  'daily-limit',
  'failback-manual',
  'primary-not-stable',
]);

const PHASE = z.enum(['on-primary', 'failing-over', 'on-secondary', 'failing-back']);

const FAILOVER = z.strictObject({
  phase: PHASE,
  since: AT,
  flips: z.array(AT).max(FLIPS_KEPT_MAX).readonly(),
  held: z.boolean(),
  reason: REASON.nullable(),
});

const MONITOR = z.strictObject({
  health: z.record(z.string(), HEALTH),
  incident: INCIDENT,
  lastWindowAt: AT.nullable(),
  /** Records of before this was known lack it. */
  blind: z.boolean().default(false),
});

const SHARD = z.strictObject({
  windows: z.array(z.string().min(1)).max(WINDOWS_MAX).readonly(),
  blindness: INCIDENT,
});

const CONTROLLER = z.strictObject({
  failover: FAILOVER,
  untold: z.strictObject({ phase: PHASE, reason: REASON }).nullable(),
  verified: z
    .strictObject({ at: AT, pass: COUNT, warn: COUNT, fail: COUNT, unknown: COUNT })
    .nullable(),
});

function encode<S extends z.ZodType>(schema: S, state: z.input<S>, record: string): string {
  const parsed = schema.safeParse(state);
  if (parsed.success) return JSON.stringify(parsed.data);
  throw new TypeError(`${record} would be unreadable: ${problemOf(parsed.error)}`, {
    cause: parsed.error,
  });
}

function decode<S extends z.ZodType>(schema: S, text: string, record: string): z.output<S> {
  const parsed = schema.safeParse(parseJson(text, record));
  if (parsed.success) return parsed.data;
  throw new BrokenRecordError(record, problemOf(parsed.error), { cause: parsed.error });
}

function parseJson(text: string, record: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BrokenRecordError(record, 'it is not JSON', { cause: error });
  }
}

const problemOf = (error: z.ZodError): string =>
  error.issues
    .map(({ path, message }) => `${path.length === 0 ? 'record' : path.join('.')}: ${message}`)
    .join('; ');
