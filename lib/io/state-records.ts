import type * as z from 'zod';
import type { Budget } from '../core/alerts/budget.ts';
import type { AuditEntry } from '../core/audit.ts';
import {
  BrokenRecordError,
  type ControllerState,
  type MonitorState,
  type ShardState,
} from '../core/records.ts';
import { AUDIT, BUDGET, CONTROLLER, MONITOR, SHARD } from './state-schema.ts';
import { upgradeController, upgradeMonitor, upgradeShard } from './state-upgrade.ts';

/** Goes up when the shape of a record changes in a way that older code cannot read. */
export const RECORD_SCHEMA = 4;
/** The schemas that can be read; any other is of a newer version, or broken. */
const RECORD_SCHEMAS_READ: readonly number[] = [1, 2, 3, RECORD_SCHEMA];

/** The schema that an item names, when it is one that can be read. */
export function schemaOf(text: string | undefined, record: string): number {
  const schema = Number(text);
  if (RECORD_SCHEMAS_READ.includes(schema)) return schema;
  const known = `this version of Understudy reads ${RECORD_SCHEMAS_READ.join(', ')}`;
  throw new BrokenRecordError(record, `its schema is ${text ?? 'missing'}, ${known}`);
}

/**
 * Both directions check: what could not be read back is never written. The compiler holds each schema
 * to the type that it stands for, since one direction takes the type and the other returns it.
 */
export const encodeMonitor = (state: MonitorState): string =>
  encode(MONITOR, state, MONITOR_RECORD);
export const decodeMonitor: Decode<MonitorState> = (text, record = MONITOR_RECORD, schema) =>
  decode(MONITOR, upgradeMonitor, text, record, schema);
export const encodeController = (state: ControllerState): string =>
  encode(CONTROLLER, state, CONTROLLER_RECORD);
export const decodeController: Decode<ControllerState> = (
  text,
  record = CONTROLLER_RECORD,
  schema,
) => decode(CONTROLLER, upgradeController, text, record, schema);
export const encodeShard = (state: ShardState): string => encode(SHARD, state, SHARD_RECORD);
export const decodeShard: Decode<ShardState> = (text, record = SHARD_RECORD, schema) =>
  decode(SHARD, upgradeShard, text, record, schema);
export const encodeBudget = (state: Budget): string => encode(BUDGET, state, BUDGET_RECORD);
export const decodeBudget: Decode<Budget> = (text, record = BUDGET_RECORD, schema) =>
  decode(BUDGET, asItIs, text, record, schema);
export const encodeAudit = (entry: AuditEntry): string => encode(AUDIT, entry, AUDIT_RECORD);
export const decodeAudit: Decode<AuditEntry> = (text, record = AUDIT_RECORD, schema) =>
  decode(AUDIT, asItIs, text, record, schema);

export type Decode<T> = (text: string, record?: string, schema?: number) => T;

const MONITOR_RECORD = 'monitor record';
const CONTROLLER_RECORD = 'controller record';
const SHARD_RECORD = 'shard record';
const BUDGET_RECORD = 'budget of alerts';
const AUDIT_RECORD = 'audit entry';

type Upgrade = (schema: number, record: unknown) => unknown;
const asItIs: Upgrade = (_schema, record) => record;

function encode<S extends z.ZodType>(schema: S, state: z.input<S>, record: string): string {
  const parsed = schema.safeParse(state);
  if (parsed.success) return JSON.stringify(parsed.data);
  throw new TypeError(`${record} would be unreadable: ${problemOf(parsed.error)}`, {
    cause: parsed.error,
  });
}

function decode<S extends z.ZodType>(
  shape: S,
  upgrade: Upgrade,
  text: string,
  record: string,
  schema = RECORD_SCHEMA,
): z.output<S> {
  const parsed = shape.safeParse(upgrade(schema, parseJson(text, record)));
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
