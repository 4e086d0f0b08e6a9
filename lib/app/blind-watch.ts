import { dueEvent, follow, type Incident, told } from '../core/incident.ts';
import type { Endpoint } from '../core/probe.ts';
import type { Log, Now, Publish } from '../core/world.ts';
import { blindAlert } from '../render/blind-alert.ts';
import type { ShardLease } from './shard-lease.ts';
import { StepQueue } from './step-queue.ts';

export type BlindWatchDeps = {
  readonly now: Now;
  readonly log: Log;
  readonly publish: Publish;
  readonly controls: readonly Endpoint[];
  readonly stack: string;
};

/**
 * Follows the blindness of one shard from window to window, so that the owner is told of it once. It
 * lives in the shard's record; what cannot be written there is still followed until the window ends.
 */
export class BlindWatch {
  readonly #deps: BlindWatchDeps;
  readonly #lease: Pick<ShardLease, 'state' | 'change'>;
  readonly #sites: readonly string[];
  readonly #queue = new StepQueue();
  #blindness: Incident;

  constructor(
    deps: BlindWatchDeps,
    lease: Pick<ShardLease, 'state' | 'change'>,
    sites: readonly string[],
  ) {
    this.#deps = deps;
    this.#lease = lease;
    this.#sites = sites;
    this.#blindness = lease.state.blindness;
    this.#queue.add(() => this.#announce());
  }

  get isBlind(): boolean {
    return this.#blindness.state === 'open';
  }

  /** Takes in that everything went dark, or that something answers again. */
  take(isBlind: boolean): void {
    const { now, log } = this.#deps;
    log({ message: isBlind ? 'blind' : 'sees again', sites: this.#sites });
    this.#blindness = follow(this.#blindness, isBlind ? 'unhealthy' : 'healthy', now());
    this.#queue.add(() => this.#save());
    this.#queue.add(() => this.#announce());
  }

  /** Waits until all of it is written and told. */
  done(): Promise<void> {
    return this.#queue.done();
  }

  async #save(): Promise<void> {
    const blindness = this.#blindness;
    await this.#lease.change((state) => ({ ...state, blindness }));
  }

  /** What cannot be told stays due until the next window; a blind monitor may not reach the topic. */
  async #announce(): Promise<void> {
    for (let due = dueEvent(this.#blindness); due !== null; due = dueEvent(this.#blindness)) {
      const { stack, now, controls, publish, log } = this.#deps;
      const facts = {
        stack,
        sites: this.#sites,
        controls: controls.map(({ hostname }) => hostname),
        blindness: this.#blindness,
        now: now(),
      };
      try {
        await publish(blindAlert(due, facts));
      } catch (error) {
        log({ message: 'alert not sent', event: due, error: `${error}` });
        return;
      }
      this.#blindness = told(this.#blindness, due);
      await this.#save();
    }
  }
}
