import { follow, type Incident } from '../../core/alerts/incident.ts';
import { outagePresence } from '../../core/alerts/outage.ts';
import { followQuieter } from '../../core/alerts/quieter.ts';
import {
  type Health,
  type HealthStatus,
  isInDoubt,
  joining,
  observe,
  overall,
  UNKNOWN_HEALTH,
} from '../../core/probing/health.ts';
import type { ProbeResult } from '../../core/probing/probe.ts';
import { HEALTHY_WINDOWS_MAX, type MonitorState } from '../../core/records.ts';
import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import type { DigestOf, InvokeFailover, MonitorStore } from '../../core/world.ts';
import { isUnsettled } from '../telling/failover-due.ts';
import { SiteTeller, type SiteTellerDeps } from '../telling/site-teller.ts';
import { MonitorBook } from './monitor-book.ts';
import { StepQueue } from './step-queue.ts';
import { WindowSight } from './window-sight.ts';

export type SiteWatchDeps = SiteTellerDeps & {
  readonly store: MonitorStore;
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
  readonly #book: MonitorBook;
  readonly #teller: SiteTeller;
  readonly #queue = new StepQueue();
  readonly #seen = new WindowSight();
  /** Set once the probes of this window are over. */
  #lookedUntil: EpochMs | null = null;

  private constructor(deps: SiteWatchDeps, site: Site, book: MonitorBook) {
    this.#deps = deps;
    this.site = site;
    this.#book = book;
    this.#teller = new SiteTeller(deps, site, book, () => this.#seen.evidence);
  }

  /** Reads the site's record; rejects when it is broken. */
  static async begin(deps: SiteWatchDeps, site: Site): Promise<SiteWatch> {
    const book = await MonitorBook.open(deps, site.name);
    book.state = { ...book.state, configDigest: deps.digestOf(site) };
    const watch = new SiteWatch(deps, site, book);
    // What people do not know yet waits for no probe; the rest is told with what this window has seen.
    const { outage } = book.state.incidents;
    if (outage.state !== 'none' && outage.told.openedAt === null)
      watch.#queue.add(() => watch.#teller.tell(['outage']));
    return watch;
  }

  /** Aborted when the record turned out to be somebody else's, or could not be written. */
  get stopped(): AbortSignal {
    return this.#queue.stopped;
  }

  get status(): HealthStatus {
    return overall(Object.values(this.#book.state.health));
  }

  /** Something is wrong with the site, or may be in a moment. */
  get isStirring(): boolean {
    const { health, incidents } = this.#book.state;
    const isFailing = (one: Health) => one.run?.verdict === 'unhealthy' && isInDoubt(one);
    return incidents.outage.state !== 'none' || Object.values(health).some(isFailing);
  }

  /** Until when the windows before this one looked. */
  get lookedUntil(): EpochMs | null {
    return this.#book.state.lastWindowAt;
  }

  healthOf(address: string): Health | undefined {
    return this.#book.state.health[address];
  }

  /** Addresses that were probed in the last window: what to fall back on when a name does not resolve. */
  get knownAddresses(): readonly string[] {
    return Object.keys(this.#book.state.health);
  }

  /** Drops what is known of addresses that the site does not have any more. */
  keepOnly(addresses: readonly string[]): void {
    const kept = Object.entries(this.#book.state.health).filter(([address]) =>
      addresses.includes(address),
    );
    this.#change({ health: Object.fromEntries(kept) });
    this.#seen.expect(addresses);
  }

  /** Takes a result in. A change of the site's health is saved, told and handed to failover. */
  take(address: string, result: ProbeResult): Health {
    const before = this.status;
    const health = this.#observed(address, result);
    this.#change({
      health: { ...this.#book.state.health, [address]: health },
      ...(result.verdict === 'healthy' ? { lastHealthyAt: result.at } : {}),
    });
    const isFirstLook = this.#seen.take(address, result);
    // A healthy address that the site has no more leaves it unhealthy without a change by a probe.
    const { outage } = this.#book.state.incidents;
    const next = follow(outage, outagePresence(this.status), result.at);
    if (this.status !== before || next !== outage) this.#onChange(before, next);
    if (isFirstLook) this.#queue.add(() => this.#teller.tell());
    return health;
  }

  #observed(address: string, result: ProbeResult): Health {
    const known = this.healthOf(address) ?? UNKNOWN_HEALTH;
    const health = observe(known, result, this.site.policy);
    if (this.site.primary.where.kind !== 'load-balancer') return health;
    return joining(known, health, Object.values(this.#book.state.health));
  }

  /** Whether a kept connection still answers where new ones fail: evidence, no more. */
  takeOldConnection(address: string, works: boolean): void {
    this.#seen.oldConnections.set(address, works);
  }

  /** Saved at once, since failover must not act on what a blind monitor believes. */
  setBlind(blind: boolean): void {
    if (this.#book.state.blind === blind) return;
    this.#change({ blind });
    this.#queue.add(() => this.#save());
  }

  /** Saves what the window learnt until then. What comes after it does not change the record's health. */
  async end(lookedUntil: EpochMs): Promise<void> {
    this.#lookedUntil = lookedUntil;
    const { healthyWindows } = this.#book.state;
    if (this.status === 'healthy' && this.#seen.isCalm)
      this.#change({ healthyWindows: Math.min(healthyWindows + 1, HEALTHY_WINDOWS_MAX) });
    const seen = {
      answers: this.#seen.answersUntil(lookedUntil),
      certificate: this.#seen.firstToEnd,
    };
    const { protocol } = this.site.primary;
    this.#book.state = followQuieter(this.#book.state, protocol, seen, lookedUntil);
    this.#queue.add(() => this.#save());
    await this.#queue.done();
  }

  /** Tries again what could not be told, unless the next window does, and what failover still has to do. */
  async settle(isHandedOver: boolean): Promise<void> {
    if (!isHandedOver) this.#queue.add(() => this.#teller.tell());
    this.#queue.add(async () => {
      const { outage } = this.#book.state.incidents;
      if (await isUnsettled(this.#deps, this.site, outage)) await this.#invoke();
    });
    await this.#queue.done();
  }

  #change(change: Partial<MonitorState>): void {
    this.#book.state = { ...this.#book.state, ...change };
  }

  #onChange(from: HealthStatus, outage: Incident): void {
    this.#change({ incidents: { ...this.#book.state.incidents, outage } });
    this.#deps.log({ message: 'health changed', site: this.site.name, from, to: this.status });
    this.#queue.add(async () => {
      const looking = this.#teller.look();
      await this.#save();
      await Promise.all([this.#invoke(), this.#teller.tell(['outage'], looking)]);
    });
  }

  async #save(): Promise<void> {
    this.#change({ lastWindowAt: this.#lookedUntil ?? this.#deps.now() });
    await this.#book.save();
  }

  async #invoke(): Promise<void> {
    try {
      await this.#deps.invokeFailover({ action: 'evaluate', site: this.site.name });
    } catch (error) {
      this.#deps.log({ message: 'failover not invoked', site: this.site.name, error: `${error}` });
    }
  }
}
