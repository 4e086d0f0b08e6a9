import {
  type MonitorState,
  NO_SITE_INCIDENTS,
  StaleRecordError,
  type Stored,
} from '../../core/records.ts';
import type { Log, MonitorStore } from '../../core/world.ts';

export type MonitorBookDeps = { readonly log: Log; readonly store: MonitorStore };

/** Others may write meanwhile, but there are few of them. */
const ATTEMPTS_MAX = 10;

/** The record of one site as one window knows it: what is saved belongs to the version that was read. */
export class MonitorBook {
  readonly #deps: MonitorBookDeps;
  readonly #site: string;
  #version: number;
  state: MonitorState;

  private constructor(deps: MonitorBookDeps, site: string, stored: Stored<MonitorState> | null) {
    this.#deps = deps;
    this.#site = site;
    this.#version = stored?.version ?? 0;
    this.state = stored?.value ?? NOTHING_KNOWN;
  }

  /** Reads the record; rejects when it is broken. */
  static async open(deps: MonitorBookDeps, site: string): Promise<MonitorBook> {
    return new MonitorBook(deps, site, await deps.store.load(site));
  }

  /** Rejects when another window wrote meanwhile, or nothing can be written. */
  async save(): Promise<void> {
    this.#version = await this.#deps.store.save(this.#site, this.state, this.#version);
  }

  /**
   * Writes what has happened and cannot be undone. Where another window wrote meanwhile it is written on top of
   * that, and then this window's watch ends as after any other lost race. What cannot be written at all goes
   * with the next save.
   */
  async insist(next: (state: MonitorState) => MonitorState): Promise<void> {
    this.state = next(this.state);
    try {
      await this.save();
    } catch (error) {
      if (error instanceof StaleRecordError) {
        await this.#writeOnTop(next);
        throw error;
      }
      this.#deps.log({ message: 'record not written', site: this.#site, error: `${error}` });
    }
  }

  async #writeOnTop(next: (state: MonitorState) => MonitorState): Promise<void> {
    const { store } = this.#deps;
    for (let attempts = 1; attempts <= ATTEMPTS_MAX; attempts++) {
      const stored = await store.load(this.#site);
      if (stored === null) return;
      try {
        await store.save(this.#site, next(stored.value), stored.version);
        return;
      } catch (error) {
        if (!(error instanceof StaleRecordError)) throw error;
      }
    }
  }
}

const NOTHING_KNOWN: MonitorState = {
  health: {},
  incidents: NO_SITE_INCIDENTS,
  lastHealthyAt: null,
  answers: null,
  certificate: null,
  lastWindowAt: null,
  blind: false,
  healthyWindows: 0,
  configDigest: null,
};
