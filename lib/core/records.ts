import type { Acknowledgement } from './alerts/acknowledgement.ts';
import {
  type ControllerIncidents,
  NO_CONTROLLER_INCIDENTS,
} from './alerts/controller-incidents.ts';
import type { Answers } from './alerts/degraded.ts';
import { type Incident, NO_INCIDENT } from './alerts/incident.ts';
import type { News } from './alerts/news.ts';
import type { Seen } from './alerts/seen.ts';
import type { Disagreement } from './disagreement.ts';
import { type FailoverState, initialFailoverState } from './failover.ts';
import type { Health } from './probing/health.ts';
import type { Certificate } from './probing/probe.ts';
import type { EpochMs } from './time.ts';
import type { Verified } from './verified.ts';

/** What the probe function remembers of one site between windows. It alone writes it. */
export type MonitorState = {
  /** By address; an address that is no longer probed is dropped. */
  readonly health: Readonly<Record<string, Health>>;
  readonly incidents: SiteIncidents;
  /** The latest healthy probe of any address, as far as this record knows. */
  readonly lastHealthyAt: EpochMs | null;
  /** How many probes of the latest window's last minute were answered, and how slowly; null where none was. */
  readonly answers: Answers | null;
  /** The certificate of the primary that ends first, as a probe saw it last; null where none was shown. */
  readonly certificate: Certificate | null;
  /** Until when a window looked after the site, as far as this record knows. */
  readonly lastWindowAt: EpochMs | null;
  /** Nothing could be seen: what stands here claims nothing at this moment. */
  readonly blind: boolean;
  /** Windows in which the primary was healthy from their beginning to their end, up to a limit. */
  readonly healthyWindows: number;
  /** Digest of what sites.yml said of the site when the latest window ran; null before the first. */
  readonly configDigest: string | null;
};

/** What can be wrong with a site as its probes see it; the failover function tells the rest. */
export type SiteClass = 'outage' | 'degraded' | 'certificate';
export type SiteIncidents = Readonly<Record<SiteClass, Incident>>;

export const NO_SITE_INCIDENTS: SiteIncidents = {
  outage: NO_INCIDENT,
  degraded: NO_INCIDENT,
  certificate: NO_INCIDENT,
};

/** More than any policy asks for before it arms a site. */
export const HEALTHY_WINDOWS_MAX = 1_000;

/** What the windows of one shard tell each other. Each of them writes it. */
export type ShardState = {
  /** The windows at work or waiting for their turn, in the order in which they came. */
  readonly windows: readonly string[];
  /** From the moment at which nothing can be seen to the next at which something can. */
  readonly blindness: Incident;
  /** By site: its record cannot be read, and so nobody watches it. */
  readonly broken: Readonly<Record<string, Incident>>;
};

/** What the failover function remembers of one site. It alone writes it. */
export type ControllerState = {
  readonly failover: FailoverState;
  /** What people were not told of yet, oldest first, at most NEWS_KEPT_MAX of them. */
  readonly untold: readonly News[];
  /** The latest verification; null before the first. */
  readonly verified: Verified | null;
  /** How our probes, Route 53's checkers and the name servers disagree, if they do. */
  readonly disagreement: Disagreement | null;
  /** What people are told of until it is over, by its class. */
  readonly incidents: ControllerIncidents;
  /** Who has which incidents in hand, of this function's and of the monitor's; null: nobody said so. */
  readonly acknowledged: Acknowledgement | null;
  /** What was seen last; null before the first look. */
  readonly seen: Seen | null;
};

/** Before anything was decided or verified. */
export const initialControllerState = (now: EpochMs): ControllerState => ({
  failover: initialFailoverState(now),
  untold: [],
  verified: null,
  disagreement: null,
  incidents: NO_CONTROLLER_INCIDENTS,
  acknowledged: null,
  seen: null,
});

/** A stored value and the version that the next save must name. */
export type Stored<T> = { readonly value: T; readonly version: number };

/** The record changed since it was read: somebody else did this work, so this tick ends. */
export class StaleRecordError extends Error {
  override readonly name = 'StaleRecordError';
  constructor(record: string, expectedVersion: number, options?: ErrorOptions) {
    super(`${record} changed since version ${expectedVersion} was read`, options);
  }
}

/** The stored record is not one that this version understands: stop rather than guess. */
export class BrokenRecordError extends Error {
  override readonly name = 'BrokenRecordError';
  constructor(record: string, problem: string, options?: ErrorOptions) {
    super(`${record} cannot be read: ${problem}`, options);
  }
}
