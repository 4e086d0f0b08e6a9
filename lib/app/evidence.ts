import { type Incident, NO_INCIDENT } from '../core/alerts/incident.ts';
import type { Evidence } from '../core/failover.ts';
import { overall } from '../core/probing/health.ts';
import type { MonitorState } from '../core/records.ts';
import { servedBy } from '../core/served.ts';
import type { Site } from '../core/site.ts';
import type { EpochMs } from '../core/time.ts';
import { NOT_LOOKED_AT, secondaryReady } from '../core/verify/verify.ts';
import { verifyWebsite } from '../core/verify/website/website.ts';
import type { Serving } from './look.ts';

/** What the decision rests on, from what the monitor saved and what visitors meet at this moment. */
export function evidenceOf(
  site: Site,
  monitor: MonitorState | null,
  serving: Serving,
  now: EpochMs,
): Evidence {
  const healths = Object.values(monitor?.health ?? {});
  const primary = overall(healths);
  const since = healths.flatMap((health) =>
    health.status === primary && health.since !== null ? [health.since] : [],
  );
  const snapshot = { ...NOT_LOOKED_AT, ...serving, takenAt: now };
  return {
    primary,
    primarySince: since.length === 0 ? null : (Math.max(...since) as EpochMs),
    secondary: secondaryReady(verifyWebsite(site, snapshot)),
    served: serving.dns.ok
      ? servedBy(serving.dns.value, serving.primaryAddresses, serving.secondaryAddresses)
      : 'unknown',
    answersUs: serving.answersUs,
    switched: serving.switched,
    isSwitchOurs: serving.switchObject?.isOurs ?? false,
    healthyWindows: monitor?.healthyWindows ?? 0,
    outageSince: beganAt(monitor?.incidents.outage),
    blind:
      monitor === null ||
      monitor.blind ||
      monitor.lastWindowAt === null ||
      now - monitor.lastWindowAt > BLIND_AFTER_MS,
  };
}

const beganAt = (outage: Incident = NO_INCIDENT): EpochMs | null =>
  outage.state === 'none' ? null : outage.since;

/** A window writes at least once a minute; without one for so long nothing is seen. */
export const BLIND_AFTER_MS = 3 * 60_000;
