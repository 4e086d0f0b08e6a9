import {
  type Health,
  type HealthStatus,
  observe,
  overall,
  UNKNOWN_HEALTH,
} from '../core/health.ts';
import {
  dueEvent,
  follow,
  type Incident,
  type IncidentEvent,
  NO_INCIDENT,
  told,
} from '../core/incident.ts';
import type { ProbeResult } from '../core/probe.ts';
import { HEALTHY_WINDOWS_MAX, type MonitorState } from '../core/records.ts';
import type { Site } from '../core/site.ts';
import type { EpochMs } from '../core/time.ts';
import type {
  ControllerStore,
  DigestOf,
  InvokeFailover,
  Log,
  MonitorStore,
  Now,
  Publish,
} from '../core/world.ts';
import { incidentAlert } from '../render/incident-alert.ts';
import { isUnsettled, whenToTell } from './failover-due.ts';
import { StepQueue } from './step-queue.ts';

export type SiteWatchDeps = {
  readonly now: Now;
  readonly log: Log;
  readonly store: MonitorStore;
  readonly controllers: Pick<ControllerStore, 'load'>;
  readonly publish: Publish;
  readonly invokeFailover: InvokeFailover;
  /** Tells one version of a site's config from another. */
  readonly digestOf: DigestOf;
};

/**
 * What one window knows of one site. Results are taken in at once; whatever has to be written or
 * sent because of them is queued, one step after the other, so that the record's version always
 * belongs to the value that is saved.
 */
export class SiteWatch {
  readonly site: Site;
  readonly #deps: SiteWatchDeps;
  readonly #queue = new StepQueue();
  #state: MonitorState;
  #version: number;
  #latest = new Map<string, ProbeResult>();
  #oldConnections = new Map<string, boolean>();
  #lastHealthyAt: EpochMs | null = null;
  #sawFailure = false;
  /** Of a blind window nothing is known: what fails in it is not taken in. */
  #sawHealthy = false;
  /** Set once the probes of this window are over. */
  #lookedUntil: EpochMs | null = null;

  private constructor(deps: SiteWatchDeps, site: Site, state: MonitorState, version: number) {
    this.#deps = deps;
    this.site = site;
    this.#state = state;
    this.#version = version;
  }

  /** Reads the site's record; rejects when it is broken. */
  static async begin(deps: SiteWatchDeps, site: Site): Promise<SiteWatch> {
    const stored = await deps.store.load(site.name);
    const state = { ...(stored?.value ?? NOTHING_KNOWN), configDigest: deps.digestOf(site) };
    const watch = new SiteWatch(deps, site, state, stored?.version ?? 0);
    watch.#queue.add(() => watch.#announce());
    return watch;
  }

  /** Aborted when the record turned out to be somebody else's, or could not be written. */
  get stopped(): AbortSignal {
    return this.#queue.stopped;
  }

