import type { HealthStatus } from './health.ts';
import type { EpochMs } from './time.ts';

/** From the first `unhealthy` health to the next `healthy` one, and what people were told of it. */
export type Incident =
  | { readonly state: 'none' }
  | { readonly state: 'open'; readonly since: EpochMs; readonly openedTold: boolean }
  | {
      readonly state: 'over';
      readonly since: EpochMs;
      readonly until: EpochMs;
      readonly openedTold: boolean;
    };

export type IncidentEvent = 'opened' | 'resolved';

export const NO_INCIDENT: Incident = { state: 'none' };

/**
 * Follows the primary's health. An incident that relapses before its end was told goes on as the
 * same one, so that nobody gets two openings without a resolution between them.
 */
export function follow(incident: Incident, health: HealthStatus, now: EpochMs): Incident {
  if (health === 'unhealthy' && incident.state === 'none')
    return { state: 'open', since: now, openedTold: false };
  if (health === 'unhealthy' && incident.state === 'over')
    return { state: 'open', since: incident.since, openedTold: incident.openedTold };
  if (health === 'healthy' && incident.state === 'open')
    return { ...incident, state: 'over', until: now };
  return incident;
}

/** What people still have to be told, the opening always before the end. */
export function dueEvent(incident: Incident): IncidentEvent | null {
  if (incident.state === 'none') return null;
  if (!incident.openedTold) return 'opened';
  return incident.state === 'over' ? 'resolved' : null;
}

/** The service accepted the message: it is not due any more. */
export function told(incident: Incident, event: IncidentEvent): Incident {
  if (incident.state === 'none') return incident;
  return event === 'opened' ? { ...incident, openedTold: true } : NO_INCIDENT;
}
