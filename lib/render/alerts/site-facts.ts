import type { Incident } from '../../core/alerts/incident.ts';
import type { ProbeResult } from '../../core/probing/probe.ts';
import type { ControllerState, MonitorState } from '../../core/records.ts';
import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';

/** What is known when people have to be told of what the probes of a site see. */
export type SiteFacts = {
  readonly site: Site;
  /** The incident that the message is about. */
  readonly incident: Incident;
  readonly now: EpochMs;
  readonly monitor: Pick<MonitorState, 'health' | 'lastHealthyAt' | 'answers' | 'certificate'>;
  /** What the failover function wrote down; null where it never did, or nobody can read it. */
  readonly controller: ControllerState | null;
  /** The latest result on a fresh connection of this window, one for each address. */
  readonly latest: readonly ProbeResult[];
  /** Whether a connection of before still answers where new ones fail. */
  readonly oldConnectionsWork: boolean;
  /** Host names of the places of other owners that tell whether the monitor can see. */
  readonly controls: readonly string[];
};
