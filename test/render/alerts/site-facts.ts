import type { Incident } from '../../../lib/core/alerts/incident.ts';
import type { ProbeResult } from '../../../lib/core/probing/probe.ts';
import type { Site } from '../../../lib/core/site.ts';
import { epochMs, plusMs } from '../../../lib/core/time.ts';
import type { SiteFacts } from '../../../lib/render/alerts/site-facts.ts';
import { controllerState } from '../../fixtures/records.ts';
import { SITE } from '../../fixtures/snapshot.ts';
import { openSince, overAt } from '../../support/incidents.ts';
import { healthyProbe, unhealthyProbe } from '../../support/probes.ts';

export const AT = epochMs(Date.UTC(2026, 10, 22, 18, 5, 9));
const MINUTES = 60_000;

/** An outage of twelve seconds that nobody has looked at but the probes. */
export const OPEN: SiteFacts = {
  site: SITE,
  incident: openSince(AT),
  now: plusMs(AT, 12_000),
  monitor: {
    health: { '203.0.113.10': { status: 'unhealthy', since: AT, run: null } },
    lastHealthyAt: plusMs(AT, -15_000),
    answers: null,
    certificate: null,
  },
  controller: controllerState(plusMs(AT, -60 * MINUTES)),
  latest: [unhealthyProbe({ at: AT })],
  oldConnectionsWork: false,
  controls: ['one.example.net'],
};

/** The same outage, which was over after some minutes. */
export const OVER: SiteFacts = {
  ...OPEN,
  incident: overAt(AT, plusMs(AT, 250_000)),
  now: plusMs(AT, 10 * MINUTES),
  latest: [healthyProbe({ at: plusMs(AT, 10 * MINUTES) })],
  controller: controllerState(plusMs(AT, 30_000), { phase: 'on-secondary' }),
};

export const withPolicy = (policy: Partial<Site['policy']>): Site => ({
  ...SITE,
  policy: { ...SITE.policy, ...policy },
});

/** One line, so that no test depends on where a line is wrapped. */
export const flat = (text: string): string => text.replace(/\s+/g, ' ');

export const probeSaying = (detail: string): ProbeResult => ({
  ...unhealthyProbe({ at: AT }),
  detail,
});

export const untold = (incident: Incident): Incident =>
  incident.state === 'none'
    ? incident
    : { ...incident, told: { ...incident.told, openedAt: null } };
