import { acknowledgedOf } from '../../core/alerts/acknowledgement.ts';
import { type Acknowledged, follow } from '../../core/alerts/incident.ts';
import type { Endpoint } from '../../core/probing/probe.ts';
import type { ControllerStore } from '../../core/world.ts';
import { blindAlert } from '../../render/alerts/blind-alert.ts';
import type { ShardLease } from '../window/shard-lease.ts';
import { StepQueue } from '../window/step-queue.ts';
import { ShardIncident, type ShardIncidentDeps } from './shard-incident.ts';
import { tellDue } from './tell-due.ts';

export type BlindWatchDeps = ShardIncidentDeps & {
  readonly controls: readonly Endpoint[];
  readonly controllers: Pick<ControllerStore, 'load'>;
};

/** Follows the blindness of one shard from window to window, so that the owner is told of it. */
export class BlindWatch {
  readonly #deps: BlindWatchDeps;
  readonly #sites: readonly string[];
  readonly #blindness: ShardIncident;
  readonly #queue = new StepQueue();
  #acknowledged: Acknowledged | null = null;

  constructor(
    deps: BlindWatchDeps,
    lease: Pick<ShardLease, 'state' | 'change'>,
    sites: readonly string[],
  ) {
    this.#deps = deps;
    this.#sites = sites;
    this.#blindness = new ShardIncident(deps, lease, {
      class: 'blind',
      about: deps.stack,
      read: ({ blindness }) => blindness,
      write: (state, blindness) => ({ ...state, blindness }),
      message: (event, blindness) => blindAlert(event, { ...this.#facts(), blindness }),
      acknowledged: () => this.#acknowledged,
    });
    if (this.#blindness.incident.state !== 'none') this.#queue.add(() => this.#tell());
  }

  get isBlind(): boolean {
    return this.#blindness.incident.state === 'open';
  }

  /** Takes in that everything went dark, or that something answers again. */
  take(isBlind: boolean): void {
    const { now, log } = this.#deps;
    const at = now();
    log({ message: isBlind ? 'blind' : 'sees again', sites: this.#sites });
    this.#queue.add(() =>
      this.#blindness.change((incident) => follow(incident, isBlind ? 'present' : 'absent', at)),
    );
    this.#queue.add(() => this.#tell());
  }

  /** Waits until all of it is written and told. */
  done(): Promise<void> {
    return this.#queue.done();
  }

  async #tell(): Promise<void> {
    const { incident } = this.#blindness;
    const isKnown = incident.state === 'open' && incident.told.openedAt !== null;
    this.#acknowledged = isKnown ? await this.#lookForWord() : null;
    await tellDue(this.#deps, this.#blindness.task);
  }

  /** The latest word that somebody has it in hand, given for any of the sites; a record that fails says nothing. */
  async #lookForWord(): Promise<Acknowledged | null> {
    const words = await Promise.all(
      this.#sites.map((site) =>
        this.#deps.controllers.load(site).then(
          (stored) => acknowledgedOf(stored?.value.acknowledged ?? null, 'blind'),
          () => null,
        ),
      ),
    );
    return words.filter((word) => word !== null).toSorted((a, b) => b.at - a.at)[0] ?? null;
  }

  #facts() {
    const { stack, now, controls } = this.#deps;
    return {
      stack,
      sites: this.#sites,
      controls: controls.map(({ hostname }) => hostname),
      now: now(),
    };
  }
}
