import type { Alerts } from '../../core/alerts/alerts.ts';
import { degradedGravity } from '../../core/alerts/degraded.ts';
import {
  dueEvent,
  type Incident,
  type IncidentEvent,
  isUnheard,
  type Telling,
} from '../../core/alerts/incident.ts';
import { outageGravity } from '../../core/alerts/outage.ts';
import { endingGravity } from '../../core/probing/certificate.ts';
import { isInDoubt } from '../../core/probing/health.ts';
import type { Endpoint, ProbeResult } from '../../core/probing/probe.ts';
import type { MonitorState, SiteClass } from '../../core/records.ts';
import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import type { ControllerStore, Message } from '../../core/world.ts';
import { certificateAlert } from '../../render/alerts/certificate-alert.ts';
import { degradedAlert } from '../../render/alerts/degraded-alert.ts';
import { outageAlert } from '../../render/alerts/outage-alert.ts';
import type { SiteFacts } from '../../render/alerts/site-facts.ts';
import type { MonitorBook } from '../window/monitor-book.ts';
import { isQuietAt, type Known, lookAtController, standingOf } from './failover-due.ts';
import { type TellDueDeps, type TellTask, tellDue } from './tell-due.ts';
import { tellingFor } from './telling-for.ts';

export type SiteTellerDeps = TellDueDeps & {
  readonly controllers: Pick<ControllerStore, 'load'>;
  /** How often people are told again, and when others are. */
  readonly alerts: Pick<Alerts, 'remind' | 'escalation'>;
  /** Places of other owners that tell whether we can see; none, and we always believe that we can. */
  readonly controls: readonly Endpoint[];
};

/** What the window has seen and the record does not say. */
export type WindowEvidence = {
  readonly latest: readonly ProbeResult[];
  readonly oldConnectionsWork: boolean;
};

/** In the order in which they matter to visitors. */
const CLASSES: readonly SiteClass[] = ['outage', 'degraded', 'certificate'];

/** Tells people of the incidents of one site that the probes see. */
export class SiteTeller {
  readonly #deps: SiteTellerDeps;
  readonly #site: Site;
  readonly #book: MonitorBook;
  readonly #evidence: () => WindowEvidence;

  constructor(deps: SiteTellerDeps, site: Site, book: MonitorBook, evidence: () => WindowEvidence) {
    this.#deps = deps;
    this.#site = site;
    this.#book = book;
    this.#evidence = evidence;
  }

  /** Begins to read what telling needs beside the site's own record. */
  look(): Promise<Known> {
    return lookAtController(this.#deps, this.#site);
  }

  /** Tells all that is due of these classes; rejects when another window has the record. */
  async tell(classes = CLASSES, look?: Promise<Known>): Promise<void> {
    const there = classes.filter((kind) => this.#book.state.incidents[kind].state !== 'none');
    if (there.length === 0) return;
    const known = await (look ?? this.look());
    for (const kind of there) await tellDue(this.#deps, this.#task(kind, known));
    if (known.error !== null)
      this.#deps.log({
        message: 'controller record not read',
        site: this.#site.name,
        error: `${known.error}`,
      });
  }

  #task(kind: SiteClass, known: Known): TellTask {
    const onlyThis =
      (next: (incident: Incident) => Incident) =>
      (state: MonitorState): MonitorState => ({
        ...state,
        incidents: { ...state.incidents, [kind]: next(state.incidents[kind]) },
      });
    return {
      site: this.#site.name,
      incident: () => this.#book.state.incidents[kind],
      due: (incident, now) => this.#due(kind, known, incident, now),
      gravity: () => this.#gravity(kind, known),
      message: (event) => this.#message(kind, known, event),
      write: async (next) => {
        this.#book.state = onlyThis(next)(this.#book.state);
        await this.#book.save();
      },
      insist: (next) => this.#book.insist(onlyThis(next)),
    };
  }

  /** During a maintenance nothing is told, and what began and ended in one is never told. */
  #due(kind: SiteClass, known: Known, incident: Incident, now: EpochMs) {
    if (incident.state !== 'none' && isQuietAt(this.#site, known, now))
      return isUnheard(incident) ? 'forget' : null;
    // Of a site that has an outage nobody needs to hear that it is slow, too.
    if (kind === 'degraded' && this.#book.state.incidents.outage.state !== 'none') return null;
    const standing = standingOf(this.#site, kind, known, this.#gravity(kind, known));
    const due = dueEvent(incident, this.#telling(kind), standing, now);
    if (due === 'resolved' && kind === 'outage' && this.#isSuspect()) return null;
    return known.error === null || due === 'opened' ? due : null;
  }

  #telling(kind: SiteClass): Telling {
    const telling = tellingFor(this.#deps, kind);
    return kind === 'outage' ? { ...telling, settleForMs: this.#site.policy.stableForMs } : telling;
  }

  /** A failure that is not confirmed yet: whoever says now that all is well may be wrong in a second. */
  #isSuspect(): boolean {
    return Object.values(this.#book.state.health).some(
      (health) => health.status === 'healthy' && isInDoubt(health),
    );
  }

  #gravity(kind: SiteClass, { controller }: Known): number {
    const { health, certificate } = this.#book.state;
    if (kind === 'outage') return outageGravity(this.#site, controller);
    if (kind === 'degraded') return degradedGravity(Object.values(health));
    return Math.max(1, endingGravity(certificate, this.#deps.now()));
  }

  #message(kind: SiteClass, { controller }: Known, event: IncidentEvent): Message {
    const { incidents, ...monitor } = this.#book.state;
    const facts: SiteFacts = {
      site: this.#site,
      incident: incidents[kind],
      now: this.#deps.now(),
      monitor,
      controller,
      controls: this.#deps.controls.map(({ hostname }) => hostname),
      ...this.#evidence(),
    };
    return ALERT[kind](event, facts);
  }
}

const ALERT: Readonly<Record<SiteClass, (event: IncidentEvent, facts: SiteFacts) => Message>> = {
  outage: outageAlert,
  degraded: degradedAlert,
  certificate: certificateAlert,
};
