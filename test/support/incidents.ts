import type { Incident, Told } from '../../lib/core/alerts/incident.ts';
import { NOTHING_TOLD } from '../../lib/core/alerts/incident.ts';
import { NO_SITE_INCIDENTS, type SiteIncidents } from '../../lib/core/records.ts';
import type { EpochMs } from '../../lib/core/time.ts';

/** What people know who were told at once and of nothing since. */
export const toldAt = (at: EpochMs, change: Partial<Told> = {}): Told => ({
  ...NOTHING_TOLD,
  openedAt: at,
  latestAt: at,
  gravity: 2,
  ...change,
});

/** It goes on, and people know. */
export const openSince = (since: EpochMs, change: Partial<Told> = {}): Incident => ({
  state: 'open',
  since,
  told: toldAt(since, change),
});

/** It is over, and people know that it began. */
export const overAt = (since: EpochMs, until: EpochMs, change: Partial<Told> = {}): Incident => ({
  state: 'over',
  since,
  until,
  told: toldAt(since, change),
});

/** It goes on, and nobody has been told. */
export const untoldSince = (since: EpochMs): Incident => ({
  state: 'open',
  since,
  told: NOTHING_TOLD,
});

/** A site with this outage and nothing else. */
export const withOutage = (outage: Incident): SiteIncidents => ({ ...NO_SITE_INCIDENTS, outage });
