import type { HealthStatus } from '../probing/health.ts';
import type { ControllerState } from '../records.ts';
import type { Site } from '../site.ts';
import type { Presence } from './incident.ts';

/** The outage of a site begins and ends with the health of its primary. */
export const outagePresence = (status: HealthStatus): Presence => PRESENCE[status];

const PRESENCE: Readonly<Record<HealthStatus, Presence>> = {
  healthy: 'absent',
  unhealthy: 'present',
  unknown: 'unknown',
};

/**
 * 1: visitors are on the secondary; 2: they get errors, and a failover is under way or may come; 3: they get
 * errors and nothing moves them, or the secondary fails, too. A rule that blocks the failover is an incident of
 * its own, which the failover function tells at once, so that it makes this one no graver.
 */
export function outageGravity({ policy }: Site, controller: ControllerState | null): 1 | 2 | 3 {
  const isOnSecondary = controller?.failover.phase === 'on-secondary';
  if (controller === null || !isOnSecondary) return policy.mode === 'observe' ? 3 : 2;
  const { seen, failover } = controller;
  const hasFailedSince =
    seen !== null && seen.at >= failover.since && seen.secondary === 'unhealthy';
  return hasFailedSince ? 3 : 1;
}
