import type { Alerts } from '../../core/alerts/alerts.ts';
import {
  type Acknowledged,
  dueEvent,
  type Incident,
  type IncidentEvent,
} from '../../core/alerts/incident.ts';
import type { ShardState } from '../../core/records.ts';
import type { Message } from '../../core/world.ts';
import type { ShardLease } from '../window/shard-lease.ts';
import type { TellDueDeps, TellTask } from './tell-due.ts';
import { tellingFor } from './telling-for.ts';

export type ShardIncidentDeps = TellDueDeps & {
  readonly alerts: Pick<Alerts, 'remind' | 'escalation'>;
  readonly stack: string;
};

/** Where in the shard's record an incident stands. */
export type Place = {
  readonly class: 'blind' | 'record-broken';
  readonly about: string;
  readonly read: (state: ShardState) => Incident;
  readonly write: (state: ShardState, incident: Incident) => ShardState;
  readonly message: (event: IncidentEvent, incident: Incident) => Message;
  /** What somebody said to have in hand; left out where nobody can. */
  readonly acknowledged?: () => Acknowledged | null;
};

type Next = (incident: Incident) => Incident;

/**
 * An incident of the monitor itself, followed from window to window in the shard's record. Every change is made
 * to what stands there at that moment; what cannot be written there is still followed until the window ends.
 */
export class ShardIncident {
  readonly #deps: ShardIncidentDeps;
  readonly #lease: Pick<ShardLease, 'state' | 'change'>;
  readonly #place: Place;
  #incident: Incident;

  constructor(deps: ShardIncidentDeps, lease: Pick<ShardLease, 'state' | 'change'>, place: Place) {
    this.#deps = deps;
    this.#lease = lease;
    this.#place = place;
    this.#incident = place.read(lease.state);
  }

  get incident(): Incident {
    return this.#incident;
  }

  async change(next: Next): Promise<void> {
    const { read, write } = this.#place;
    const isWritten = await this.#lease.change((state) => {
      const incident = next(read(state));
      return incident === read(state) ? state : write(state, incident);
    });
    this.#incident = isWritten ? read(this.#lease.state) : next(this.#incident);
  }

  get task(): TellTask {
    const telling = tellingFor(this.#deps, this.#place.class);
    const standing = {
      gravity: 1,
      acknowledged: this.#place.acknowledged?.() ?? null,
      awaitsMore: false,
    };
    const change = (next: Next) => this.change(next);
    return {
      site: this.#place.about,
      incident: () => this.#incident,
      due: (incident, now) => dueEvent(incident, telling, standing, now),
      gravity: () => standing.gravity,
      message: (event) => this.#place.message(event, this.#incident),
      write: change,
      insist: change,
    };
  }
}
