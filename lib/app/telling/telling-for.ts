import type { Alerts } from '../../core/alerts/alerts.ts';
import type { Telling } from '../../core/alerts/incident.ts';
import type { IncidentClass, Severity } from '../../core/alerts/incident-class.ts';
import { tellingOf } from '../../core/alerts/telling.ts';
import type { TellDueDeps } from './tell-due.ts';

type Deps = Pick<TellDueDeps, 'escalate'> & {
  readonly alerts: Pick<Alerts, 'remind' | 'escalation'>;
};

/** When a class is told; nothing is escalated where there is nobody to escalate it to. */
export const tellingFor = (
  { alerts, escalate }: Deps,
  incidentClass: IncidentClass,
  severity?: Severity,
): Telling =>
  tellingOf(
    incidentClass,
    { ...alerts, escalation: escalate === null ? null : alerts.escalation },
    severity,
  );