  get status(): HealthStatus {
    return overall(Object.values(this.#state.health));
  }

  /** Until when the windows before this one looked. */
  get lookedUntil(): EpochMs | null {
    return this.#state.lastWindowAt;
  }

  healthOf(address: string): Health | undefined {
    return this.#state.health[address];
  }

  /** Addresses that were probed in the last window: what to fall back on when a name does not resolve. */
  get knownAddresses(): readonly string[] {
    return Object.keys(this.#state.health);
  }

  /** Drops what is known of addresses that the site does not have any more. */
  keepOnly(addresses: readonly string[]): void {
    const kept = Object.entries(this.#state.health).filter(([address]) =>
      addresses.includes(address),
    );
    this.#state = { ...this.#state, health: Object.fromEntries(kept) };
  }

  /** Takes a result in. A change of the site's health is saved, told and handed to failover. */
  take(address: string, result: ProbeResult): Health {
    const before = this.status;
    const health = observe(this.healthOf(address) ?? UNKNOWN_HEALTH, result, this.site.policy);
    this.#state = { ...this.#state, health: { ...this.#state.health, [address]: health } };
    if (result.fresh && result.verdict === 'unhealthy') this.#sawFailure = true;
    if (result.fresh && result.verdict === 'healthy') this.#sawHealthy = true;
    if (result.fresh) this.#latest.set(address, result);
    if (result.verdict === 'healthy') this.#lastHealthyAt = result.at;
    if (result.fresh && result.verdict === 'healthy') this.#oldConnections.delete(address);
    // A healthy address that the site has no more leaves it unhealthy without a change by a probe.
    const incident = follow(this.#state.incident, this.status, result.at);
    if (this.status !== before || incident !== this.#state.incident)
      this.#onChange(before, incident);
    return health;
  }

  /** Whether a kept connection still answers where new ones fail: evidence, no more. */
  takeOldConnection(address: string, works: boolean): void {
    this.#oldConnections.set(address, works);
  }

  /** Saved at once, since failover must not act on what a blind monitor believes. */
  setBlind(blind: boolean): void {
    if (this.#state.blind === blind) return;
    this.#state = { ...this.#state, blind };
    this.#queue.add(() => this.#save());
  }

  /** Saves what the window learnt until then. What comes after it does not change the record's health. */
  async end(lookedUntil: EpochMs): Promise<void> {
    this.#lookedUntil = lookedUntil;
    if (this.status === 'healthy' && this.#sawHealthy && !this.#sawFailure) {
      const healthyWindows = Math.min(this.#state.healthyWindows + 1, HEALTHY_WINDOWS_MAX);
      this.#state = { ...this.#state, healthyWindows };
    }
    this.#queue.add(() => this.#save());
    await this.#queue.done();
  }

  /** Tries again what could not be told, unless the next window does, and what failover still has to do. */
  async settle(isHandedOver: boolean): Promise<void> {
    if (!isHandedOver) this.#queue.add(() => this.#announce());
    this.#queue.add(async () => {
      const { incident } = this.#state;
      if (await isUnsettled(this.#deps, this.site, incident)) await this.#invoke();
    });
    await this.#queue.done();
  }

  #onChange(from: HealthStatus, incident: Incident): void {
    this.#state = { ...this.#state, incident };
    this.#deps.log({ message: 'health changed', site: this.site.name, from, to: this.status });
    this.#queue.add(() => this.#save());
    this.#queue.add(() => Promise.all([this.#invoke(), this.#announce()]).then(() => undefined));
  }

  async #save(): Promise<void> {
    const lastWindowAt = this.#lookedUntil ?? this.#deps.now();
    const value = { ...this.#state, lastWindowAt };
    this.#version = await this.#deps.store.save(this.site.name, value, this.#version);
  }

  /** An alert that cannot be sent stays due and never stops anything else. */
  async #announce(): Promise<void> {
    for (let due = dueEvent(this.#state.incident); due !== null; ) {
      const about = { site: this.site.name, event: due };
      try {
        const { incident } = this.#state;
        const when = await whenToTell(this.#deps, this.site, incident, due, this.#deps.now());
        if (when === 'never') await this.#forgetIncident();
        if (when !== 'now') return;
        await this.#deps.publish(this.#alert(due));
      } catch (error) {
        this.#deps.log({ message: 'alert not sent', ...about, error: `${error}` });
        return;
      }
      this.#deps.log({ message: 'alert sent', ...about });
      this.#state = { ...this.#state, incident: told(this.#state.incident, due) };
      await this.#save();
      due = dueEvent(this.#state.incident);
    }
  }

  /** It came and went while nobody wanted to hear of anything. */
  async #forgetIncident(): Promise<void> {
    this.#state = { ...this.#state, incident: NO_INCIDENT };
    await this.#save();
  }

  async #invoke(): Promise<void> {
    try {
      await this.#deps.invokeFailover({ action: 'evaluate', site: this.site.name });
    } catch (error) {
      this.#deps.log({ message: 'failover not invoked', site: this.site.name, error: `${error}` });
    }
  }

  #alert(event: IncidentEvent) {
    return incidentAlert(event, {
      site: this.site,
      incident: this.#state.incident,
      now: this.#deps.now(),
      latest: [...this.#latest.values()],
      lastHealthyAt: this.#lastHealthyAt,
      oldConnectionsWork: [...this.#oldConnections.values()].includes(true),
    });
  }
}

const NOTHING_KNOWN: MonitorState = {
  health: {},
  incident: NO_INCIDENT,
  lastWindowAt: null,
  blind: false,
  healthyWindows: 0,
  configDigest: null,
};
