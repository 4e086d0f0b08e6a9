import { NO_INCIDENT } from '../alerts/incident.ts';
import type { ShardState } from '../records.ts';

/**
 * How the windows of one shard hand over. Every window joins the end of the queue in the shard's
 * record; the last in the queue holds the lease. Who sees somebody behind it stops, saves and leaves;
 * who has somebody before it waits for that, but not for ever. Versions order the queue, no clock.
 *
 * - Doubled invocation: both join, the earlier one sees the later and leaves without a probe.
 * - Late, or early: the one before it goes on until then, up to its hard stop.
 * - Missing: the hard stop comes more than a minute later, so one that is late is bridged and one that
 *   never comes costs what is left of its two minutes.
 * - A window that dies stays in the queue; the next one waits in vain, drops it and begins.
 * - A record store that fails: the window goes on as if alone until its hard stop, or until it can read
 *   the record and sees a new name. Two windows that overlap are told apart by the sites' versions.
 */
export const join = (state: ShardState, window: string): ShardState =>
  state.windows.includes(window)
    ? state
    : { ...state, windows: [...state.windows, window].slice(-WINDOWS_MAX) };

/** Nobody has to wait for this window any more. */
export const leave = (state: ShardState, window: string): ShardState =>
  state.windows.includes(window)
    ? { ...state, windows: state.windows.filter((id) => id !== window) }
    : state;

/** The window looks after the shard, or will; null when nobody does. */
export const holderOf = (state: ShardState): string | null => state.windows.at(-1) ?? null;

/** Whether a window that came before this one may still be at work. */
export const hasPredecessor = (state: ShardState, window: string): boolean =>
  state.windows.indexOf(window) > 0;

/** Gives up those that came before this window: they were waited for long enough. */
export const dropPredecessors = (state: ShardState, window: string): ShardState =>
  hasPredecessor(state, window)
    ? { ...state, windows: state.windows.slice(state.windows.indexOf(window)) }
    : state;

/** Before the first window of a shard. */
export const INITIAL_SHARD: ShardState = { windows: [], blindness: NO_INCIDENT, broken: {} };

/** Key of a shard's record; no domain name begins like it. */
export const shardKey = (shard: number, of: number): string => `#shard/${shard}/${of}`;

/** Windows that died one after the other must not fill the record. */
export const WINDOWS_MAX = 8;
