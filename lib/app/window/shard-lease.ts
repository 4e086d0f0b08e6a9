import {
  dropPredecessors,
  hasPredecessor,
  holderOf,
  INITIAL_SHARD,
  join,
  leave,
} from '../../core/probing/lease.ts';
import { type ShardState, StaleRecordError } from '../../core/records.ts';
import type { Log, NewId, ShardStore, Sleep } from '../../core/world.ts';

export type ShardLeaseDeps = {
  readonly newId: NewId;
  readonly elapsed: () => number;
  readonly sleep: Sleep;
  readonly log: Log;
  readonly shards: ShardStore;
};

/**
 * How often a window looks whether its successor is there: 30 consistent reads a minute and shard, and
 * up to 15 more at a hand-over. That is 2 million small reads a month, a quarter of a dollar on demand.
 */
const LOOK_EVERY_MS = 2_000;
const LOOK_EVERY_WHILE_WAITING_MS = 200;
/** Twice the time in which the predecessor looks, and a second to save: who takes longer is dead. */
const WAIT_MS_MAX = 5_000;
/** Each stale save is another window's good one, and there are few windows. */
const SAVES_MAX = 10;

/** One window's lease of its shard; see lib/core/probing/lease.ts for how windows hand over. */
export class ShardLease {
  readonly #deps: ShardLeaseDeps;
  readonly #key: string;
  readonly #id: string;
  readonly #lost = new AbortController();
  #state: ShardState = INITIAL_SHARD;
  #standing: 'joining' | 'joined' | 'alone' | 'left' = 'joining';
  /** For a window that stands alone: who was there when the record could be read first. */
  #seenFirst: readonly string[] | null = null;
  #isStoreFailing = false;

  private constructor(deps: ShardLeaseDeps, key: string) {
    this.#deps = deps;
    this.#key = key;
    this.#id = deps.newId();
  }

  /** Takes the lease and waits until the window before has saved what it knows. */
  static async take(deps: ShardLeaseDeps, key: string, over: AbortSignal): Promise<ShardLease> {
    const lease = new ShardLease(deps, key);
    const hasJoined = await lease.change((state) => join(state, lease.#id));
    lease.#standing = hasJoined ? 'joined' : 'alone';
    if (hasJoined) await lease.#awaitTurn(over);
    return lease;
  }

  /** Aborted once a successor has come. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** What the record said when it was read last. */
  get state(): ShardState {
    return this.#state;
  }

  /** Looks for a successor until the signal comes. */
  async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#deps.sleep(LOOK_EVERY_MS, signal);
      if (!signal.aborted) await this.look();
    }
  }

  /** Looks for a successor now. A record that cannot be read changes nothing. */
  async look(): Promise<void> {
    await this.#attempt(() => this.#read());
  }

  /** Changes the record, again when another window was quicker; false when it could not be written. */
  async change(next: (state: ShardState) => ShardState): Promise<boolean> {
    return this.#attempt(async () => {
      for (let saves = 1; ; saves++) {
        const version = await this.#read();
        const value = next(this.#state);
        if (value === this.#state) return;
        try {
          await this.#deps.shards.save(this.#key, value, version);
          this.#state = value;
          return;
        } catch (error) {
          if (!(error instanceof StaleRecordError) || saves === SAVES_MAX) throw error;
        }
      }
    });
  }

  /** Lets the successor begin. */
  async leave(): Promise<void> {
    const hadJoined = this.#standing === 'joined';
    this.#standing = 'left';
    if (hadJoined) await this.change((state) => leave(state, this.#id));
  }

  async #awaitTurn(over: AbortSignal): Promise<void> {
    const giveUpAtMs = this.#deps.elapsed() + WAIT_MS_MAX;
    while (hasPredecessor(this.#state, this.#id) && !this.lost.aborted && !over.aborted) {
      if (this.#deps.elapsed() >= giveUpAtMs) {
        this.#deps.log({ message: 'predecessor given up', shard: this.#key });
        await this.change((state) => dropPredecessors(state, this.#id));
        return;
      }
      await this.#deps.sleep(LOOK_EVERY_WHILE_WAITING_MS, over);
      await this.look();
    }
  }

  async #read(): Promise<number> {
    const stored = await this.#deps.shards.load(this.#key);
    this.#state = stored?.value ?? INITIAL_SHARD;
    if (this.#isSuperseded()) this.#lost.abort();
    return stored?.version ?? 0;
  }

  #isSuperseded(): boolean {
    const holder = holderOf(this.#state);
    if (holder === null || holder === this.#id) return false;
    if (this.#standing === 'joined') return true;
    if (this.#standing !== 'alone') return false;
    this.#seenFirst ??= this.#state.windows;
    return !this.#seenFirst.includes(holder);
  }

  async #attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      this.#isStoreFailing = false;
      return true;
    } catch (error) {
      if (!this.#isStoreFailing)
        this.#deps.log({ message: 'lease out of reach', shard: this.#key, error: `${error}` });
      this.#isStoreFailing = true;
      return false;
    }
  }
}
